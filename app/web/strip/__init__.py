"""Just nu: what concerns whoever is signed in, at the top of every page."""
