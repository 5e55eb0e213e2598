"""The application, put together: read it from top to bottom."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from sqlalchemy import Engine, select
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api, current, errors, logs, security, static_names, web, webhooks
from app.api.shared.memo import RememberedAnswers
from app.auth import addresses, guard, known_actors, login, reading
from app.auth.sessions import LONGEST
from app.config import Config, Telephony
from app.directory_holder import DirectoryHolder
from app.extensions import babel, compress, csrf, migrate
from app.intake import AT_ONCE, LARGEST_BODY, Intake
from app.language import current_language, remember_choice
from app.phone_lab.exchange import Exchange
from app.phone_lab.live import fetch_over_http
from app.phone_lab.pages import create_phone_lab_pages
from app.phone_lab.rest import create_phone_lab_rest
from app.phone_lab.types import Fetch, IncomingUrls, PhoneEntry
from models.db import db, engine_options, prepare_sqlite
from models.tables.accounts import AccountRow
from notifications import callbacks as paths
from notifications.callbacks import Callbacks
from routing.directory import Directory

ROOT = Path(__file__).parent.parent
LAB = "kontaktvagar.phone_lab"
PARTIES_OF_A_TEST = 100  # tests of what happens at once hold many requests inside together

# Endpoints that others made for us, and why they are open to everybody.
PUBLIC_ENDPOINTS = {
    "static": "style sheets, scripts and fonts hold nothing secret",
    "api-docs.openapi_json": "the description of the API holds no data",
}
# What browsers read. Not the API: a plan is remembered as it was sent, and handed to whoever asks.
COMPRESSED = [
    *("text/html", "text/css", "text/javascript", "application/javascript"),
    "image/svg+xml",
]
LAB_IS_PUBLIC = "the phone lab exists only where nothing is real"


def create_app(config: Config, *, lab_fetch: Fetch = fetch_over_http) -> Flask:
    """The application of one process. ``lab_fetch`` is how the phone lab reaches our webhooks."""
    logs.install()
    app = _App("app", template_folder=str(ROOT / "templates"), static_folder="static")
    app.config.update(_flask_settings(config))
    app.json = _SwedishJson(app)
    _connect(app, config)

    compress.init_app(app)  # first, so that it is the last to touch an answer
    static_names.install(app)
    errors.install(app)
    security.install(app, config)
    addresses.install(app)
    babel.init_app(app, locale_selector=current_language)
    csrf.init_app(app)
    known_actors.install(app)
    login.install(app)
    app.after_request(remember_choice)
    reading.install(app)

    web.register(app)
    api.register(app)
    webhooks.register(app)
    if config.telephony is Telephony.LAB:
        _add_phone_lab(app, config, lab_fetch)

    guard.install(app, public_endpoints=PUBLIC_ENDPOINTS | _lab_endpoints(app))
    app.wsgi_app = RememberedAnswers(  # type: ignore[method-assign] # Flask's documented way to add middleware
        app.wsgi_app, path=api.PLAN, version=_version_of(app), clock=config.clock
    )
    at_once = PARTIES_OF_A_TEST if config.testing else AT_ONCE
    app.wsgi_app = Intake(app.wsgi_app, raises=config.testing, at_once=at_once)  # type: ignore[method-assign] # Flask's documented way to add middleware
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign] # Flask's documented way to add middleware
    return app


def _version_of(app: Flask) -> Callable[[], int]:
    with app.app_context():
        holder = current.current_holder()
    return lambda: holder.current().version


def _flask_settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "TESTING": config.testing,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database_url),
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "PERMANENT_SESSION_LIFETIME": LONGEST,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "SESSION_COOKIE_NAME": "kontaktvagar",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session
        "WTF_CSRF_CHECK_DEFAULT": False,  # the guard asks for it, where there are cookies
        "BABEL_DEFAULT_LOCALE": "sv",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Stockholm",
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_MIMETYPES": COMPRESSED,
        "COMPRESS_STREAMS": False,  # a stream ends its session whatever its reader does
        "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,  # those who have an ETag have asked already
        "COMPRESS_MIN_SIZE": 600,  # bytes: less fits in one packet anyhow
        **api.SETTINGS,
    }


def _connect(app: Flask, config: Config) -> None:
    """The database, and the directory held in memory above it."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "models" / "migrations"))
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    holder = DirectoryHolder(
        engine,
        callable_countries=config.callable_countries,
        live_limits=config.live_limits,
    )
    current.install(app, config=config, holder=holder)


def _add_phone_lab(app: Flask, config: Config, fetch: Fetch) -> None:
    """The embedded exchange; ``serve`` runs it in real time, tests step by step."""
    with app.app_context():
        holder, engine = current.current_holder(), db.engine
    ours = Callbacks(config.public_url)
    exchange = Exchange(
        config.clock,
        fetch,
        config.twilio.auth_token,
        account_sid=config.twilio.account_sid,
        phones=lambda: (*_phones(holder.current()), *_own_phones(engine)),
        incoming=IncomingUrls(
            number=config.twilio.from_number,
            voice_url=ours.of(paths.INCOMING_CALL),
            voice_status_url=ours.of(paths.INCOMING_STATUS),
            fallback_url=ours.of(paths.INCOMING_FALLBACK),
            sms_url=ours.of(paths.INCOMING_SMS),
        ),
    )
    app.extensions[LAB] = exchange
    app.register_blueprint(create_phone_lab_pages(exchange))
    app.register_blueprint(create_phone_lab_rest(exchange))


def _lab_endpoints(app: Flask) -> dict[str, str]:
    return {
        name: LAB_IS_PUBLIC
        for name in app.view_functions
        if name.startswith(("phone_lab.", "phone_lab_rest."))
    }


def _phones(directory: Directory) -> Sequence[PhoneEntry]:
    """Every phone somebody can be rung on: people's own, and the function phones of lines."""
    units = directory.units
    people = (
        PhoneEntry(person.number, f"{person.name}, {person.title}", units[person.unit_id].name)
        for person in directory.people.values()
        if person.number
    )
    lines = (
        PhoneEntry(line.number, line.name, units[line.unit_id].name)
        for line in directory.lines.values()
        if line.number
    )
    return (*people, *lines)


def _own_phones(engine: Engine) -> Sequence[PhoneEntry]:
    """The phones of accounts that are nobody's in the directory, e.g. an ambulance's."""
    own = select(AccountRow.number, AccountRow.name).where(
        AccountRow.number.is_not(None), AccountRow.person_id.is_(None)
    )
    with engine.connect() as connection:
        return [PhoneEntry(row.number, row.name, "Konton") for row in connection.execute(own)]


class _App(Flask):
    """Flask without a question for each function of each request: none of ours is asynchronous."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


class _SwedishJson(DefaultJSONProvider):
    """Swedish letters as they are, keys in the order they were written."""

    ensure_ascii = False
    sort_keys = False
