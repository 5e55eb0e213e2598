"""Katalogen, in the API."""
