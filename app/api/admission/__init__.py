"""Direktinläggning, in the API."""
