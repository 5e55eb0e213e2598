"""Tests of app/web/duty."""
