"""What is undone is as it was, and nobody's later act is lost."""
