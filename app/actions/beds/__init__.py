"""Vårdplatser: what the wards report of their beds, by hand and by file."""
