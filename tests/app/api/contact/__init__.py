"""Tests of app/api/contact."""
