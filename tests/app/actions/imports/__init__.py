"""Tests of taking files in, and back."""
