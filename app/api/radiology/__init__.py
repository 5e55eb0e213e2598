"""Röntgen direkt, in the API."""
