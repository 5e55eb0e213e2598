"""Twilio's resources as JSON, in the shapes its own client reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from app.phone_lab.callbacks import rfc2822
from app.phone_lab.core import API_VERSION
from app.phone_lab.state import Call, Conference, Message, Participant
from app.phone_lab.types import RefusedOrder

Json = dict[str, object]


def account_path(account_sid: str) -> str:
    """The path all of an account's resources start with, as Twilio writes it in `uri`."""
    return f"/{API_VERSION}/Accounts/{account_sid}"


def _moment(at: datetime | None) -> str | None:
    return None if at is None else rfc2822(at)


def call_json(call: Call, account_sid: str) -> Json:
    """A Call resource."""
    uri = f"{account_path(account_sid)}/Calls/{call.sid}"
    return {
        "sid": call.sid,
        "account_sid": account_sid,
        "parent_call_sid": call.parent_sid,
        "to": call.to,
        "to_formatted": call.to,
        "from": call.from_,
        "from_formatted": call.from_,
        "phone_number_sid": None,
        "status": call.status.value,
        "date_created": _moment(call.created_at),
        "date_updated": _moment(call.updated_at),
        "start_time": _moment(call.started_at),
        "end_time": _moment(call.ended_at),
        "duration": str(call.duration_seconds) if call.status.is_over else None,
        "price": None,
        "price_unit": "USD",
        "direction": call.direction.value,
        "answered_by": call.answered_by,
        "api_version": API_VERSION,
        "forwarded_from": None,
        "group_sid": None,
        "caller_name": None,
        "queue_time": "0",
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {
            name: f"{uri}/{path}.json"
            for name, path in (
                ("notifications", "Notifications"),
                ("recordings", "Recordings"),
                ("payments", "Payments"),
                ("events", "Events"),
                ("siprec", "Siprec"),
                ("streams", "Streams"),
                ("transcriptions", "Transcriptions"),
                ("user_defined_messages", "UserDefinedMessages"),
                ("user_defined_message_subscriptions", "UserDefinedMessageSubscriptions"),
            )
        },
    }


def conference_json(conference: Conference, account_sid: str) -> Json:
    """A Conference resource."""
    uri = f"{account_path(account_sid)}/Conferences/{conference.sid}"
    return {
        "sid": conference.sid,
        "account_sid": account_sid,
        "friendly_name": conference.name,
        "status": conference.status.value,
        "region": "us1",
        "date_created": _moment(conference.created_at),
        "date_updated": _moment(conference.updated_at),
        "api_version": API_VERSION,
        "reason_conference_ended": conference.ended_reason,
        "call_sid_ending_conference": conference.ended_by,
        "uri": f"{uri}.json",
        "subresource_uris": {
            "participants": f"{uri}/Participants.json",
            "recordings": f"{uri}/Recordings.json",
        },
    }


def participant_json(participant: Participant, conference_sid: str, account_sid: str) -> Json:
    """A Participant resource."""
    uri = f"{account_path(account_sid)}/Conferences/{conference_sid}/Participants"
    return {
        "account_sid": account_sid,
        "call_sid": participant.call.sid,
        "label": None,
        "conference_sid": conference_sid,
        "call_sid_to_coach": None,
        "coaching": False,
        "date_created": _moment(participant.joined_at),
        "date_updated": _moment(participant.joined_at),
        "end_conference_on_exit": participant.ends_conference,
        "start_conference_on_enter": participant.starts_conference,
        "muted": False,
        "hold": False,
        "status": "connected",
        "queue_time": None,
        "uri": f"{uri}/{participant.call.sid}.json",
    }


def message_json(message: Message, account_sid: str) -> Json:
    """A Message resource."""
    uri = f"{account_path(account_sid)}/Messages/{message.sid}"
    return {
        "sid": message.sid,
        "account_sid": account_sid,
        "messaging_service_sid": None,
        "to": message.to,
        "from": message.from_,
        "body": message.body,
        "status": message.status.value,
        "num_segments": str(message.segments),
        "num_media": "0",
        "direction": message.direction.value,
        "api_version": API_VERSION,
        "price": None,
        "price_unit": "USD",
        "error_code": message.error_code,
        "error_message": None,
        "date_created": _moment(message.created_at),
        "date_updated": _moment(message.updated_at),
        "date_sent": _moment(message.sent_at),
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }


def error_json(refused: RefusedOrder) -> Json:
    """An error, as Twilio's client reads it."""
    return {
        "code": refused.code,
        "message": refused.message,
        "more_info": f"https://www.twilio.com/docs/errors/{refused.code}",
        "status": refused.status,
    }


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for: the path, its filters, the page's number and size."""

    path: str
    filters: dict[str, str]
    number: int
    size: int


def page_json(name: str, records: Sequence[Json], page: Page) -> Json:
    """One page of a list, with the way to the next one."""
    start = page.number * page.size
    shown = records[start : start + page.size]
    has_more = start + page.size < len(records)
    return {
        name: shown,
        "page": page.number,
        "page_size": page.size,
        "start": start,
        "end": max(start, start + len(shown) - 1),
        "uri": _page_uri(page, page.number),
        "first_page_uri": _page_uri(page, 0),
        "next_page_uri": _page_uri(page, page.number + 1) if has_more else None,
        "previous_page_uri": _page_uri(page, page.number - 1) if page.number else None,
    }


def _page_uri(page: Page, number: int) -> str:
    query = page.filters | {"PageSize": str(page.size), "Page": str(number)}
    return f"{page.path}?{urlencode(query)}"
