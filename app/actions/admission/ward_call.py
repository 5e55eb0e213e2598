"""A ward's phone: asked for a bed it answers with a digit. After a no the next ward's phone rings
at once, and only then why is asked. Part of their callers' transactions."""

from datetime import timedelta

from app.actions.admission import answer_ward, hunt_wards, tell
from app.actions.admission.answer_ward import No, Yes
from app.actions.admission.checklist import spoken_needs
from app.actions.admission.errors import AnotherWardTookIt, NoBedLeft, WardClosed, WardNotAsked
from app.actions.admission.locked_admission import LockedAdmission
from app.actions.shared.locked_call import LockedCall
from app.labels import clock_display, in_sentence
from models.logs.admissions import lock_admission
from notifications.dialogue import AskToAccept, PhoneReply, SayGoodbye
from notifications.render import render
from routing.admission import HAS_BED, IN_WARD, AdmissionStatus, RefusalReason
from routing.errors import InvalidTransition
from routing.lifecycle import OPEN_STATES, AttemptState, RequestEvent

YES, NO = "1", "2"
PROMPTS = 2

# The prompts that ask for one too many, and for the reason of a no.
FULL, WHY = 5, 9

# Seconds from pick-up until we stop waiting for a digit: two prompts, two silences, some delay.
PROMPT_SECONDS = 90

REASONS = {
    "1": (RefusalReason.FULL, "det är fullt"),
    "2": (RefusalReason.WRONG_LEVEL, "det är fel vårdnivå"),
    "3": (RefusalReason.WRONG_SPECIALTY, "det är fel specialitet"),
    "4": (RefusalReason.UNSTABLE, "patienten är för instabil"),
    "5": (RefusalReason.OTHER, "det är något annat"),
}


def ward_picks_up(call: LockedCall) -> PhoneReply:
    """What the ward's phone does next."""
    case = _case(call)
    if call.attempt.state is AttemptState.ACCEPTED:
        return _taken(case, call.attempt.unit_id)
    if not _is_asked(call, case):
        return _say("no_longer_needed")
    if call.attempt_saw(RequestEvent.PROMPT_HEARD):
        call.attempt.prompts = max(call.attempt.prompts, 1)
        call.attempt.gives_up_at = call.at + timedelta(seconds=PROMPT_SECONDS)
        hunt_wards.look_again_at(case, call.attempt.gives_up_at)
    return _question(call, case, prompt=1)


def ward_presses(call: LockedCall, digits: str, *, prompt: int) -> PhoneReply:
    """What the ward's phone does after a digit, or none. The same webhook again: the same reply."""
    case, ward_id = _case(call), call.attempt.unit_id or ""
    if call.attempt.state is AttemptState.ACCEPTED:
        return _taken(case, ward_id)
    if prompt == WHY or call.attempt.state is AttemptState.DECLINED:
        return _why_answered(case, ward_id, digits, prompt=prompt, attempt_id=call.attempt.id)
    if not _is_asked(call, case):
        return _late(call, case, digits, is_over_occupancy=prompt == FULL)
    if digits == YES:
        return _accept(call, case, is_over_occupancy=prompt == FULL)
    if digits == NO:
        reason = RefusalReason.FULL if prompt == FULL else None
        answer_ward.refuse(case, No(ward_id, reason))
        return _say("declined") if reason else _why(call.attempt.id)
    if prompt < PROMPTS:
        call.attempt.prompts = max(call.attempt.prompts, prompt + 1)
        return _question(call, case, prompt=prompt + 1)
    call.attempt_saw(RequestEvent.NO_DIGIT)
    call.attempt.ended_at = call.at
    hunt_wards.note_silence(case, call.attempt)
    hunt_wards.advance(case)
    return _say("no_digit")


def ward_call_over(call: LockedCall, event: RequestEvent) -> None:
    """The call has ended, answered or not; if nothing came of it the next ward's phone rings."""
    was_open = call.attempt.state in OPEN_STATES
    call.attempt_saw(event)
    call.attempt.ended_at = call.at
    if was_open:
        case = _case(call)
        hunt_wards.note_silence(case, call.attempt)
        hunt_wards.advance(case)


