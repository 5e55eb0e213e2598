"""What looks and then acts, with somebody else in between: on PostgreSQL, where many write at once.

docs/concurrency.md says of each what holds it, and names the test here.
"""
