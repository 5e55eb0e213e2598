"""The results of a contact as they are grouped on the page: what happens to the patient now."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from models.reads.contact_view import ContactView
from routing.outcome import ResultAfter

SCALE = (1, 2, 3, 4, 5)

ICONS = {
    ResultAfter.HANDLED: "house-check",
    ResultAfter.TEST_OR_RADIOLOGY: "clipboard2-pulse",
    ResultAfter.MOBILE_TEAM: "car-front",
    ResultAfter.MUNICIPAL_NURSE: "person-heart",
    ResultAfter.OUTPATIENT_VISIT: "calendar-check",
    ResultAfter.REFERRAL: "envelope-paper",
    ResultAfter.CONFERENCE: "people",
    ResultAfter.DIRECT_ADMISSION: "hospital",
    ResultAfter.ED_OWN_MEANS: "arrow-right-circle",
    ResultAfter.ED_AMBULANCE: "truck",
    ResultAfter.NOT_ANSWERED: "telephone-x",
    ResultAfter.OTHER: "three-dots",
}


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """A heading and its results; ``name`` is translated when shown."""

    name: str
    results: tuple[tuple[ResultAfter, str], ...]


def _group(name: str, *results: ResultAfter) -> OutcomeGroup:
    return OutcomeGroup(name, tuple((result, ICONS[result]) for result in results))


def groups_for(contact: ContactView) -> tuple[OutcomeGroup, ...]:
    """What may have come of a contact: where somebody answered, "got no answer" is not offered."""
    if contact.answered_at is None:
        return OUTCOME_GROUPS
    without = (
        (group.name, [one for one in group.results if one[0] is not ResultAfter.NOT_ANSWERED])
        for group in OUTCOME_GROUPS
    )
    return tuple(OutcomeGroup(name, tuple(results)) for name, results in without)


OUTCOME_GROUPS = (
    _group(
        _("Klart utan sjukhus"),
        ResultAfter.HANDLED,
        ResultAfter.TEST_OR_RADIOLOGY,
        ResultAfter.MOBILE_TEAM,
        ResultAfter.MUNICIPAL_NURSE,
    ),
    _group(
        _("Vidare i specialistvården"),
        ResultAfter.OUTPATIENT_VISIT,
        ResultAfter.REFERRAL,
        ResultAfter.CONFERENCE,
        ResultAfter.DIRECT_ADMISSION,
    ),
    _group(_("Till akuten"), ResultAfter.ED_OWN_MEANS, ResultAfter.ED_AMBULANCE),
    _group(_("Annat"), ResultAfter.NOT_ANSWERED, ResultAfter.OTHER),
)
