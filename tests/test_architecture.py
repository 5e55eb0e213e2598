"""What must hold everywhere in the code, checked by reading the files alone."""

import ast
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

ROOT = Path(__file__).parent.parent
PACKAGES = ("app", "models", "routing", "notifications", "seed_directory")
LOCKS = re.compile(r"^(package-lock\.json|requirements/.*\.txt)$")

MAX_LINES = 300
LONG_FILES: dict[str, str] = {}  # path: why it may be longer


def _tracked() -> list[Path]:
    """Files of the checkout, committed or about to be, relative to its root."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = sorted(set(filter(None, listing.stdout.split("\0"))))
    return [Path(name) for name in names if (ROOT / name).is_file()]


FILES = _tracked()
PYTHON_FILES = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
CODE_FILES = [path for path in PYTHON_FILES if path.parts[0] in (*PACKAGES, "wsgi.py")]


def _text(path: Path) -> str:
    """The file as text; empty for pictures and other files that are not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path), filename=str(path))


def _imports(path: Path) -> Iterator[str]:
    """Full names of the modules a file imports."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def _found(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Each match as `path:line: what`, ready to be shown."""
    return [
        f"{path}:{number}: {match.group().strip()}"
        for path in paths
        for number, line in enumerate(_text(path).splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def test_files_are_found():
    assert len(PYTHON_FILES) > 10
    assert Path("pyproject.toml") in FILES


# --- Where things come from -----------------------------------------------------------------------
REGISTRY = re.compile(r"(?:pypi|pythonhosted|npmjs|yarnpkg|debian|unpkg|jsdelivr)\.(?:org|com|net)")
MACHINE_PATH = re.compile(
    r"(?<![\w.\-/}])/(?:work|root|home/\w+|opt/wheels|tmp/bash_jobs)\b(?=[/\s\"'`]|$)"
)


def test_no_file_names_a_package_registry():
    assert _found(REGISTRY, FILES) == []


def test_no_file_names_a_path_of_one_machine():
    assert _found(MACHINE_PATH, FILES) == []


def test_lock_files_hold_checksums_and_no_addresses():
    assert '"resolved"' not in _text(Path("package-lock.json"))
    for path in FILES:
        if path.match("requirements/*.txt"):
            assert "--hash=sha256:" in _text(path), path


# --- Files a reader can hold in the head ----------------------------------------------------------
def test_no_python_file_is_too_long():
    lengths = {str(path): _text(path).count("\n") for path in PYTHON_FILES}
    too_long = {name: count for name, count in lengths.items() if count > MAX_LINES}
    assert {name for name in too_long if name not in LONG_FILES} == set(), too_long
    assert set(LONG_FILES) <= set(too_long), "no longer needs an exception"


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "common"])
def test_no_module_is_named_for_nothing(word):
    assert [path for path in PYTHON_FILES if word in path.with_suffix("").parts] == []


NO_REASON = re.compile(
    r"#\s*(?:noqa(?!:)|noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s*$|type:\s*ignore\S*\s*$)"
)


def test_every_lint_ignore_says_why():
    assert _found(NO_REASON, PYTHON_FILES) == []


# --- Nothing that only tests use ------------------------------------------------------------------
ONLY_TESTED = {
    "models/schema.py: downgrade_schema": "every migration is tried backwards",
    "notifications/channels/webhook_voice.py: WebhookVoice": "the model for another provider",
}
FOUND_BY_ITSELF = ("app/labels/", "app/phone_lab/")  # tables of words; the tests' own telephone


def _is_named_elsewhere(tree: ast.Module) -> Iterator[str]:
    """Functions and classes that nothing registers where they stand."""
    for node in tree.body:
        is_plain = isinstance(node, ast.FunctionDef) and not node.decorator_list
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and (
            is_plain or isinstance(node, ast.ClassDef)
        ):
            yield node.name


def test_nothing_is_there_for_tests_alone():
    texts = [path for path in FILES if path.parts[0] in ("templates", *PACKAGES, "wsgi.py")]
    words = Counter(word for path in texts for word in re.findall(r"\w+", _text(path)))
    unused = {
        f"{path}: {name}"
        for path in CODE_FILES
        if not str(path).startswith(FOUND_BY_ITSELF)
        for name in _is_named_elsewhere(_tree(path))
        if words[name] < 2
    }
    assert unused == set(ONLY_TESTED)


