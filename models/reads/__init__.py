"""What pages, the API, actions and rules read, as frozen values: a file for each area."""
