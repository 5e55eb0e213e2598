"""Tests of app/actions/decisions."""
