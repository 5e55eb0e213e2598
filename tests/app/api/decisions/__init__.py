"""Tests of app/api/decisions."""
