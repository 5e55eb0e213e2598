"""Svaren: a yes or a no to what rings, by key, by text message or in the browser."""
