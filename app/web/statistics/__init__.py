"""Uttag, uppföljning och nekade direktinläggningar."""
