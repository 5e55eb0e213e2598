"""Beslut i samtalet, in the API."""
