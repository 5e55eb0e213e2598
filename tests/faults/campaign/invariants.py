"""What must hold after every fault, found out from the log and the provider's record alone."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.tables.contacts import AttemptRow
from notifications.dispatch import UNKNOWN
from notifications.outbox import CALLS
from routing.lifecycle import AttemptState, RequestEvent
from routing.outcome import Side
from routing.rota import who_is_on_call
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.provider import Order

_ANSWERED = frozenset({RequestEvent.CONNECTED, RequestEvent.SELF_DIAL_ANSWERED})
_CANCELLED = frozenset(
    {
        RequestEvent.CANCELLED,
        RequestEvent.REQUESTER_HUNG_UP,
        RequestEvent.REQUESTER_UNREACHABLE,
    }
)


@dataclass
class Verdict:
    """The numbers of one leg, and what there is to look at when one of them is wrong."""

    requests: int = 0
    answered: int = 0
    exhausted_told: int = 0
    cancelled: int = 0
    lost: int = 0
    stuck: int = 0
    off_duty_rung: int = 0
    calls: int = 0
    doubled_calls: int = 0
    unexplained_duplicates: int = 0
    never_talked: int = 0
    dropped: int = 0
    unreachable: int = 0
    open_talks: int = 0
    rung_after_shift: int = 0
    to_look_at: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What the people at the phones saw: calls they put down, and calls they talked in."""

    hung_up: Collection[str]
    talked: Collection[str]
    calls: Mapping[str, str]  # call → attempt

    def talked_in(self, evidence: Evidence, request_id: str) -> bool:
        """Whether a responder of the contact ever heard the one who asked."""
        found = (evidence.attempts.get(self.calls.get(sid, "")) for sid in self.talked)
        return any(
            one is not None and one.request_id == request_id and one.side is Side.RESPONDER
            for one in found
        )


def judge(
    evidence: Evidence,
    orders: Sequence[Order],
    *,
    promised: Collection[str],
    witnesses: Witnesses,
    grace: timedelta,
) -> Verdict:
    """Weigh it. ``grace``: how long a fresh take-over may be unknown to a transaction that had
    begun."""
    verdict = Verdict(requests=len(evidence.requests.keys() | set(promised)), calls=len(orders))
    for request_id in set(promised) - evidence.requests.keys():
        verdict.lost += 1
        verdict.to_look_at.append(f"lost {request_id}")
    for request_id in evidence.requests:
        _judge_end(verdict, evidence, request_id)
        _judge_talk(verdict, evidence, request_id, witnesses)
    _judge_calls(verdict, evidence, orders, grace=grace)
    return verdict


def _judge_end(verdict: Verdict, evidence: Evidence, request_id: str) -> None:
    seen = {event.event for event in evidence.events[request_id] if _is_of_contact(event.event)}
    by_contact = {event.event for event in evidence.events[request_id] if event.attempt_id is None}
    if seen & _ANSWERED:
        verdict.answered += 1
    elif RequestEvent.EXHAUSTED in seen and RequestEvent.REQUESTER_TOLD in seen:
        verdict.exhausted_told += 1
    elif RequestEvent.EXHAUSTED not in seen and by_contact & _CANCELLED:
        verdict.cancelled += 1
    else:
        verdict.stuck += 1
        verdict.to_look_at.append(f"stuck {request_id}: {evidence.story(request_id)}")


def _is_of_contact(event: RequestEvent) -> bool:
    told = {RequestEvent.EXHAUSTED, RequestEvent.REQUESTER_TOLD}
    return event in _ANSWERED | told | _CANCELLED


def _judge_talk(
    verdict: Verdict, evidence: Evidence, request_id: str, witnesses: Witnesses
) -> None:
    """Not a promise that is broken, but worth counting: an answer that was no talk, and a contact
    that ended because a call broke off although nobody hung up."""
    seen = {event.event for event in evidence.events[request_id]}
    if RequestEvent.CONNECTED in seen and not witnesses.talked_in(evidence, request_id):
        verdict.never_talked += 1
        verdict.stories.append(f"never talked {request_id}: {evidence.story(request_id)}")
    verdict.open_talks += is_open_talk(evidence, request_id)
    if RequestEvent.REQUESTER_UNREACHABLE in seen:
        verdict.unreachable += 1
        verdict.stories.append(f"unreachable {request_id}: {evidence.story(request_id)}")
    if RequestEvent.REQUESTER_HUNG_UP in seen:
        legs = [
            one
            for one in evidence.attempts.values()
            if one.request_id == request_id and one.side is Side.REQUESTER
        ]
        if not any(one.provider_call_id in witnesses.hung_up for one in legs):
            verdict.dropped += 1
            verdict.stories.append(f"dropped {request_id}: {evidence.story(request_id)}")


