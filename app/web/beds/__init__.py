"""Vårdplatser: the county and one ward."""