def _accept(call: LockedCall, case: LockedAdmission, *, is_over_occupancy: bool) -> PhoneReply:
    ward_id = call.attempt.unit_id or ""
    try:
        answer_ward.accept(case, Yes(ward_id, is_over_occupancy))
    except NoBedLeft:
        return AskToAccept(call.attempt.id, render("ward_full", "voice"), FULL)
    except WardClosed:
        answer_ward.refuse(case, No(ward_id, RefusalReason.FULL))
        return _say("ward_closed")
    except (AnotherWardTookIt, WardNotAsked, InvalidTransition):
        return _say("no_longer_needed")
    call.attempt.accepted_at = call.attempt.confirmed_at = call.at
    return _taken(case, ward_id)


def _late(
    call: LockedCall, case: LockedAdmission, digits: str, *, is_over_occupancy: bool
) -> PhoneReply:
    """A digit that is told when the call, or the asking, is over. They did press it: a yes holds as
    long as no other ward has said yes, and is answered in writing, since nobody may hear it."""
    ward_id, is_asked_anew = call.attempt.unit_id or "", call.attempt.round != case.admission.round
    if digits != YES or is_asked_anew:
        return _say("no_longer_needed")
    try:
        answer_ward.accept(case, Yes(ward_id, is_over_occupancy))
    except (AnotherWardTookIt, WardNotAsked, NoBedLeft, WardClosed, InvalidTransition):
        tell.ward_of_late_yes(case, ward_id)
        return _say("no_longer_needed")
    return _taken(case, ward_id)


def _taken(case: LockedAdmission, ward_id: str | None) -> PhoneReply:
    is_kept = case.admission.status in HAS_BED | IN_WARD and case.admission.ward_id == ward_id
    if not is_kept:  # cancelled, run out or taken back since
        return _say("no_longer_needed")
    until = case.admission.reserved_until
    kept = clock_display(until) if until else ""
    return SayGoodbye(render("ward_taken", "voice", code=_code(case), until=kept))


def _why_answered(
    case: LockedAdmission, ward_id: str, digits: str, *, prompt: int, attempt_id: str
) -> PhoneReply:
    if prompt != WHY:  # the no came twice
        return _why(attempt_id)
    if digits in REASONS:
        answer_ward.give_reason(case, No(ward_id, REASONS[digits][0]))
    return _say("declined")


def _why(attempt_id: str) -> AskToAccept:
    options = [(digit, words) for digit, (_reason, words) in REASONS.items()]
    return AskToAccept(attempt_id, render("ward_why", "voice", options=options), WHY)


def _question(call: LockedCall, case: LockedAdmission, *, prompt: int) -> AskToAccept:
    units, specialties = case.directory.units, case.directory.specialties
    asking = units.get(call.request.requester_unit_id or "")
    ward = units.get(call.attempt.unit_id or "")
    specialty = specialties.get(case.admission.specialty or "")
    text = render(
        "ward_prompt",
        "voice",
        unit=asking.name if asking else "",
        ward=ward.name if ward else "",
        what=specialty.name.lower() if specialty else "",
        urgency=in_sentence(case.request.urgency) if case.request.urgency else "",
        needs=", ".join(spoken_needs(case.admission.checklist)),
        code=_code(case),
    )
    return AskToAccept(call.attempt.id, text, prompt)


def _is_asked(call: LockedCall, case: LockedAdmission) -> bool:
    return case.admission.status is AdmissionStatus.ASKED and call.attempt.state in OPEN_STATES


def _case(call: LockedCall) -> LockedAdmission:
    found = lock_admission(call.session, call.attempt.admission_id or "")
    if found is None:
        raise LookupError("a ward's call without its admission")
    return LockedAdmission(call.session, *found, call.directory, call.at)


def _say(name: str) -> SayGoodbye:
    return SayGoodbye(render(name, "voice"))


def _code(case: LockedAdmission) -> str:
    return ", ".join(case.request.case_code.replace("-", ""))
