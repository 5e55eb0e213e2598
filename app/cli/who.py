"""``kontaktvagar who``: the plan on the command line, the same as GET /plan answers."""

import json
from datetime import datetime
from typing import Any

import click

from app.actions.contact.ask_for_plan import PlanQuestion, ask_for_plan, facts_of
from app.actions.contact.errors import MissingSpecialty
from app.actions.shared.errors import UnknownWord
from app.cli.moment import Moment
from app.cli.opening import opened_session
from app.clock import system_clock
from app.labels import duration_display, label, moment_display, phone_display, plan_to_json
from app.search import nearest
from models.snapshot import load_directory
from routing.calendar import whole_minute
from routing.directory import Directory
from routing.types import ContactPath, OnCallTier, RequesterRole

KINDS = {"specialty": "Specialiteten", "municipality": "Kommunen", "unit": "Enheten"}


@click.command()
@click.option("--path", type=click.Choice([path.value for path in ContactPath]), required=True)
@click.option("--specialty", help="kod eller namn, t.ex. kardiologi")
@click.option("--municipality", required=True, help="kod eller namn, t.ex. Mora")
@click.option("--unit", help="vald enhet: id eller namn")
@click.option(
    "--requester",
    type=click.Choice([role.value for role in RequesterRole]),
    default=RequesterRole.PRIMARVARDSLAKARE.value,
    show_default=True,
)
@click.option("--at", type=Moment(), help="t.ex. 2026-12-24T10:00 (svensk tid); annars nu")
@click.option("--json", "as_json", is_flag=True, help="samma JSON som GET /plan")
def who(path: str, requester: str, at: datetime | None, as_json: Any, **words: str | None) -> None:  # noqa: ANN401 - a flag of click's
    """Vem når jag nu? Visar planen och skälen till den."""
    at = whole_minute(at or system_clock())
    question = PlanQuestion(
        path=ContactPath(path),
        requester=RequesterRole(requester),
        municipality=words["municipality"] or "",
        specialty=words["specialty"],
        unit=words["unit"],
    )
    with opened_session() as session:
        directory = load_directory(session)
    document = _answer(question, directory, at)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(document, directory, at)))


def _answer(question: PlanQuestion, directory: Directory, at: datetime) -> dict[str, Any]:
    try:
        facts = facts_of(question, directory)
    except UnknownWord as error:
        near = ", ".join(nearest(directory, error.kind, error.word))
        click.echo(f"{KINDS[error.kind]} ”{error.word}” finns inte i katalogen.", err=True)
        click.echo(f"Menade du: {near}?" if near else "Inget liknande finns.", err=True)
        raise click.exceptions.Exit(2) from None
    except MissingSpecialty:
        raise click.UsageError("Säg vilken specialitet det gäller, med --specialty.") from None
    plan = ask_for_plan(facts, directory, at=at)
    return plan_to_json(plan, facts, directory, at=at)


def _lines(document: dict[str, Any], directory: Directory, at: datetime) -> list[str]:
    lines = [_heading(document, directory, at), _state(document, at), ""]
    for step in document["steps"]:
        who = step["person"] or "funktionstelefon"
        tier = label(OnCallTier(step["tier"]))
        number = phone_display(step["number"])
        lines += [
            f"{step['order']}. {who} – {step['role']} ({tier}), {step['unit']}",
            f"   {number}, ringer {step['ring_seconds']} s. {step['reason']}",
        ]
    if fallback := document["fallback"]:
        number = phone_display(fallback["number"])
        lines += ["", f"Om ingen svarar: {fallback['text']} {fallback['unit']}, {number}."]
    return [*lines, "", "Därför:", *(f"- {reason}" for reason in document["reasons"])]


def _heading(document: dict[str, Any], directory: Directory, at: datetime) -> str:
    specialty = directory.specialties.get(document["specialty"])
    parts = [
        label(ContactPath(document["path"])),
        specialty.name if specialty else "",
        directory.municipalities[document["municipality"]].name,
        label(RequesterRole(document["requester"])),
        moment_display(at),
    ]
    return " · ".join(part for part in parts if part)


def _state(document: dict[str, Any], at: datetime) -> str:
    if document["open"]:
        return f"Öppen. Svarslöfte: {duration_display(document['promise_seconds'])}."
    if document["next_opening"]:
        opens_at = datetime.fromisoformat(document["next_opening"])
        return f"Stängd. Öppnar {moment_display(opens_at, at=at)}."
    return "Ingen kan nås."
