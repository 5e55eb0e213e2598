"""Every message renders, in Swedish, on one line, and none goes out with a hole in it."""

import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError, meta

from notifications.render import FOLDER, render

NAMES = sorted(path.parent.name for path in FOLDER.glob("*/voice.txt"))
VALUES = {
    "who": "distriktsläkare Mira Exempel",
    "unit": "Mora vårdcentral",
    "what": "konsult i kardiologi",
    "code": "H, V, 7, F, 3, K",
    "plan_before": "remiss",
    "fallback": "Ring växeln.",
    "number": "0980-319200",
}
TEXTS = Environment(loader=FileSystemLoader(FOLDER), autoescape=False)  # noqa: S701 - read, never shown


def needs(name: str) -> set[str]:
    source = TEXTS.loader.get_source(TEXTS, f"{name}/voice.txt")[0]  # type: ignore[union-attr] # given above
    return meta.find_undeclared_variables(TEXTS.parse(source))


def test_there_are_messages():
    assert {"answer_prompt", "nobody_answered", "responder_unreached"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_message_renders_with_its_values_on_one_line(name):
    text = render(name, "voice", **{key: VALUES[key] for key in needs(name)})
    assert text == " ".join(text.split())
    assert text.endswith(".")
    assert "{" not in text
    for key in needs(name):
        assert VALUES[key] in text


@pytest.mark.parametrize(("name", "missing"), [(n, key) for n in NAMES for key in sorted(needs(n))])
def test_each_message_is_refused_when_a_value_is_missing(name, missing):
    given = {key: VALUES[key] for key in needs(name) - {missing}}
    with pytest.raises(UndefinedError):
        render(name, "voice", **given)


def test_who_asks_without_a_unit_is_said_without_a_hole():
    text = render("answer_prompt", "voice", **{**VALUES, "unit": "", "plan_before": ""})
    assert "Exempel söker konsult i kardiologi." in text
    assert "Plan just nu" not in text
