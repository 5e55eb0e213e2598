"""Tests of app/web/beds."""
