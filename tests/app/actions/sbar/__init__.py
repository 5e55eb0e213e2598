"""Tests of app/actions/sbar."""
