"""The application: its edges (pages, API, webhooks, commands, jobs) and their use cases."""
