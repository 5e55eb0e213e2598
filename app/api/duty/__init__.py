"""Jouren, in the API."""
