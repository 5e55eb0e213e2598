"""The guide on what can happen says what the rules say, and names promises that are tested."""

import re

from tests.app.lifecycle_guide import GUIDE, PART, tables, written
from tests.test_documents import ROOT

TEXT = GUIDE.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_rules():
    assert written(TEXT) == TEXT, "write them anew: python -m tests.app.lifecycle_guide"


def test_every_table_stands_there():
    assert {found[2] for found in PART.finditer(TEXT)} == set(tables())


def test_every_promise_is_kept_by_a_test_that_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)`[^`\n]*`(\w+)`", TEXT)
    assert len(named) > 10
    for file, name in named:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{name} in {file}"
