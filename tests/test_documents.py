"""The documents stay true: what they name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
FLOW = (ROOT / "docs" / "flow.md").read_text(encoding="utf-8")
CONCURRENCY = (ROOT / "docs" / "concurrency.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted(
    path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md"))
)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#]+)")
CODE = re.compile(r"`([^`]+)`")
NAMED = re.compile(r"\b([\w/]+\.py):([\w.]*\w)")


def glossary_rows() -> list[tuple[list[str], list[str]]]:
    """Identifiers and the files they are said to be in, row by row of the first table."""
    rows = []
    table = GLOSSARY.split("## In the code")[1].split("\n## ")[0]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 6 and "`" in cells[3]:
            rows.append((CODE.findall(cells[2]), CODE.findall(cells[3])))
    return rows


@pytest.mark.parametrize(("words", "places"), glossary_rows(), ids=lambda cell: cell[0])
def test_the_words_are_where_the_glossary_says(words, places):
    files = [file for place in places for file in _files(ROOT / place)]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for word in words:
        assert re.search(rf"\b{word.rsplit('.')[-1]}\b", text), f"{word} is not in {places}"


def test_the_glossary_is_read():
    assert len(glossary_rows()) > 30


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(FLOW + CONCURRENCY))))
def test_every_hop_of_the_flow_and_what_holds_two_at_once_is_where_it_says(file, name):
    last = name.rsplit(".", maxsplit=1)[-1]
    defined = re.compile(
        rf"^ *(?:(?:async )?def|class) {last}\b|^{last}(?:: [^=]+)? = ", re.MULTILINE
    )
    assert defined.search((ROOT / file).read_text(encoding="utf-8")), f"{name} is not in {file}"


def test_the_flow_is_read():
    assert len(NAMED.findall(FLOW)) > 35


def writers() -> list[str]:
    """The modules that begin to write, or hold what somebody else has begun."""
    begins = re.compile(r"^(?!def ).*\b(?:start_writing|lock_call|locked|locked_booking)\(", re.M)
    files = [
        path.relative_to(ROOT)
        for folder in ("app/actions", "app/auth", "notifications", "seed_directory")
        for path in (ROOT / folder).rglob("*.py")
        if begins.search(path.read_text(encoding="utf-8"))
    ]
    return sorted(path.as_posix() for path in [*files, Path("app/scheduler.py")])


@pytest.mark.parametrize("file", writers())
def test_whoever_writes_stands_among_those_who_look_and_then_act(file):
    assert f"`{file}" in CONCURRENCY


def test_every_row_of_two_at_once_says_what_holds_it_and_which_test_proves_it():
    rows = [line for line in CONCURRENCY.splitlines() if line.startswith("|") and "`app" in line]
    assert len(rows) > 35
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 4, row
        assert all(cells), row


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`([\w/]+(?:\.py)?)[:`]", CONCURRENCY))))
def test_the_places_of_two_at_once_are_there(place):
    assert "/" not in place or (ROOT / place).exists(), place


def test_the_readme_states_the_test_command_once():
    fenced = "".join(re.findall(r"^```\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
    assert fenced.splitlines().count("make test") == 1
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), f"{target} in {document.name}"


def _files(place: Path) -> list[Path]:
    return sorted(place.rglob("*.py")) if place.is_dir() else [place]
