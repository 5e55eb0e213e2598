"""A doctor clicks in the browser, on the clinic."""

from app.actions.answers.answer_in_browser import Decline, answer_in_browser, decline_in_browser
from tests.clinic import Clinic


def answer(clinic: Clinic, attempt, *, by=None, session=None) -> str:
    return answer_in_browser(
        session or clinic.fresh(),
        attempt.id,
        by=by or clinic.doctor(attempt.person_id),
        directory=clinic.holder.current(),
        at=clinic.clock(),
    )


def decline(clinic: Clinic, attempt, *, by=None, reason=None) -> None:
    decline_in_browser(
        clinic.fresh(),
        Decline(attempt.id, reason),
        by=by or clinic.doctor(attempt.person_id),
        directory=clinic.directory,
        at=clinic.clock(),
    )


def rung(clinic: Clinic, number: str) -> int:
    return clinic.provider.rung().count(number)
