"""Kontot, in the API."""
