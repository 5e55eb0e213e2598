"""What every area of the API uses."""
