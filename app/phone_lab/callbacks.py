"""The parameters of webhooks, as Twilio names and writes them, and the status callbacks."""

from datetime import datetime
from email.utils import format_datetime
from math import ceil

from app.phone_lab.core import API_VERSION, Core
from app.phone_lab.state import Call, Conference, Message, Participant
from app.phone_lab.types import CallEvent, ConferenceEvent, FetchResult, Happening

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
    if call.parent_sid is not None:
        params["ParentCallSid"] = call.parent_sid
    if call.answered_by is not None:
        params["AnsweredBy"] = call.answered_by
    return params


def report_progress(core: Core, call: Call, event: CallEvent) -> None:
    """Send a call's status callback for this event, if it was asked for."""
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
    call.callbacks_sent += 1

    def failed(result: FetchResult) -> None:
        core.note(call, Happening.CALLBACK_FAILED, f"{event}: HTTP {result.status}")

    core.tell(line=call.sid, url=callback.url, method=callback.method, params=params, failed=failed)


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
    core.tell(
        line=conference.sid,
        url=callback.url,
        method=callback.method,
        params=params,
        failed=lambda _result: None,
    )


def report_message(core: Core, message: Message) -> None:
    """Send a text message's status callback, if one was asked for."""
    if not message.status_callback:
        return
    params = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": message.status,
        "SmsStatus": message.status,
        "AccountSid": core.account_sid,
        "From": message.from_,
        "To": message.to,
        "ApiVersion": API_VERSION,
    }
    if message.error_code is not None:
        params["ErrorCode"] = str(message.error_code)
    core.tell(
        line=message.sid,
        url=message.status_callback,
        method="POST",
        params=params,
        failed=lambda _result: None,
    )


def _participant_params(participant: Participant) -> dict[str, str]:
    return {
        "CallSid": participant.call.sid,
        "Muted": "false",
        "Hold": "false",
        "Coaching": "false",
        "StartConferenceOnEnter": str(participant.starts_conference).lower(),
        "EndConferenceOnExit": str(participant.ends_conference).lower(),
    }