def is_open_talk(evidence: Evidence, request_id: str) -> bool:
    """Whether the contact was answered, but nobody ever told us that the talk was over."""
    request = evidence.requests[request_id]
    return request.answered_at is not None and request.ended_at is None


def _judge_calls(
    verdict: Verdict, evidence: Evidence, orders: Sequence[Order], *, grace: timedelta
) -> None:
    by_attempt: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        by_attempt[order.attempt_id].append(order)
    for attempt_id, calls in by_attempt.items():
        attempt = evidence.attempts.get(attempt_id)
        if attempt is None:
            verdict.off_duty_rung += len(calls)
            verdict.to_look_at.append(f"a call that belongs to nothing: {attempt_id}")
            continue
        if not _was_on_duty(evidence, attempt, calls, grace):
            verdict.off_duty_rung += len(calls)
            verdict.to_look_at.append(f"off duty {evidence.story_of_attempt(attempt_id)}")
        if attempt.side is Side.RESPONDER and attempt.person_id and attempt.call_back_at is None:
            verdict.rung_after_shift += sum(
                not _has_the_line(evidence, attempt, call.at, grace=grace) for call in calls
            )
        extra = len(calls) - 1
        verdict.doubled_calls += max(extra, 0)
        unexplained = extra - _explained(evidence, attempt_id)
        if unexplained > 0:
            verdict.unexplained_duplicates += unexplained
            faults = [str(call.fault) for call in calls]
            story = evidence.story_of_attempt(attempt_id)
            verdict.to_look_at.append(f"doubled {attempt_id} {faults}: {story}")


def _explained(evidence: Evidence, attempt_id: str) -> int:
    """How many calls more than one the log gives a reason for: asked for once more, or tried once
    more since the provider failed, or since the answer was never recorded."""
    messages = [one for one in evidence.messages[attempt_id] if one.kind in CALLS]
    tried_again = sum(one.tries - 1 for one in messages)
    attempt = evidence.attempts[attempt_id]
    unknown = [
        event
        for event in evidence.events[attempt.request_id]
        if event.attempt_id == attempt_id and event.detail.get("code") == UNKNOWN
    ]
    return len(messages) - 1 + tried_again + len(unknown)


def _was_on_duty(
    evidence: Evidence, attempt: AttemptRow, calls: Sequence[Order], grace: timedelta
) -> bool:
    if any(call.to != attempt.number for call in calls):
        return False
    if attempt.side is not Side.RESPONDER:
        return True
    line = evidence.directory.lines[attempt.line_id or ""]
    if attempt.person_id is None:  # the line's own phone
        return attempt.number == line.number
    person = evidence.directory.people[attempt.person_id]
    if attempt.number not in (person.number, line.number):
        return False
    if attempt.call_back_at is not None and _has_promised(evidence, attempt):
        return True
    if attempt.forwarded_from and not _is_forwarded(evidence, attempt):
        return False
    return _has_the_line(evidence, attempt, attempt.started_at, grace=grace)


def _has_the_line(
    evidence: Evidence, attempt: AttemptRow, at: datetime, *, grace: timedelta
) -> bool:
    wanted = attempt.forwarded_from or attempt.person_id
    return any(
        wanted in _on_duty(evidence, attempt, at, known_at=known_at)
        for known_at in (at, at - grace)
    )


def _has_promised(evidence: Evidence, attempt: AttemptRow) -> bool:
    """Whether they said in an earlier attempt that they would call back: that holds off duty."""
    return any(
        one.state is AttemptState.CALL_BACK
        and (one.request_id, one.person_id) == (attempt.request_id, attempt.person_id)
        and one.started_at < attempt.started_at
        for one in evidence.attempts.values()
    )


def _is_forwarded(evidence: Evidence, attempt: AttemptRow) -> bool:
    """Whether the colleague had been named by the one on duty."""
    return any(
        away.holds(attempt.started_at) and away.forward_to == attempt.person_id
        for away in evidence.directory.away.get(attempt.forwarded_from or "", ())
    )


def _on_duty(
    evidence: Evidence, attempt: AttemptRow, at: datetime, *, known_at: datetime
) -> set[str]:
    """Who had the line, by what was known at a moment: a take-over counts from the whole minute,
    also for the seconds before anybody had made it."""
    found = set()
    for rota in evidence.directory.rotas.get(attempt.line_id or "", ()):
        changes = [
            one for one in evidence.directory.changes.get(rota.id, ()) if one.made_at <= known_at
        ]
        current = who_is_on_call(rota, changes, at).current
        if rota.tier is attempt.tier and current is not None:
            found.add(current.person_id)
    return found
