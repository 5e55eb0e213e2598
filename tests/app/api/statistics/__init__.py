"""Tests of app/api/statistics."""
