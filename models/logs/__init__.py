"""What happens to a thing, line by line: every change of its status passes here, once."""
