"""What every answer carries to keep browsers safe, and sessions that only pages pay for."""

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from app.config import Config

# Read by machines, so without cookies and without a policy for scripts.
FOR_MACHINES = ("/api/", "/health/", "/webhooks/")
WITHOUT_SESSION = (*FOR_MACHINES, "/static/", "/phone-lab/2010-04-01/")

# Whoever asks below these reads JSON, also of what is not there.
_READ_AS_JSON = ("/api/", "/health/")

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_MACHINES = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
)
_PAGES = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", CONTENT_POLICY),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
_HTTPS = (("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),)


def install(app: Flask, config: Config) -> None:
    """Put the headers on every answer, and keep cookies from those who need none."""
    app.session_interface = _PageSessions()
    https = _HTTPS if config.secure_cookies else ()
    machines, pages = (*_MACHINES, *https), (*_PAGES, *https)

    @app.after_request
    def _add_headers(response: Response) -> Response:
        path = request.path
        if path.startswith(FOR_MACHINES):
            response.headers.extend(machines)
            return response
        response.headers.extend(pages)
        if not path.startswith("/static/"):
            # What one person may see must not be shown to the next at the same computer.
            response.headers.setdefault("Cache-Control", "no-cache, private")
        return response


def is_read_as_json(path: str) -> bool:
    """Whether whoever asks there is a program: nothing is answered with a page."""
    return f"/{path.strip('/')}/".startswith(_READ_AS_JSON)


class _NoSession(SecureCookieSession):
    """An empty session that is never kept."""


class _PageSessions(SecureCookieSessionInterface):
    """Signed cookies for pages; the API has tokens and the webhooks signatures."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a page, an empty one elsewhere."""
        if request.path.startswith(WITHOUT_SESSION):
            return _NoSession()
        return super().open_session(app, request)

    def save_session(  # type: ignore[override] # only ever given what open_session returned
        self, app: Flask, session: SecureCookieSession, response: Response
    ) -> None:
        """Keep the session of a page."""
        if not isinstance(session, _NoSession):
            super().save_session(app, session, response)
