"""Driften, in the API."""
