"""Tests of app/actions/account."""
