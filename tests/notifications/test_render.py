"""Every message in both languages: what is heard and read, and none goes out with a hole in it."""

import re

import pytest
from jinja2 import UndefinedError

from models.tables.notices import NoticeKind
from notifications.language import Language
from notifications.render import FOLDER, render, template_name
from notifications.segments import is_gsm, segments
from tests.notifications.messages import (
    LONGEST,
    NAMES,
    PARTS,
    SMS_NAMES,
    as_page,
    may_be_empty,
    needs,
    parts_of,
    values_for,
    written,
)
from tests.notifications.test_twiml import SNAPSHOTS

TEXTS = [
    (name, part, language) for name in NAMES for part in parts_of(name) for language in Language
]
README = (FOLDER / "README.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| ((?:voice|sms|subject|body| )+)\|([^|]*)\|", re.MULTILINE)
NOTICE = ["sms", "subject", "body"]
MOST_SEGMENTS = 2


def test_there_are_messages():
    assert {"answer_prompt", "nobody_answered", "alert", "incoming_menu"} <= set(NAMES)
    assert {"alert", "sms_reply_which"} <= set(SMS_NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_message_has_every_part_in_both_languages_and_no_other_file(name):
    files = {path.name for path in (FOLDER / name).iterdir()}
    assert files == {f"{part}{end}" for part in parts_of(name) for end in (".txt", ".en.txt")}
    assert parts_of(name) in (["voice"], ["sms"], NOTICE, ["body"])


@pytest.mark.parametrize("name", NAMES)
def test_each_message_is_heard_and_read_as_it_was_agreed(name):
    assert as_page(name) == (SNAPSHOTS / "messages" / f"{name}.md").read_text("utf-8")


def test_no_agreed_page_is_left_of_a_message_that_is_gone():
    assert {path.stem for path in (SNAPSHOTS / "messages").iterdir()} == set(NAMES)


@pytest.mark.parametrize(("name", "part", "language"), TEXTS)
def test_each_text_takes_the_same_values_in_both_languages(name, part, language):
    assert needs(name, part, language) == needs(name, part)


@pytest.mark.parametrize("name", NAMES)
def test_each_text_is_whole(name):
    for one in written(name):
        assert not re.search(r"[{}]|\bNone\b| ,|  |\.\.|[.?!][A-ZÅÄÖ]", one.text), one
        lines = one.text.split("\n")
        if one.part == "body":
            assert "\n\n\n" not in one.text, one
            assert one.text.endswith("\n")
        else:
            assert len(lines) == 1
        if one.part == "voice":
            assert one.text.endswith((".", "?")), one


@pytest.mark.parametrize(("name", "part", "language"), TEXTS)
def test_what_is_given_is_said(name, part, language):
    given = values_for(name, part, language)
    text = render(name, part, language, **given)
    for key in set(given) - {"change", "options", "codes"}:
        assert str(given[key]) in text, key
    for value in (*given.get("codes", ()), *(text for _, text in given.get("options", ()))):  # type: ignore[attr-defined, misc] # lists, by their names
        assert value in text


@pytest.mark.parametrize(
    ("name", "part", "missing"),
    [
        (name, part, key)
        for name in NAMES
        for part in parts_of(name)
        for key in sorted(needs(name, part))
    ],
)
def test_each_message_is_refused_when_a_value_is_missing(name, part, missing):
    given = values_for(name, part, Language.SV)
    del given[missing]
    with pytest.raises(UndefinedError):
        render(name, part, Language.SV, **given)


def test_the_languages_differ():
    for name, part, _ in TEXTS:
        swedish, english = (
            (FOLDER / template_name(name, part, language)).read_text("utf-8")
            for language in Language
        )
        assert swedish != english, (name, part)


def test_swedish_is_what_is_said_when_nobody_has_chosen():
    assert render("declined", "voice") == render("declined", "voice", Language.SV)


# --- The list of messages -------------------------------------------------------------------------
def listed() -> dict[str, tuple[str, str]]:
    return {name: (parts.strip(), values) for name, parts, values in ROW.findall(README)}


def test_the_readme_lists_every_message():
    assert sorted(listed()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_says_which_parts_and_values_each_has(name):
    parts, values = listed()[name]
    assert parts.split() == parts_of(name)
    said = set(re.findall(r"`(\w+)`", values))
    assert said == {key for part in parts_of(name) for key in needs(name, part)}
    optional = set(re.findall(r"`(\w+)`\?", values))
    assert optional == {key for key in said if key in may_be_empty(name)}


# --- Who says them --------------------------------------------------------------------------------
ROOT = FOLDER.parent.parent
SAID = re.compile(r"""\b(?:_say|render)\(\s*"(\w+)\"""")


def said_in_code() -> set[str]:
    """The messages that are named where they are said."""
    files = [path for folder in ("app", "notifications") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files for name in SAID.findall(path.read_text("utf-8"))}


def test_no_message_is_said_that_is_not_written():
    assert len(said_in_code()) > 10
    assert said_in_code() <= set(NAMES)


@pytest.mark.parametrize("kind", sorted(set(NoticeKind) - {NoticeKind.SMS_REPLY}))
def test_every_kind_of_notice_is_written(kind):
    assert parts_of(kind.value) == NOTICE


# --- Text messages --------------------------------------------------------------------------------
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", SMS_NAMES)
def test_each_text_message_is_at_most_two_even_with_the_longest_names(name, language):
    given = {key: LONGEST[key] for key in needs(name, "sms", language)}
    text = render(name, "sms", language, **given)
    assert is_gsm(text)
    assert segments(text) <= MOST_SEGMENTS, f"{len(text)}: {text}"


def test_dashes_and_quotes_of_names_do_not_double_the_price():
    text = render(
        "unanswered", "sms", unit="”Älvdalen – norra”", code="A", what="x", at="y", link="z"
    )
    assert '"Älvdalen - norra"' in text
    assert is_gsm(text)


@pytest.mark.parametrize("name", [name for name in SMS_NAMES if "subject" in parts_of(name)])
def test_a_text_message_says_whom_it_is_from(name):
    for one in written(name):
        if one.part == "sms":
            assert one.text.startswith("Kontaktvägar")


def test_parts_are_what_the_channels_know():
    assert set(PARTS) == {part for name in NAMES for part in parts_of(name)}
