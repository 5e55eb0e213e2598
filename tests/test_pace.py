"""The suite stays fast: what is dear to make is made once a module, or once for all."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DEAR = {"application", "bare", "create_app", "with_seed", "with_tables"}
ALLOWED = {
    "tests/models/test_migrations.py: bare_engine",  # migrations change the tables themselves
}


def _dear_fixtures(source: str, name: str) -> Iterator[str]:
    """The fixtures of single tests that make an application or a database of their own."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.FunctionDef)
            and _is_of_one_test(node)
            and DEAR.intersection(_calls(node))
        ):
            yield f"{name}: {node.name}"


def _is_of_one_test(function: ast.FunctionDef) -> bool:
    decorators = [ast.unparse(one) for one in function.decorator_list]
    return any(one.startswith("pytest.fixture") and "scope=" not in one for one in decorators)


def _calls(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", ""))


@pytest.mark.parametrize(
    ("fixture", "is_dear"),
    [
        ("@pytest.fixture\ndef app():\n    return create_app(config)", True),
        ("@pytest.fixture()\ndef url(databases):\n    return databases.with_seed()", True),
        ('@pytest.fixture(scope="module")\ndef app():\n    return create_app(config)', False),
        ("@pytest.fixture\ndef gp(app):\n    return Caller(app)", False),
        ("def helper():\n    return create_app(config)", False),
    ],
)
def test_a_dear_fixture_is_seen(fixture, is_dear):
    assert bool(list(_dear_fixtures(fixture, "test_x.py"))) == is_dear


def test_no_fixture_of_a_single_test_makes_what_is_dear():
    root = TESTS.parent
    files = [path for path in TESTS.rglob("*.py") if "benchmarks" not in path.parts]
    found = {
        hit
        for path in files
        for hit in _dear_fixtures(path.read_text(), path.relative_to(root).as_posix())
    }
    assert found - ALLOWED == set()
