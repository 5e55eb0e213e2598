"""Tests of app/api/duty."""
