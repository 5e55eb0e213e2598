"""Nyss gjort: what one has just done, and the way back."""
