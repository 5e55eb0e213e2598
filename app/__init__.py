"""The application: its edges (web, API, webhooks, command line, jobs) and the use cases behind them."""
