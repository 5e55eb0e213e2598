"""Tests of app/actions/operation."""
