"""Tests of app/web/decisions."""
