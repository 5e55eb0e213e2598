"""Driften: the provider watched, the clock set back, the directory loaded anew, the week's mail."""
