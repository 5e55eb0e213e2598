"""The form of the plan page: read as typed, checked, and handed on as one command."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from app.actions.contact.create_request import NewRequest
from app.auth.reading import read
from app.web.contact.first_question import FIELD, NO
from app.web.shared.words import AGE_BANDS, SEXES
from models.reads.contact_view import ContactView
from models.tables.contacts import CallMode
from routing.outcome import PlanBefore
from routing.sbar import SbarPart
from routing.types import ContactPath
from routing.urgency import PatientUrgency

SBAR = tuple(part.value for part in SbarPart)


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What stands in the form, so that nothing is lost when a field is wrong. All text as typed."""

    municipality: str
    specialty: str = ""
    unit_id: str = ""
    callback_number: str = ""
    plan_before: str = ""
    life_threatening: str = ""
    urgency: str = ""
    age_band: str = ""
    sex: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    mode: str = CallMode.RING_ME.value
    key: str = ""
    continued_from: str = ""

    @property
    def has_details(self) -> bool:
        """Whether the folded part holds anything."""
        return bool(self.age_band or self.sex or any(self.texts.values()))


def read_plan_form(values: Mapping[str, str], *, municipality: str, number: str) -> PlanForm:
    """The form as sent; ``municipality`` and ``number`` where it says none."""
    return PlanForm(
        municipality=values.get("municipality") or municipality,
        specialty=values.get("specialty", ""),
        unit_id=values.get("unit", ""),
        callback_number=values.get("callback_number", number).strip(),
        plan_before=values.get("plan_before", ""),
        life_threatening=values.get(FIELD, ""),
        urgency=values.get("urgency", ""),
        age_band=values.get("age_band", ""),
        sex=values.get("sex", ""),
        texts={name: values.get(name, "") for name in SBAR},
        mode=values.get("mode", CallMode.RING_ME.value),
        key=values.get("key", ""),
        continued_from=values.get("continued_from", ""),
    )


def with_earlier(form: PlanForm, earlier: ContactView) -> PlanForm:
    """The form of a contact that goes on from another: what was told then stands there already."""
    return replace(
        form,
        specialty=form.specialty or earlier.specialty or "",
        age_band=form.age_band or earlier.age_band or "",
        sex=form.sex or earlier.sex or "",
        texts={name: form.texts.get(name) or read(getattr(earlier, name)) for name in SBAR},
    )


def choice_errors(form: PlanForm, path: ContactPath) -> dict[str, str]:
    """Field → sentence for choices that no page of ours offers, and for the urgency that an acute
    contact must have."""
    errors: dict[str, str] = {}
    if form.urgency not in set(PatientUrgency) and (form.urgency or path is ContactPath.AKUT):
        errors["urgency"] = _("Välj hur bråttom patienten har.")
    if form.plan_before and form.plan_before not in set(PlanBefore):
        errors["plan_before"] = _("Välj ett av alternativen.")
    if form.age_band and form.age_band not in AGE_BANDS:
        errors["age_band"] = _("Välj ett av åldersspannen.")
    if form.sex and form.sex not in SEXES:
        errors["sex"] = _("Välj ett av alternativen.")
    if form.mode not in (CallMode.RING_ME, CallMode.SELF_DIAL):
        errors["mode"] = _("Välj Ring upp mig eller Jag ringer själv.")
    return errors


def command_from(form: PlanForm, path: ContactPath) -> NewRequest:
    """The command of a form; of one with ``choice_errors`` only good for being checked."""
    wrong = choice_errors(form, path)
    plan_before = form.plan_before if "plan_before" not in wrong else ""
    urgency = form.urgency if "urgency" not in wrong else ""
    return NewRequest(
        path=path,
        municipality=form.municipality,
        mode=CallMode(form.mode) if "mode" not in wrong else CallMode.RING_ME,
        specialty=form.specialty or None,
        unit_id=form.unit_id or None,
        callback_number=form.callback_number or None,
        plan_before=PlanBefore(plan_before) if plan_before else None,
        life_threatening=False if form.life_threatening == NO else None,
        urgency=PatientUrgency(urgency) if urgency else None,
        age_band=form.age_band or None,
        sex=form.sex or None,
        continued_from=form.continued_from or None,
        idempotency_key=form.key or None,
        **{name: form.texts.get(name, "") for name in SBAR},
    )
