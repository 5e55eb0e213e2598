"""Driften."""
