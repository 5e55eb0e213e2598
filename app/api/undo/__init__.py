"""What one has just done, and the way back."""
