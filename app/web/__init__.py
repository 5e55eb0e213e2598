"""HTML pages: parse, permit, one call, respond."""

from flask import Flask

from app.web.account import inbox, language, pin, preferences
from app.web.admission import views as admissions
from app.web.admission import ward_views as wards
from app.web.beds import views as beds
from app.web.contact import missing_outcomes, unanswered
from app.web.contact import routes as requests
from app.web.decisions import views as decisions
from app.web.directory import views as directory
from app.web.duty import on_call, shifts
from app.web.home import views as home
from app.web.operation import views as operation
from app.web.radiology import desk as radiology_desk
from app.web.radiology import views as radiology
from app.web.shared import shell
from app.web.statistics import analysis, follow_up, refusals
from app.web.strip import views as strip
from app.web.undo import views as undo

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
    language.blueprint,
    radiology.blueprint,
    radiology_desk.blueprint,
    pin.blueprint,
    directory.blueprint,
    follow_up.blueprint,
    refusals.blueprint,
    analysis.blueprint,
    operation.blueprint,
    strip.blueprint,
    undo.blueprint,
)


def register(app: Flask) -> None:
    """All pages and what surrounds them; signing in is bound by ``app.auth``."""
    shell.install(app)
    strip.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
