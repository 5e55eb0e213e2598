"""Katalogen: search, and one unit."""
