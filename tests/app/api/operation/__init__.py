"""Tests of app/api/operation."""
