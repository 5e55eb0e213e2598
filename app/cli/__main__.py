"""``python -m app.cli`` is ``kontaktvagar``."""

from app.cli import main

main()
