"""HTML pages: parse, permit, one call, respond."""

from flask import Flask

from app.web import analysis, directory, home, on_call, requests, shell, shifts, unanswered

BLUEPRINTS = (
    home.blueprint,
    requests.blueprint,
    on_call.blueprint,
    shifts.blueprint,
    unanswered.blueprint,
    directory.blueprint,
    analysis.blueprint,
)


def register(app: Flask) -> None:
    """All pages and what surrounds them; signing in is bound by ``app.auth``."""
    shell.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
