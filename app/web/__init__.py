"""HTML pages: parse, permit, one call, respond."""

from flask import Flask

from app.web import (
    admissions,
    analysis,
    beds,
    decisions,
    directory,
    follow_up,
    home,
    inbox,
    missing_outcomes,
    on_call,
    operation,
    pin,
    preferences,
    radiology,
    radiology_desk,
    refusals,
    requests,
    shell,
    shifts,
    unanswered,
    wards,
)

BLUEPRINTS = (
    home.blueprint,
    requests.blueprint,
    decisions.blueprint,
    admissions.blueprint,
    wards.blueprint,
    on_call.blueprint,
    shifts.blueprint,
    missing_outcomes.blueprint,
    unanswered.blueprint,
    beds.blueprint,
    inbox.blueprint,
    preferences.blueprint,
    radiology.blueprint,
    radiology_desk.blueprint,
    pin.blueprint,
    directory.blueprint,
    follow_up.blueprint,
    refusals.blueprint,
    analysis.blueprint,
    operation.blueprint,
)


def register(app: Flask) -> None:
    """All pages and what surrounds them; signing in is bound by ``app.auth``."""
    shell.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
