"""Tests of app/api/shared."""
