"""GET /notices: the inbox; GET and PUT /preferences: in which order one wants to be sought."""

from typing import Any

from app.actions.account.errors import NobodyInDirectory
from app.actions.account.read_notice import whose_inbox
from app.actions.account.set_preferences import CHOICES, Preferences, set_preferences
from app.api.account.schemas import NoticesOut, NoticesQuery, PreferencesSchema
from app.api.shared.blueprint import blueprint, operation
from app.auth.guard import current_actor
from app.auth.permissions import Verb
from app.current import current_directory, current_moment
from app.labels.notice_text import notice_text
from models.db import db
from models.reads.inbox import NoticeView, count_unread, load_inbox
from notifications.language import Language
from routing.units import Person
from routing.urgency import Urgency, channel_order


@operation(Verb.READ_NOTICES, NoticesOut)
@blueprint.arguments(NoticesQuery(), location="query")
def inbox(query: dict[str, Any]) -> dict[str, Any]:
    """Inkorgen, det nyaste först. Att läsa här markerar inget som läst."""
    whose = whose_inbox(current_actor())
    notices = load_inbox(db.session(), whose, limit=query["limit"])
    return {
        "unread": count_unread(db.session(), whose),
        "notices": [_notice(one) for one in notices],
    }


@operation(Verb.SET_PREFERENCES, PreferencesSchema, problems=[403])
def show_preferences() -> dict[str, Any]:
    """Så vill jag bli sökt; det vanliga om inget är valt."""
    person = _person()
    return {"language": person.language} | {
        urgency.value: [
            one for one in channel_order(person.channels.get(urgency), urgency) if one in CHOICES
        ]
        for urgency in Urgency
    }


@operation(Verb.SET_PREFERENCES, PreferencesSchema, problems=[403])
@blueprint.arguments(PreferencesSchema())
def keep_preferences(chosen: dict[str, Any]) -> dict[str, Any]:
    """Välj kanaler och språk; gäller från nästa gång någon söker."""
    set_preferences(
        db.session(),
        Preferences(Language(chosen["language"]), {one: chosen[one.value] for one in Urgency}),
        by=current_actor(),
        at=current_moment(),
    )
    return chosen


def _person() -> Person:
    person = current_directory().people.get(current_actor().person_id or "")
    if person is None:
        raise NobodyInDirectory
    return person


def _notice(notice: NoticeView) -> dict[str, Any]:
    person = current_directory().people.get(current_actor().person_id or "")
    lang = person.language if person else Language.SV.value
    text = notice_text(notice.kind, notice.values, lang=lang, at=current_moment())
    return {
        "id": notice.id,
        "kind": notice.kind,
        "subject": text.subject,
        "body": "\n\n".join(text.paragraphs),
        "link": text.link,
        "request_id": notice.request_id,
        "created_at": notice.created_at,
        "read_at": notice.read_at,
        "is_to_unit": notice.is_to_unit,
        "is_over": notice.is_over,
        "language": lang,
    }
