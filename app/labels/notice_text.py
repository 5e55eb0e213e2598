"""A notice as the inbox shows it: the subject and the body of the mail, without its courtesies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import UndefinedError

from app.labels.words import label
from models.tables.notices import NoticeKind
from notifications.language import Language
from notifications.wording import Reader, words_of

_GREETINGS = ("Hej!", "Hello!")


@dataclass(frozen=True, slots=True)
class NoticeText:
    """``paragraphs`` are plain text; ``link`` is the path of a page of ours, or empty."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str


def notice_text(
    kind: NoticeKind, values: Mapping[str, Any], *, lang: str, at: datetime
) -> NoticeText:
    """In the reader's language, read at a moment (UTC)."""
    reader = Reader(Language(lang), at)
    link = str(values.get("link", ""))
    try:
        subject = words_of(kind, "subject", values, to=reader)
        body = words_of(kind, "body", values, to=reader)
    except UndefinedError:
        # Written by an earlier version, when the templates took other values: one such notice must
        # not close the whole inbox.
        return NoticeText(label(kind, lang), (), link)
    return NoticeText(subject, tuple(_paragraphs(body, link)), link)


def _paragraphs(body: str, link: str) -> Iterator[str]:
    """Without the greeting, and without the link: there is a button for it."""
    for paragraph in body.strip().split("\n\n"):
        lines = [line for line in paragraph.splitlines() if line != link]
        text = " ".join(lines).strip()
        if len(lines) < len(paragraph.splitlines()):
            text = text.removesuffix(":") + ("." if text.endswith(":") else "")
        if text and text not in _GREETINGS:
            yield text
