"""The pages of the call timeline: everything lately, or what hangs together with one call."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.phone_lab.belonging import calls_around, recent_calls
from app.phone_lab.exchange import Exchange
from app.phone_lab.polling import polled
from app.phone_lab.timeline_view import Timeline, timeline


class TimelineViews:
    """A page and its living part, for each of the two."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def recent(self) -> ResponseReturnValue:
        """The latest calls back to the latest silence."""
        live = url_for("phone_lab.timeline_live")
        return _page(self._recent(), live_url=live, title="Senaste samtalen")

    def recent_live(self) -> ResponseReturnValue:
        """The living part of `recent`."""
        return _part(self._recent())

    def around(self, sid: str) -> ResponseReturnValue:
        """What hangs together with a call or a conference; 404 when there is none."""
        shown = self._around(sid)
        live = url_for("phone_lab.timeline_of_live", sid=sid)
        page = _page(shown, live_url=live, title=_title(shown))
        return page, 200 if shown.lanes else 404

    def around_live(self, sid: str) -> ResponseReturnValue:
        """The living part of `around`."""
        return _part(self._around(sid))

    def _recent(self) -> Timeline:
        return timeline(self._exchange, recent_calls(self._exchange))

    def _around(self, sid: str) -> Timeline:
        return timeline(self._exchange, calls_around(self._exchange, sid))


def _title(shown: Timeline) -> str:
    names = ", ".join(name for _sid, name in shown.conferences)
    return f"Konferens {names}" if names else "Ett samtal"


def _page(shown: Timeline, *, live_url: str, title: str) -> str:
    return render_template(
        "web/phone_lab/timeline.html", timeline=shown, live_url=live_url, title=title
    )


def _part(shown: Timeline) -> ResponseReturnValue:
    answer = render_template("web/phone_lab/timeline_live.html", timeline=shown)
    return polled(answer, shown.etag)
