"""Tests of app/actions/shared."""
