"""Tests of app/actions/incoming."""
