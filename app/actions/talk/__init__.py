"""Samtalet: from a yes until the two are joined; the requester's phone; who else is asked in."""
