"""Which calls belong together: those of one conference, or those of the last while."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.phone_lab.exchange import Exchange
from app.phone_lab.state import Call, Conference

_MOST_CALLS = 30
_SILENCE = timedelta(minutes=10)


def recent_calls(exchange: Exchange) -> list[Call]:
    """The latest calls back to the latest silence of ten minutes, oldest first."""
    found: list[Call] = []
    for call in exchange.calls()[:_MOST_CALLS]:
        if found and min(one.created_at for one in found) - _end(call, exchange.now) > _SILENCE:
            break
        found.append(call)
    return found[::-1]


def calls_around(exchange: Exchange, sid: str) -> list[Call]:
    """A conference's or a call's own calls and all that hang together with them, oldest first.

    That is: parents and children, others in the same conferences, and calls that nobody let into
    a conference while these went on (somebody who was rung and did not answer). Empty when the
    sid is unknown.
    """
    calls, conferences = exchange.calls()[::-1], exchange.conferences()
    mine = _connected(sid, calls, conferences)
    if not mine:
        return []
    elsewhere = {one for conference in conferences for one in conference.call_sids} - mine
    began = min(call.created_at for call in calls if call.sid in mine)
    ended = max(_end(call, exchange.now) for call in calls if call.sid in mine)
    return [
        call
        for call in calls
        if call.sid in mine
        or (
            call.sid not in elsewhere
            and call.parent_sid not in elsewhere
            and began <= call.created_at <= ended
        )
    ]


def conferences_of(exchange: Exchange, calls: Iterable[Call]) -> list[Conference]:
    """The conferences any of the calls has been in, oldest first."""
    sids = {call.sid for call in calls}
    return [one for one in exchange.conferences()[::-1] if sids & set(one.call_sids)]


def _connected(sid: str, calls: Sequence[Call], conferences: Sequence[Conference]) -> set[str]:
    groups = [set(one.call_sids) for one in conferences]
    groups += [{call.sid, call.parent_sid} for call in calls if call.parent_sid is not None]
    mine = {call.sid for call in calls if call.sid == sid}
    for conference in conferences:
        if conference.sid == sid:
            mine |= set(conference.call_sids)
    while more := [group for group in groups if group & mine and not group <= mine]:
        mine = mine.union(*more)
    return mine


def _end(call: Call, now: datetime) -> datetime:
    return call.ended_at or now
