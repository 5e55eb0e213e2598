"""What a contact's log tells (pure): who was rung, who answered, how fast, and how it ended.

Statistics read events, never the live status: the log only grows, so a number once reported can be
computed again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from routing.lifecycle import RequestEvent

_E = RequestEvent

ANSWERS: Final = frozenset({_E.CONNECTED, _E.SELF_DIAL_ANSWERED})
"""A yes counts when the two are joined."""
CANCELLATIONS: Final = frozenset({_E.CANCELLED, _E.REQUESTER_HUNG_UP, _E.REQUESTER_UNREACHABLE})
FAILED_AS: Final = MappingProxyType(
    {
        _E.NO_ANSWER: "no_answer",
        _E.SELF_DIAL_UNANSWERED: "no_answer",
        _E.DECLINED: "declined",
        _E.BUSY: "busy",
        _E.NO_DIGIT: "no_digit",
        _E.CALL_ENDED: "no_digit",  # picked up and hung up: "completed" is never an answer
        _E.VOICEMAIL: "voicemail",
        _E.NUMBER_BAD: "number_bad",
        _E.CALL_FAILED: "call_failed",
        _E.CALL_BACK_PROMISED: "call_back_promised",
        _E.NOT_JOINED: "not_joined",
    }
)
"""Event that ends an attempt → the column that counts it."""

_ENDS: Final = ANSWERS | set(FAILED_AS)
_RUNG: Final = _ENDS | {_E.DIALLED, _E.RINGING, _E.PROMPT_HEARD, _E.ACCEPTED}


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One line of the log. ``account_id`` is None for what machines report; ``step`` is the
    plan's step, for a step that was skipped; ``reason`` why somebody declined.
    """

    event: RequestEvent
    at: datetime
    attempt_id: str | None = None
    account_id: int | None = None
    step: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ContactLog:
    """The log of one contact in short; moments in UTC, None for what has not happened.

    ``rung`` are the attempts that were made, and ``failed`` counts them by how they ended (see
    ``FAILED_AS``); ``cancelled`` is the event that stopped the search before anybody answered.
    ``is_unreported``: the requester dialled by hand and never said how it went, so nobody knows
    whether somebody answered.
    """

    attempts: int
    failed: Counter[str]
    decline_reasons: tuple[str, ...]
    rung: frozenset[str]
    steps_skipped: int
    answer: LoggedEvent | None
    connected_at: datetime | None
    talk_ended_at: datetime | None
    exhausted_at: datetime | None
    told_at: datetime | None
    cancelled: LoggedEvent | None
    is_unreported: bool


def read_log(events: Sequence[LoggedEvent], *, responder_attempts: Set[str]) -> ContactLog:
    """The log in short. ``events`` in order; other attempts than the responders' are left out."""
    of_contact = [one for one in events if one.attempt_id is None]
    # Wards that are asked for a bed answer and refuse too, in a talk that goes on.
    of_answerers = [
        one for one in events if one.attempt_id is None or one.attempt_id in responder_attempts
    ]
    cancelled = _first(of_contact, *CANCELLATIONS)
    # Only the machine cancels without an account: when nobody has said anything for too long.
    is_unreported = cancelled is not None and _is_by_machine(cancelled)
    answer = _first(of_answerers, *ANSWERS)
    ended: dict[str, RequestEvent] = {}
    rung: set[str] = set()
    for one in events:
        if one.attempt_id is None or one.attempt_id not in responder_attempts:
            continue
        if one.event in _RUNG:
            rung.add(one.attempt_id)
        if one.event in ANSWERS:  # also after a yes that seemed to have come to nothing
            ended[one.attempt_id] = one.event
        elif one.event in _ENDS:
            ended.setdefault(one.attempt_id, one.event)
    return ContactLog(
        attempts=len(rung),
        failed=Counter(FAILED_AS[event] for event in ended.values() if event in FAILED_AS),
        decline_reasons=tuple(
            dict.fromkeys(
                one.reason
                for one in of_answerers
                if one.event is _E.DECLINE_REASON_GIVEN and one.reason
            )
        ),
        rung=frozenset(rung),
        steps_skipped=len({one.step for one in events if one.event is _E.STEP_SKIPPED}),
        answer=answer,
        connected_at=_at(_first(events, _E.CONNECTED)),
        talk_ended_at=_at(_first(of_contact, _E.CALL_ENDED)),
        exhausted_at=_at(_first(of_contact, _E.EXHAUSTED)),
        told_at=_at(_first(of_contact, _E.REQUESTER_TOLD)),
        cancelled=None if is_unreported or answer is not None else cancelled,
        is_unreported=is_unreported,
    )


def kept_promise(log: ContactLog, *, created_at: datetime, promise_seconds: int) -> bool | None:
    """Nådd inom svarslöftet: None while it can still be kept, or when nobody waited it out.

    A requester who gives up after the promise has run out was not reached within it.
    """
    if log.answer is not None:
        return (log.answer.at - created_at).total_seconds() <= promise_seconds
    if log.exhausted_at is not None:
        return False
    if log.cancelled is None:
        return None
    waited = (log.cancelled.at - created_at).total_seconds()
    return False if waited > promise_seconds else None


def _is_by_machine(cancelled: LoggedEvent) -> bool:
    return cancelled.event is _E.CANCELLED and cancelled.account_id is None


def _first(events: Iterable[LoggedEvent], *kinds: RequestEvent) -> LoggedEvent | None:
    return next((one for one in events if one.event in kinds), None)


def _at(event: LoggedEvent | None) -> datetime | None:
    return None if event is None else event.at