# --- Time -----------------------------------------------------------------------------------------
CLOCK_READS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "func.now", "func.current_timestamp"),
}


def _clock_reads(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            if f"{owner}.{node.attr}" in CLOCK_READS:
                yield f"{path}:{node.lineno}: {owner}.{node.attr}"


def test_only_the_clock_reads_the_clock():
    readers = [path for path in PYTHON_FILES if path != Path("app/clock.py")]
    assert [found for path in readers for found in _clock_reads(path)] == []


# --- Who knows what -------------------------------------------------------------------------------
KNOWS_TWILIO = ("notifications/channels/", "app/webhooks/", "app/phone_lab/")


def test_only_channels_webhooks_and_phone_lab_import_twilio():
    importers = {
        str(path)
        for path in CODE_FILES
        if any(name.split(".")[0] == "twilio" for name in _imports(path))
    }
    assert {name for name in importers if not name.startswith(KNOWS_TWILIO)} == set()


def test_routing_imports_only_the_standard_library():
    allowed = sys.stdlib_module_names | {"routing"}
    strangers = {
        (str(path), name)
        for path in CODE_FILES
        if path.parts[0] == "routing"
        for name in _imports(path)
        if name.split(".")[0] not in allowed
    }
    assert strangers <= {("routing/calendar.py", "holidays")}


# --- Nobody is rung by mistake --------------------------------------------------------------------
# The series that PTS (Post- och telestyrelsen) keeps free for fiction, without the leading 0.
FICTITIOUS = [
    range(70_1740605, 70_1740700),
    range(31_3900600, 31_3900700),
    range(40_6280400, 40_6280500),
    range(8_46500400, 8_46500500),
    range(980_319200, 980_319300),
]
PHONE_NUMBER = re.compile(
    r"(?<![\w+])\+46[ -]?(?:\(0\))?[ -]?\d[\d -]{5,11}\d(?!\w)"  # +46 70-174 06 05
    r"|(?<![\w.:+/-])0\d{1,3}-(?:\d{5,8}|\d{2,4}(?: \d{2,4}){1,3})(?![\w-])"  # 070-174 06 05
    r"|(?<![\w.:+/-])0[1-9]\d{7,8}(?![\w.-])"  # 0701740605
)


def _is_fictitious(number: str) -> bool:
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    subscriber = int(digits.removeprefix("46") if number.startswith("+") else digits)
    return any(subscriber in series for series in FICTITIOUS)


@pytest.mark.parametrize(
    ("text", "is_number", "is_fictitious"),
    [
        ("070-174 06 05", True, True),
        ("+46701740605", True, True),
        ("+46 8 465 004 00", True, True),
        ("0980-319200", True, True),
        ("070-174" + " 06 04", True, False),
        ("+4670" + "1234567", True, False),
        ("023" + "-49 00 00", True, False),
        ("2026-01-05 08:30", False, False),
        ("SE2321000180-1001", False, False),
        ("kl. 08-17", False, False),
        ("112 eller 1177", False, False),
    ],
)
def test_phone_numbers_are_told_from_other_digits(text, is_number, is_fictitious):
    match = PHONE_NUMBER.search(text)
    assert bool(match) == is_number
    assert bool(match and _is_fictitious(match.group())) == is_fictitious


def test_every_phone_number_is_fictitious():
    readable = [path for path in FILES if not LOCKS.match(path.as_posix())]
    found = _found(PHONE_NUMBER, readable)
    assert [hit for hit in found if not _is_fictitious(hit.rpartition(": ")[2])] == []


def test_tests_cannot_reach_the_network():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 443), timeout=0.1)


def test_what_a_poll_knows_an_answer_by_outlives_its_compression():
    """A strong ETag is changed when its answer is compressed, and nothing would ever be known."""
    strong = [
        f"{path}:{node.lineno}"
        for path in CODE_FILES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "set_etag"
        and not any(one.arg == "weak" for one in node.keywords)
    ]
    assert strong == []
