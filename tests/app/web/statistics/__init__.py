"""Tests of app/web/statistics."""
