"""Who somebody is and what they may do: login, permissions, tokens and the access log."""
