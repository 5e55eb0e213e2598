"""Kontot: the caller's code, the ways one wants to be sought, what one has read."""
