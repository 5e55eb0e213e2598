"""Återuppringning: promised, rung when it is due, and the words said then."""
