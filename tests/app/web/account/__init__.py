"""Tests of app/web/account."""
