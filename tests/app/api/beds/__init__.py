"""Tests of app/api/beds."""
