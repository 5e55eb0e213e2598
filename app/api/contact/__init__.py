"""Ärendet, in the API."""
