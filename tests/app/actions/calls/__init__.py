"""Tests of app/actions/calls."""
