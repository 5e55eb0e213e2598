"""Every act has a way back, words, and something that remembers it."""

from pathlib import Path

from app.actions.undo.undo import UNDO
from app.labels import label
from routing.undo import Act

ACTIONS = Path("app/actions")


def test_every_act_can_be_undone_and_has_words():
    assert set(UNDO) == set(Act)
    assert len({label(one) for one in Act}) == len({label(one, "en") for one in Act}) == len(Act)


def test_every_act_is_remembered_somewhere():
    code = "\n".join(
        path.read_text() for path in ACTIONS.rglob("*.py") if path.parent.name != "undo"
    )
    assert [one.name for one in Act if f"Act.{one.name}" not in code] == []
