"""The unit that goes on with the patient is told: that somebody comes, or no longer does.

Part of its callers' transactions: it commits nothing itself.
"""

from app.actions.decisions.locked_contact import LockedContact
from app.labels import in_sentence
from models.tables.decisions import DecisionRow
from models.tables.notices import NoticeKind
from notifications.notices import NewNotice, ToUnit, notify
from notifications.wording import in_both
from routing.receivers import VisitDay
from routing.urgency import Urgency

INBOX_PAGE = "/inkorg"


def tell_of_patient(case: LockedContact, decision: DecisionRow) -> None:
    """A patient comes: what was decided, for when, and by whom. Told once for each decision."""
    _tell(case, NoticeKind.PATIENT_TO_YOU, decision)


def tell_of_no_patient(case: LockedContact, decision: DecisionRow) -> None:
    """It was decided otherwise. Told once for each decision."""
    _tell(case, NoticeKind.PATIENT_NOT_TO_YOU, decision)


def _tell(case: LockedContact, kind: NoticeKind, decision: DecisionRow) -> None:
    units = case.directory.units
    receiver = decision.receiver_id
    if receiver is None or receiver not in units:
        return
    own = units.get(case.actor.unit_id or "")
    notice = NewNotice(
        kind,
        key=f"{kind.value}:{decision.id}",
        to=ToUnit(receiver),
        values={
            "what": in_both(sv=_what(decision, "sv"), en=_what(decision, "en")),
            "code": case.request.case_code,
            "unit": own.name if own else _CALLERS,
            "link": INBOX_PAGE,
        },
        urgency=Urgency.SOON,
        request_id=case.request.id,
    )
    notify(case.session, notice, directory=case.directory, at=case.at)


_CALLERS = in_both(sv="dem som talades vid", en="those who talked")


def _what(decision: DecisionRow, lang: str) -> str:
    """What was decided, as words inside a sentence: "specialistbesök i dag"."""
    day = decision.detail.get("when")
    said = in_sentence(decision.kind, lang)
    return f"{said} {in_sentence(VisitDay(day), lang)}" if day in set(VisitDay) else said
