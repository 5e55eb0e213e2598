"""Uttag och uppföljning, in the API."""
