"""Samtal till vårt eget nummer: one number that reaches whoever is on call, from any phone."""
