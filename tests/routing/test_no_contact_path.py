"""What is said when nobody can be rung: why, from when, and what to do now."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from routing.calendar import MomentOutOfRange
from routing.decide import HORIZON, decide
from routing.errors import NoContactPath
from routing.matrix import Scope
from routing.opening_hours import WeeklyHours
from routing.reasons import ReasonCode
from routing.types import RequesterRole
from tests.routing.county import (
    FALLBACK,
    GP_IN_MORA,
    OFFICE_SHIFT,
    SENIOR,
    consult,
    county,
    local,
    person,
    rota,
    rule,
    rung,
    three_hospitals,
    weekly,
)

TUESDAY = local("2026-11-24 10:00")
OWN = (rung(1, Scope.OWN_HOSPITAL),)
NO_SPECIALTY = replace(GP_IN_MORA, specialty=None)


def codes(reasons):
    return [reason.code for reason in reasons]


def refusal(directory, at=TUESDAY, facts=GP_IN_MORA, excluding=frozenset()):
    with pytest.raises(NoContactPath) as caught:
        decide(facts, directory, at, excluding=excluding)
    return caught.value


def mora(*rotas, steps=OWN, hours=None, people=None, **line):
    """A county with one line, at Mora, open round the clock unless changed."""
    only = consult("mora", **line)
    return county(rule(steps=steps, hours=hours), lines=(only,), rotas=rotas, people=people)


def mora_rota(*names, **changed):
    return rota("mora-kardiologi", people=names, **changed)


@pytest.mark.parametrize(
    ("directory", "code"),
    [
        (mora(), ReasonCode.NO_NUMBER),
        (mora(mora_rota("mia"), people={"mia": person("mia", None)}), ReasonCode.NO_NUMBER),
        (mora(steps=(rung(1, Scope.CHOSEN_UNIT),)), ReasonCode.NO_LINE),
        (
            mora(number="+46980319201", steps=(rung(1, Scope.OWN_HOSPITAL, tier=SENIOR),)),
            ReasonCode.NOBODY_ON_CALL,
        ),
        (mora(mora_rota("mia", tier=SENIOR), number="+46980319201"), ReasonCode.NOBODY_ON_CALL),
        (mora(mora_rota("mia", ends_on=date(2026, 11, 3))), ReasonCode.NOBODY_ON_CALL),
    ],
)
def test_what_can_never_be_reached_is_said_with_its_reason(directory, code):
    refused = refusal(directory)
    assert codes(refused.reasons) == [ReasonCode.RULE_CHOSEN, code]
    assert refused.next_opening is None
    assert refused.fallback == FALLBACK


def test_a_missing_line_says_what_was_looked_for():
    refused = refusal(mora(steps=(rung(1, Scope.CHOSEN_UNIT),)))
    assert refused.reasons[1].values == {
        "kind": "konsultlinje",
        "scope": "vald_enhet",
        "specialty": "kardiologi",
    }
    general = refusal(mora(steps=(rung(1, Scope.CHOSEN_UNIT),)), facts=NO_SPECIALTY)
    assert "specialty" not in general.reasons[1].values


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24 07:59", "2026-11-24 08:00"),
        ("2026-11-24 17:00", "2026-11-25 08:00"),
        ("2026-12-23 17:00", "2026-12-28 08:00"),
        ("2026-03-28 12:00", "2026-03-30 08:00"),
        ("2026-10-24 12:00", "2026-10-26 08:00"),
    ],
)
def test_a_closed_path_says_when_it_opens_and_what_to_do_now(at, opens):
    directory = three_hospitals()
    always = replace(
        directory,
        rotas={
            line_id: tuple(replace(each, starts_on=date(2026, 1, 1)) for each in rotas)
            for line_id, rotas in directory.rotas.items()
        },
    )
    refused = refusal(always, local(at))
    assert refused.next_opening == local(opens)
    assert refused.fallback == FALLBACK
    assert refused.matrix_version == "2026-1"
    assert refused.reasons[1].code is ReasonCode.PATH_CLOSED
    assert refused.reasons[1].values == {"rule": "halvakut", "from": local(opens).isoformat()}


def test_the_next_opening_is_when_somebody_is_there_not_when_the_door_opens():
    directory = county(
        rule(steps=OWN),
        lines=(consult("mora", hours=weekly("10:00-12:00", range(3, 4))),),
        rotas=(mora_rota("mia", starts_on=date(2026, 12, 1)),),
    )
    refused = refusal(directory, local("2026-11-23 20:00"))
    assert refused.next_opening == local("2026-12-03 10:00")  # the first Thursday of December


def test_open_but_nobody_there_says_who_comes_next():
    directory = mora(mora_rota("mia", patterns=OFFICE_SHIFT))
    refused = refusal(directory, local("2026-11-24 20:00"))
    assert codes(refused.reasons) == [ReasonCode.RULE_CHOSEN, ReasonCode.NOBODY_ON_CALL]
    assert refused.next_opening == local("2026-11-25 08:00")


def test_alone_on_call_the_requester_reaches_the_next_one():
    directory = mora(mora_rota("mia", "moa", starts_on=date(2026, 11, 24)))
    refused = refusal(directory, excluding={"mia"})
    assert refused.next_opening == local("2026-11-25 08:00")


def test_a_person_without_number_is_followed_by_one_with():
    directory = mora(
        mora_rota("mia", "moa", starts_on=date(2026, 11, 24)), people={"mia": person("mia", None)}
    )
    assert refusal(directory).next_opening == local("2026-11-25 08:00")


def test_the_search_ends_at_its_horizon():
    at = local("2026-11-24 10:00")
    far = mora(mora_rota("mia", starts_on=at.date() + HORIZON + timedelta(days=1)))
    assert refusal(far, at).next_opening is None
    near = mora(mora_rota("mia", starts_on=at.date() + timedelta(days=90)))
    assert refusal(near, at).next_opening == local("2027-02-22 08:00")


def test_what_is_closed_all_summer_opens_when_the_summer_is_over():
    shut = [WeeklyHours(day, None, date(2026, 6, 15), date(2026, 8, 30)) for day in range(7)]
    hours = weekly("08:00-17:00", range(5))
    directory = county(
        rule(steps=OWN),
        lines=(consult("mora", hours=replace(hours, weekly=(*hours.weekly, *shut))),),
        rotas=(mora_rota("mia", starts_on=date(2026, 1, 1)),),
    )
    assert refusal(directory, local("2026-06-15 10:00")).next_opening == local("2026-08-31 08:00")


def test_a_role_that_is_not_on_the_path_has_neither_plan_nor_fallback():
    ambulance = replace(GP_IN_MORA, requester_role=RequesterRole.AMBULANS)
    refused = refusal(three_hospitals(), facts=ambulance)
    assert codes(refused.reasons) == [ReasonCode.PATH_NOT_FOR_ROLE]
    assert refused.reasons[0].values == {"path": "halvakut", "role": "ambulans"}
    assert (refused.fallback, refused.next_opening) == (None, None)


def test_a_specialty_no_rule_is_made_for_is_said():
    only = county(rule(specialties=frozenset({"neurologi"})))
    refused = refusal(only)
    assert codes(refused.reasons) == [ReasonCode.NO_RULE]
    assert refused.reasons[0].values["specialty"] == "kardiologi"
    assert "specialty" not in refusal(only, facts=NO_SPECIALTY).reasons[0].values


def test_a_rule_that_begins_to_hold_later_opens_then():
    directory = mora(mora_rota("mia"))
    coming = rule(steps=OWN, hours=None, valid_from=date(2026, 11, 26))
    later = replace(directory, matrix=replace(directory.matrix, rules=(coming,)))
    assert refusal(later).next_opening == local("2026-11-26 00:00")


def test_when_a_rule_ceases_to_hold_another_may_open():
    directory = mora(mora_rota("mia"))
    old = rule(id="a", steps=(), hours=None, valid_to=date(2026, 11, 25))
    new = rule(id="b", steps=OWN, hours=None)
    both = replace(directory, matrix=replace(directory.matrix, rules=(old, new)))
    assert refusal(both).next_opening == local("2026-11-26 00:00")
    eternal = replace(old, valid_to=date.max)
    never = replace(directory, matrix=replace(directory.matrix, rules=(eternal, new)))
    assert refusal(never).next_opening is None


def test_when_an_empty_day_rule_closes_the_night_rule_opens():
    directory = mora(mora_rota("mia"))
    day = rule(id="dag", steps=())
    night = rule(id="natt", steps=OWN, hours=weekly("17:00-08:00"))
    both = replace(directory, matrix=replace(directory.matrix, rules=(day, night)))
    assert refusal(both).next_opening == local("2026-11-24 17:00")


def test_unknown_places_and_units_are_refused_not_crashed():
    odd = replace(GP_IN_MORA, municipality="0000", specialty="alkemi", unit_id="ingen")
    assert refusal(three_hospitals(), facts=odd).next_opening is None


def test_years_the_calendar_does_not_know_are_refused():
    with pytest.raises(MomentOutOfRange):
        decide(GP_IN_MORA, three_hospitals(), TUESDAY.replace(year=9999))
