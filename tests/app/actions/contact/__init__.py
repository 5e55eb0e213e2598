"""Tests of app/actions/contact."""
