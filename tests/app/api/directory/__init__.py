"""Tests of app/api/directory."""
