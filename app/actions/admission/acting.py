"""The one transaction of what is said of an admission: lock, ask who it is, do it, commit."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.actions.admission.locked_admission import LockedAdmission, Occasion, locked
from app.actions.admission.parts import parts_in
from app.actions.shared.actor import Actor
from app.actions.shared.errors import NotYours
from app.actions.shared.sides import side_of
from models.logs.contacts import By
from routing.admission_verbs import MAY, AdmissionVerb, Part


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
    with locked(session, admission_id, occasion) as case:
        parts = parts_in(case, occasion.by)
        if not MAY[verb] & parts:
            raise NotYours
        case.requires(verb)
        return do(Saying(case, occasion.by, occasion.who, parts))
