"""Tests of app/actions/hunting."""
