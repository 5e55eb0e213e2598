"""An answer to each question of the checklist, whatever the region asks."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.actions.admission.checklist import load_questions

USUAL = {"ja_nej": "nej", "antal": "0", "text": "inget särskilt"}


def usual_answers(session: Session, given: Mapping[str, str]) -> dict[str, str]:
    """The answers of a patient nothing is special about, but for those that are given."""
    return {
        one.key: given.get(one.key) or USUAL.get(one.kind) or one.choices[0]
        for one in load_questions(session)
    }
