"""The forms of a page as a browser without script sends them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass
class PageForm:
    """A form: where it goes, and what stands in its fields, in their order."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def send(self, client: FlaskClient, **typed: Any) -> TestResponse:
        """Send it, with what is typed in it now."""
        sent: dict[str, Any] = {}
        for name, text in self.fields:
            sent.setdefault(name, []).append(text)
        return client.post(self.action, data=sent | typed)

    def values(self, name: str) -> list[str]:
        """What stands in the fields of a name."""
        return [text for named, text in self.fields if named == name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(PageForm(about.get("action", "")))
            self._is_inside = True
        elif tag == "input" and self._is_inside and about.get("name"):
            self.forms[-1].fields.append((about["name"], about.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False


def forms_on(answer: TestResponse) -> list[PageForm]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(answer.get_data(as_text=True))
    for form in reader.forms:
        form.action = form.action or answer.request.full_path.rstrip("?")
    return reader.forms


def sign_in_form(answer: TestResponse) -> PageForm:
    """The form of the sign-in page."""
    return next(form for form in forms_on(answer) if any(n == "password" for n, _ in form.fields))


def form_to(answer: TestResponse, action: str) -> PageForm:
    """The form of a page that goes there; the menu's own forms have less in them."""
    there = [form for form in forms_on(answer) if form.action == action]
    return max(there, key=lambda form: len(form.fields))
