"""Tests of app/web/contact."""
