"""Tests of app/actions/outcome."""
