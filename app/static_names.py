"""Style sheets, scripts, pictures and fonts: their address names what they hold, so that a browser
fetches each once a year, and never shows an old one."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

FIELD = "v"
A_YEAR = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Name the content in every address that ``url_for`` makes, and let such an answer be kept."""
    names = _Names(Path(app.static_folder or ""))

    @app.url_defaults
    def _name_content(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and FIELD not in values:
            name = names.of(values.get("filename", ""))
            if name:
                values[FIELD] = name

    @app.after_request
    def _keep(response: Response) -> Response:
        if request.endpoint != "static" or response.status_code != 200:
            return response
        asked = request.args.get(FIELD)
        if asked and asked == names.of((request.view_args or {}).get("filename", "")):
            response.headers["Cache-Control"] = A_YEAR
        # Small, and made smaller on the way out, which a file that is passed on as it lies is not.
        response.direct_passthrough = False
        response.set_data(response.get_data())
        return response


class _Names:
    """The first signs of each file's SHA-256, made anew when the file is another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int], str]] = {}

    def of(self, filename: str) -> str:
        """Empty for a file that is not there."""
        path = self._folder / filename
        try:
            about = path.stat()
            version = (about.st_mtime_ns, about.st_size)
            known = self._known.get(filename)
            if known is None or known[0] != version:
                known = version, sha256(path.read_bytes()).hexdigest()[:12]
                self._known[filename] = known
        except OSError:
            return ""
        return known[1]
