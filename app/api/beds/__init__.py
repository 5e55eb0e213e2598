"""Vårdplatser, in the API."""
