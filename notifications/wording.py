"""The words of a notice, filled in when it is sent or read: in the reader's language, today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.tables.notices import NoticeKind
from notifications.language import Language
from notifications.moments import moment_display
from notifications.render import render

_MOMENT = "moment"


def in_both(*, sv: str, en: str) -> dict[str, str]:
    """A value of a notice that is said in other words in English."""
    return {Language.SV.value: sv, Language.EN.value: en}


def moment(at: datetime) -> dict[str, str]:
    """A value of a notice that is a day and a clock time; "i dag" stays true whenever it is
    read."""
    return {_MOMENT: at.isoformat()}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and when: ``site`` is our address, without a slash at the end; empty for our own
    pages, where a path is a link."""

    language: Language
    at: datetime
    site: str = ""


def words_of(kind: NoticeKind, part: str, values: Mapping[str, Any], *, to: Reader) -> str:
    """One part (sms, subject, body) of a notice. Raises jinja2's ``UndefinedError`` when a value is
    missing."""
    said = {name: _said(name, value, to) for name, value in values.items()}
    return render(kind.value, part, to.language, **said)


def _said(name: str, value: object, to: Reader) -> object:
    if name == "link":
        return f"{to.site}{value}"
    if not isinstance(value, dict):
        return value
    if _MOMENT in value:
        moment_of = datetime.fromisoformat(value[_MOMENT])
        return moment_display(moment_of, at=to.at, lang=to.language.value)
    return value[to.language.value]
