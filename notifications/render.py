"""Renders what is heard and read from templates/messages/<name>/<part>.txt."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "messages"

_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 – spoken and plain text; TwiML is escaped where it is built
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(name: str, part: str, /, **values: object) -> str:
    """One message as text on one line, e.g. ``render("answer_prompt", "voice", …)``.

    Raises jinja2's ``UndefinedError`` when a value is missing: no message goes out with a hole.
    """
    text = _environment.get_template(f"{name}/{part}.txt").render(values)
    return " ".join(text.split())
