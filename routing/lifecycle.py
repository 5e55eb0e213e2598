"""The contact's life (ärendets livscykel): what changes its status, and what is not allowed.

Events come twice, late and out of order. An event changes the status only where ``TRANSITIONS``
says so; one that is too early to be true (``TOO_EARLY``) is refused; every other changes nothing.
The same holds for one call (uppringning), whose states and outcomes stand below.

A yes is not yet an answer: the contact is answered when the two are joined. Until then the yes may
break, and the search goes on.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from routing.errors import InvalidTransition


class RequestStatus(StrEnum):
    """Where a contact stands."""

    CALLING_REQUESTER = "ringer_upp_remittenten"
    HUNTING = "soker_mottagare"
    SELF_DIALLING = "remittenten_ringer_sjalv"
    CALL_BACK_PROMISED = "ateruppringning_utlovad"
    JOINING = "kopplas_ihop"
    ANSWERED = "besvarad"
    EXHAUSTED = "ingen_svarade"
    CANCELLED = "avbruten"
    CLOSED = "avslutad"


class RequestEvent(StrEnum):
    """What happens to a contact; stored append-only (who, when, what)."""

    CREATED = "skapad"
    REQUESTER_DIALLED = "remittent_uppringd"
    REQUESTER_READY = "remittent_i_luren"
    REQUESTER_UNREACHABLE = "remittent_svarade_inte"
    STEP_SKIPPED = "steg_hoppat_over"
    DIALLED = "uppringd"
    RINGING = "ringer"
    PROMPT_HEARD = "hor_fragan"
    ACCEPTED = "accepterade"
    ALREADY_ANSWERED = "redan_besvarad"
    DECLINED = "avbojde"
    NO_ANSWER = "inget_svar"
    NO_DIGIT = "ingen_siffra"
    BUSY = "upptaget"
    NUMBER_BAD = "fel_nummer"
    VOICEMAIL = "rostbrevlada"
    CALL_FAILED = "samtalet_misslyckades"
    CONNECTED = "ihopkopplade"
    NOT_JOINED = "kopplades_aldrig_ihop"
    CALL_ENDED = "samtalet_slut"
    REQUESTER_HUNG_UP = "remittenten_la_pa"
    CANCELLED = "avbruten"
    EXHAUSTED = "ingen_kvar_att_ringa"
    REQUESTER_TOLD = "remittenten_meddelad"
    SELF_DIAL_ANSWERED = "sjalvringt_svar"
    SELF_DIAL_UNANSWERED = "sjalvringt_inget_svar"
    PLAN_BEFORE_SET = "plan_fore"
    OUTCOME_RECORDED = "utfall"
    VALUE_RECORDED = "varde"
    UNANSWERED_HANDLED = "obesvarad_hanterad"
    PROVIDER_FAILED = "teleoperatoren_fel"
    CALL_BACK_PROMISED = "lovade_ringa_tillbaka"
    CALL_BACK_DUE = "ateruppringning_forfallen"
    SWITCHED_TO_SELF_DIAL = "ringer_sjalv_i_stallet"
    DELAY_TOLD = "drojsmal_meddelat"
    DECLINE_REASON_GIVEN = "skal_till_avbojande"
    THIRD_PARTY_ASKED = "tredje_part_tillfragad"
    THIRD_PARTY_JOINED = "tredje_part_med_i_samtalet"
    ALERT_SENT = "avisering_skickad"
    ALERT_DELIVERED = "avisering_framme"
    ALERT_FAILED = "avisering_gick_inte_fram"
    SBAR_TOLD = "sbar_angiven"
    FALLBACK_DIALLED = "reservnumret_uppringt"
    FALLBACK_ANSWERED = "reservnumret_lyfte"
    FALLBACK_UNANSWERED = "reservnumret_i_onodan"


_S = RequestStatus
_E = RequestEvent

LIVE: Final = frozenset(
    {_S.CALLING_REQUESTER, _S.HUNTING, _S.JOINING, _S.SELF_DIALLING, _S.CALL_BACK_PROMISED}
)
"""Somebody is still being sought, or has said yes and is not yet joined with the requester."""

OUTCOME_ASKED: Final = frozenset({_S.ANSWERED, _S.EXHAUSTED, _S.CLOSED})
"""Both sides are asked how it went."""

FINAL: Final = frozenset({_S.CANCELLED, _S.CLOSED})
"""No event leaves these, but for a late word that the two did talk, which corrects CANCELLED."""

_BY_US: Final = LIVE - {_S.SELF_DIALLING}

_STOPPED: Final = dict.fromkeys(LIVE, _S.CANCELLED)

TRANSITIONS: Final[Mapping[RequestEvent, Mapping[RequestStatus, RequestStatus]]] = MappingProxyType(
    {
        _E.REQUESTER_READY: {_S.CALLING_REQUESTER: _S.HUNTING},
        _E.ACCEPTED: {_S.HUNTING: _S.JOINING},
        _E.CONNECTED: dict.fromkeys(
            (_S.JOINING, _S.HUNTING, _S.EXHAUSTED, _S.CANCELLED), _S.ANSWERED
        ),
        _E.NOT_JOINED: {_S.JOINING: _S.HUNTING},
        _E.SELF_DIAL_ANSWERED: {_S.SELF_DIALLING: _S.ANSWERED},
        _E.EXHAUSTED: {_S.HUNTING: _S.EXHAUSTED, _S.SELF_DIALLING: _S.EXHAUSTED},
        _E.CALL_BACK_PROMISED: {_S.HUNTING: _S.CALL_BACK_PROMISED},
        _E.CALL_BACK_DUE: {_S.CALL_BACK_PROMISED: _S.HUNTING},
        _E.SWITCHED_TO_SELF_DIAL: dict.fromkeys(
            (_S.CALLING_REQUESTER, _S.HUNTING, _S.CALL_BACK_PROMISED), _S.SELF_DIALLING
        ),
        _E.CANCELLED: _STOPPED,
        _E.REQUESTER_HUNG_UP: _STOPPED,
        _E.REQUESTER_UNREACHABLE: _STOPPED,
        _E.OUTCOME_RECORDED: {_S.ANSWERED: _S.CLOSED, _S.EXHAUSTED: _S.CLOSED},
    }
)
"""Event → status before → status after. The contact is made as CALLING_REQUESTER ("Ring upp mig",
and calls to our own number, where the requester is ready at once) or SELF_DIALLING ("Jag ringer
själv")."""

TOO_EARLY: Final[Mapping[RequestEvent, frozenset[RequestStatus]]] = MappingProxyType(
    {
        _E.REQUESTER_READY: frozenset({_S.SELF_DIALLING}),
        _E.ACCEPTED: frozenset({_S.CALLING_REQUESTER, _S.SELF_DIALLING, _S.CALL_BACK_PROMISED}),
        _E.SELF_DIAL_ANSWERED: _BY_US,
        _E.SELF_DIAL_UNANSWERED: _BY_US,
        _E.CONNECTED: frozenset({_S.SELF_DIALLING}),
        _E.EXHAUSTED: frozenset({_S.CALLING_REQUESTER, _S.JOINING, _S.CALL_BACK_PROMISED}),
        _E.CALL_BACK_PROMISED: frozenset({_S.CALLING_REQUESTER, _S.SELF_DIALLING}),
        _E.OUTCOME_RECORDED: LIVE,
        _E.UNANSWERED_HANDLED: LIVE | {_S.ANSWERED},
    }
)
"""Event → statuses in which it cannot be true."""


def apply(status: RequestStatus, event: RequestEvent) -> RequestStatus:
    """The status after an event; the same when the event is repeated, late or only noted.

    Raises ``InvalidTransition`` for an event that cannot be true yet.
    """
    if status in TOO_EARLY.get(event, ()):
        raise InvalidTransition(f"{event.value} is not allowed in {status.value}")
    return TRANSITIONS.get(event, {}).get(status, status)


class AttemptOutcome(StrEnum):
    """How a call ended; the values are those of ``AttemptState``."""

    ACCEPTED = "accepterade"
    DECLINED = "avbojde"
    NO_ANSWER = "inget_svar"
    NO_DIGIT = "ingen_siffra"
    BUSY = "upptaget"
    NUMBER_BAD = "fel_nummer"
    VOICEMAIL = "rostbrevlada"
    FAILED = "samtalet_misslyckades"
    CANCELLED = "avbruten"
    TOO_LATE = "redan_besvarad"
    CALL_BACK = "lovade_ringa_tillbaka"
    NOT_JOINED = "kopplades_aldrig_ihop"


class AttemptState(StrEnum):
    """Where a call stands, to a responder or to the requester: on its way (the first four, in
    order) or over."""

    QUEUED = "koad"
    DIALLED = "uppringd"
    RINGING = "ringer"
    PROMPT = "hor_fragan"
    ACCEPTED = "accepterade"
    DECLINED = "avbojde"
    NO_ANSWER = "inget_svar"
    NO_DIGIT = "ingen_siffra"
    BUSY = "upptaget"
    NUMBER_BAD = "fel_nummer"
    VOICEMAIL = "rostbrevlada"
    FAILED = "samtalet_misslyckades"
    CANCELLED = "avbruten"
    TOO_LATE = "redan_besvarad"
    CALL_BACK = "lovade_ringa_tillbaka"
    NOT_JOINED = "kopplades_aldrig_ihop"


_PROGRESS: Final = (
    AttemptState.QUEUED,
    AttemptState.DIALLED,
    AttemptState.RINGING,
    AttemptState.PROMPT,
)

OPEN_STATES: Final = frozenset(_PROGRESS)
"""Nothing has come of the call yet."""

ATTEMPT_TRANSITIONS: Final[Mapping[RequestEvent, AttemptState]] = MappingProxyType(
    {
        _E.REQUESTER_DIALLED: AttemptState.DIALLED,
        _E.REQUESTER_READY: AttemptState.ACCEPTED,
        _E.REQUESTER_UNREACHABLE: AttemptState.NO_ANSWER,
        _E.SELF_DIAL_ANSWERED: AttemptState.ACCEPTED,
        _E.SELF_DIAL_UNANSWERED: AttemptState.NO_ANSWER,
        _E.DIALLED: AttemptState.DIALLED,
        _E.RINGING: AttemptState.RINGING,
        _E.PROMPT_HEARD: AttemptState.PROMPT,
        _E.ACCEPTED: AttemptState.ACCEPTED,
        _E.ALREADY_ANSWERED: AttemptState.TOO_LATE,
        _E.DECLINED: AttemptState.DECLINED,
        _E.CALL_BACK_PROMISED: AttemptState.CALL_BACK,
        _E.THIRD_PARTY_JOINED: AttemptState.ACCEPTED,
        _E.NO_ANSWER: AttemptState.NO_ANSWER,
        _E.NO_DIGIT: AttemptState.NO_DIGIT,
        _E.CALL_ENDED: AttemptState.NO_DIGIT,  # "completed" is never an answer
        _E.BUSY: AttemptState.BUSY,
        _E.NUMBER_BAD: AttemptState.NUMBER_BAD,
        _E.VOICEMAIL: AttemptState.VOICEMAIL,
        _E.CALL_FAILED: AttemptState.FAILED,
        _E.CANCELLED: AttemptState.CANCELLED,
        _E.REQUESTER_HUNG_UP: AttemptState.CANCELLED,
    }
)
"""Event → the state it leads to from any call that is not over; steps back are not taken. The
requester's own leg, and a number rung by hand, are calls too."""

ATTEMPT_CORRECTIONS: Final[Mapping[RequestEvent, Mapping[AttemptState, AttemptState]]] = (
    MappingProxyType(
        {
            _E.NOT_JOINED: {AttemptState.ACCEPTED: AttemptState.NOT_JOINED},
            _E.DECLINED: {AttemptState.NOT_JOINED: AttemptState.DECLINED},
            _E.ACCEPTED: {AttemptState.NOT_JOINED: AttemptState.ACCEPTED},
            _E.CONNECTED: {AttemptState.NOT_JOINED: AttemptState.ACCEPTED},
        }
    )
)
"""Event → outcome before → outcome after: the only ones that do not stand. A yes may come to
nothing; of one that had, the same phone may say yes again, or no, or a late word may tell that the
two were joined after all."""


def apply_to_attempt(state: AttemptState, event: RequestEvent) -> AttemptState:
    """The call's state after an event, whatever order events come in: the first outcome stands,
    but for ``ATTEMPT_CORRECTIONS``.

    Raises ``InvalidTransition`` for an event that says nothing of a call.
    """
    corrected = ATTEMPT_CORRECTIONS.get(event)
    if corrected is not None and (state in corrected or event not in ATTEMPT_TRANSITIONS):
        return corrected.get(state, state)
    target = ATTEMPT_TRANSITIONS.get(event)
    if target is None:
        raise InvalidTransition(f"{event.value} is not about a call")
    if state not in _PROGRESS:
        return state
    if target in _PROGRESS:
        return max(state, target, key=_PROGRESS.index)
    return target


def outcome_of(state: AttemptState) -> AttemptOutcome | None:
    """How the call ended, None while it is under way."""
    return None if state in _PROGRESS else AttemptOutcome(state.value)
