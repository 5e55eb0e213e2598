"""The one transaction of what is said of an admission: lock, ask who it is, do it, commit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from app.actions.admission.locked_admission import LockedAdmission, done, locked, undoable
from app.actions.admission.parts import parts_in
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours
from app.actions.shared.occasion import Occasion
from app.actions.shared.sides import side_of
from models.logs.contacts import By
from routing.admission_verbs import MAY, AdmissionVerb, Part
from routing.undo import Act


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody says something of an admission that is locked; ``parts`` is who they are to it."""

    case: LockedAdmission
    actor: Actor
    by: By
    parts: frozenset[Part]

    @property
    def is_party(self) -> bool:
        """Whether it is one of the two who talk, and not a ward."""
        return side_of(self.case.session, self.case.request, self.actor) is not None


ACT_OF: Final[Mapping[AdmissionVerb, Act]] = {
    AdmissionVerb.SET_OFF: Act.LEFT,
    AdmissionVerb.CHANGE_ETA: Act.NEW_ETA,
    AdmissionVerb.EXTEND: Act.KEPT_LONGER,
    AdmissionVerb.CANCEL: Act.ADMISSION_CANCELLED,
    AdmissionVerb.TURN_TO_ED: Act.TO_ED,
    AdmissionVerb.ARRIVE: Act.ARRIVED,
    AdmissionVerb.PLACE: Act.PLACED,
    AdmissionVerb.DISCHARGE: Act.DISCHARGED,
}
"""How what is said here is known when it is undone (ångras)."""


def say(
    session: Session,
    which: tuple[str, Occasion],
    verb: AdmissionVerb,
    do: Callable[[Saying], bool],
) -> bool:
    """What ``do`` returns: whether anything was changed.

    Raises ``UnknownAdmission``, ``NotYours``, ``InvalidTransition`` and what ``do`` raises, with
    nothing changed.
    """
    admission_id, occasion = which
    with locked(session, admission_id, occasion) as case, undoable(case) as memento:
        parts = parts_in(case, occasion.by)
        if not MAY[verb] & parts:
            raise NotYours
        case.requires(verb)
        is_changed = do(Saying(case, occasion.by, occasion.who, parts))
        if is_changed:
            memento.keep(done(case, ACT_OF[verb], occasion))
        return is_changed
