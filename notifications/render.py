"""Renders what is heard and read from templates/messages.

``<name>/<part>.txt`` is Swedish and ``<name>/<part>.en.txt`` English. The parts are voice, sms,
subject and body; templates/messages/README.md lists every message and the values it takes.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from notifications.language import Language
from notifications.segments import plainer

__all__ = ["FOLDER", "Language", "render", "template_name"]

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "messages"

_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 – spoken and plain text; TwiML is escaped where it is built
    auto_reload=False,  # the messages are part of the program: nothing to look for on every call
    trim_blocks=True,
    lstrip_blocks=True,
)
_SUFFIX = {Language.SV: "", Language.EN: ".en"}


def render(name: str, part: str, /, language: Language = Language.SV, **values: object) -> str:
    """One message as text, e.g. ``render("answer_prompt", "voice", Language.EN, who=…)``.

    A ``body`` keeps its lines; every other part is one line. An ``sms`` has plain dashes and quotes
    so that it stays within a phone's own alphabet. Raises jinja2's ``UndefinedError`` when a value
    is missing: no message goes out with a hole.
    """
    text = _environment.get_template(template_name(name, part, language)).render(values)
    if part == "body":
        return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"
    line = " ".join(text.split())
    return plainer(line) if part == "sms" else line


def template_name(name: str, part: str, language: Language) -> str:
    """The file below templates/messages."""
    return f"{name}/{part}{_SUFFIX[language]}.txt"
