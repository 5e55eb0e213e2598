"""The start page, and the service about itself."""
