"""The parameters of webhooks, as Twilio names and writes them, and the status callbacks."""

from datetime import datetime
from email.utils import format_datetime
from math import ceil
from urllib.parse import urlsplit

from app.phone_lab.core import API_VERSION, Core
from app.phone_lab.state import Call, Conference, Message, Participant
from app.phone_lab.types import (
    CallEvent,
    CallStatus,
    ConferenceEvent,
    FetchResult,
    Happening,
    StatusCallback,
)

_CONFERENCE_EVENT_NAMES = {
    ConferenceEvent.START: "conference-start",
    ConferenceEvent.END: "conference-end",
    ConferenceEvent.JOIN: "participant-join",
    ConferenceEvent.LEAVE: "participant-leave",
}


def rfc2822(at: datetime) -> str:
    """A moment as Twilio writes it: `Sat, 21 Nov 2026 08:00:00 +0000`."""
    return format_datetime(at.replace(microsecond=0))


def call_params(core: Core, call: Call) -> dict[str, str]:
    """What every webhook about a call tells of it."""
    params = {
        "CallSid": call.sid,
        "AccountSid": core.account_sid,
        "From": call.from_,
        "Caller": call.from_,
        "To": call.to,
        "Called": call.to,
        "CallStatus": call.status.value,
        "Direction": call.direction.value,
        "ApiVersion": API_VERSION,
    }
    if call.is_inbound:
        params |= _countries(call.from_, "From", "Caller") | _countries(call.to, "To", "Called")
    if call.parent_sid is not None:
        params["ParentCallSid"] = call.parent_sid
    if call.answered_by is not None:
        params["AnsweredBy"] = call.answered_by
    return params


def report_progress(core: Core, call: Call, event: CallEvent, *, is_lie: bool = False) -> None:
    """Send a call's status callback for this event, if it was asked for.

    A lie tells `completed` of a call that goes on.
    """
    callback = call.callback
    if callback is None or event not in callback.events:
        return
    params = call_params(core, call) | {
        "Timestamp": rfc2822(core.agenda.now),
        "SequenceNumber": str(call.callbacks_sent),
        "CallbackSource": "call-progress-events",
    }
    if event is CallEvent.INITIATED:
        params["CallStatus"] = "initiated"
    if event is CallEvent.COMPLETED:
        params["CallDuration"] = str(call.duration_seconds)
        params["Duration"] = str(ceil(call.duration_seconds / 60))
    if is_lie:
        params["CallStatus"] = CallStatus.COMPLETED.value
    call.callbacks_sent += 1
    _tell(core, call, callback, params, what=Happening.LIED if is_lie else Happening.TOLD)


def report_detection(core: Core, call: Call, *, seconds: float) -> None:
    """Send the callback of an asynchronous detection: who answered, and after how long (ms)."""
    callback = call.detection.callback if call.detection else None
    if callback is None or call.answered_by is None:
        return
    params = {
        "CallSid": call.sid,
        "AccountSid": core.account_sid,
        "AnsweredBy": call.answered_by,
        "MachineDetectionDuration": str(round(seconds * 1000)),
    }
    _tell(core, call, callback, params)


def report_conference(
    core: Core,
    conference: Conference,
    event: ConferenceEvent,
    *,
    participant: Participant | None = None,
) -> None:
    """Send a conference's status callback for this event, if it was asked for."""
    callback = conference.callback
    if callback is None or event not in callback.events:
        return
    params = {
        "ConferenceSid": conference.sid,
        "FriendlyName": conference.name,
        "AccountSid": core.account_sid,
        "StatusCallbackEvent": _CONFERENCE_EVENT_NAMES[event],
        "Timestamp": rfc2822(core.agenda.now),
        "SequenceNumber": str(conference.callbacks_sent + 1),
    }
    if participant is not None:
        params |= _participant_params(participant)
    if event is ConferenceEvent.LEAVE and participant is not None:
        params["ParticipantCallStatus"] = participant.call.status.value
    if event is ConferenceEvent.END:
        params["ReasonConferenceEnded"] = conference.ended_reason or ""
        params["CallSidEndingConference"] = conference.ended_by or ""
    conference.callbacks_sent += 1
    _tell(core, conference, callback, params)


def _tell(
    core: Core,
    told: Call | Conference,
    callback: StatusCallback,
    params: dict[str, str],
    *,
    what: Happening = Happening.TOLD,
) -> None:
    """Send a callback; the timeline shows what it told, where, and whether that went well."""
    event = next(params[name] for name in _TELLING if name in params)

    def told_it(result: FetchResult) -> None:
        if 200 <= result.status < 300:
            core.note(told, what, f"{event} → {path_of(callback.url)}")
        else:
            core.note(told, Happening.CALLBACK_FAILED, f"{event}: HTTP {result.status}")

    core.tell(line=told.sid, url=callback.url, method=callback.method, params=params, then=told_it)


_TELLING = ("StatusCallbackEvent", "CallStatus", "AnsweredBy")
"""The parameters that say what a callback is about, the most telling first."""


def message_params(core: Core, message: Message) -> dict[str, str]:
    """What every webhook about a text message tells of it."""
    return {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": message.status.value,
        "AccountSid": core.account_sid,
        "From": message.from_,
        "To": message.to,
        "ApiVersion": API_VERSION,
    }


def incoming_message_params(core: Core, message: Message) -> dict[str, str]:
    """What the webhook of a text message from a phone tells."""
    return (
        message_params(core, message)
        | {
            "SmsMessageSid": message.sid,
            "Body": message.body,
            "NumMedia": "0",
            "NumSegments": str(message.segments),
        }
        | _countries(message.from_, "From")
        | _countries(message.to, "To")
    )


def report_message(core: Core, message: Message) -> None:
    """Send a text message's status callback, if one was asked for."""
    if not message.status_callback:
        return
    params = message_params(core, message) | {"MessageStatus": message.status.value}
    if message.error_code is not None:
        params["ErrorCode"] = str(message.error_code)
    core.tell(
        line=message.sid,
        url=message.status_callback,
        method="POST",
        params=params,
        then=lambda _result: None,
    )


def path_of(url: str) -> str:
    """The address without host and query: a timeline is read over shoulders."""
    return urlsplit(url).path


def _countries(number: str, *names: str) -> dict[str, str]:
    """Twilio adds where a number is from, when it knows."""
    return {f"{name}Country": "SE" for name in names} if number.startswith("+46") else {}


def _participant_params(participant: Participant) -> dict[str, str]:
    return {
        "CallSid": participant.call.sid,
        "Muted": "false",
        "Hold": "false",
        "Coaching": "false",
        "StartConferenceOnEnter": str(participant.starts_conference).lower(),
        "EndConferenceOnExit": str(participant.ends_conference).lower(),
    }
