"""What is sent is read as what it says, or refused with a sentence: never guessed, never a 500."""

import json

import pytest

from models.tables.accounts import AccountRole
from tests.app.admitting import MORA_DESK

ASK = {"path": "halvakut", "municipality": "2062", "specialty": "kardiologi"}
DEEP = 100_000
DIGITS = "1" * 50_000
BROKEN: dict[str, list[str | bytes]] = {
    "for-djup-json": [
        "[" * DEEP,
        '{"path": ' + "[" * DEEP + "]" * DEEP + "}",
        '{"path": ' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "}",
    ],
    "for-langt-tal": [DIGITS, "-" + DIGITS, f'{{"path": {DIGITS}}}', '{"path": [1e999]}', "-1e999"],
    "namnet-star-tva-ganger": [
        '{"path": "halvakut", "path": "akut", "municipality": "2062"}',
        '{"path": "halvakut", "\\u0070ath": "halvakut", "municipality": "2062"}',
        '{"path": "halvakut", "municipality": {"a": 1, "a": 2}}',
    ],
    "inte-json": [
        '{"path": NaN}',
        '{"path": Infinity}',
        '{"path": -Infinity}',
        '{"path": "halvakut",}',
        "{'path': 'halvakut'}",
        '{"path": "halv\nakut"}',
        '{"path": "\\ud800"}',
        '{"\\udfff": "halvakut"}',
        '{"path": "\\udc00\\ud800"}',
        '{"path": 01}',
        '{"path": "halvakut"} {"path": "halvakut"}',
        "path=halvakut",
        b'{"path": "\xe5"}',
        '{"path": "halvakut"}'.encode("utf-16"),
        "\x00",
        " ",
    ],
}
CASES = [(slug, body) for slug, bodies in BROKEN.items() for body in bodies]


def sent(caller, body, *, path="/requests", content_type="application/json", **more):
    return caller().post(path, data=body, content_type=content_type, **more)


@pytest.mark.parametrize(("slug", "body"), CASES, ids=lambda value: repr(value)[:30])
def test_what_is_no_json_or_could_mean_two_things_is_refused(caller, slug, body):
    answer = sent(caller, body)
    assert answer.status_code == 400, answer.json
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == f"urn:kontaktvagar:problem:{slug}"


LIKE_JSON = [one for _slug, one in CASES if one[:1] in {"{", "["}]


@pytest.mark.parametrize("body", LIKE_JSON, ids=lambda value: repr(value)[:30])
def test_a_file_of_beds_is_read_by_the_same_rule(caller, body):
    desk = caller(AccountRole.VARDPLATSKOORDINATOR, unit_id=MORA_DESK)
    answer = desk.post("/beds/import", data=body, content_type="application/json")
    assert answer.status_code == 422, answer.json
    assert answer.json["faults"] > 0


def test_a_name_that_is_somebody_is_not_repeated(caller):
    answer = sent(caller, '{"811218-9876": 1, "811218-9876": 1}')
    assert answer.status_code == 400
    assert "9876" not in answer.get_data(as_text=True)


def test_a_byte_order_mark_can_only_mean_one_thing(caller):
    body = b"\xef\xbb\xbf" + json.dumps(ASK | {"callback_number": "0701740605"}).encode()
    assert sent(caller, body).status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "application/json; charset=finns-inte",
        "application/xml",
        "",
    ],
)
def test_a_body_of_another_kind_is_not_taken_for_an_empty_one(caller, content_type):
    answer = sent(caller, json.dumps(ASK), content_type=content_type)
    assert answer.status_code == 415
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", "application/x+json"])
def test_json_by_its_other_names(caller, content_type):
    body = json.dumps(ASK | {"callback_number": "0701740605"})
    assert sent(caller, body, content_type=content_type).status_code == 201


@pytest.mark.parametrize("path", ["/requests", "/beds/import", "/follow-up/import"])
def test_a_packed_body_is_refused_unread(caller, path):
    role = {
        "/requests": AccountRole.PRIMARVARDSLAKARE,
        "/beds/import": AccountRole.VARDPLATSKOORDINATOR,
        "/follow-up/import": AccountRole.PROCESSLEDARE,
    }[path]
    answer = caller(role).post(
        path,
        data=b"\x1f\x8b",
        content_type="application/json",
        headers={"Content-Encoding": "gzip"},
    )
    assert answer.status_code == 415
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", True),
        ("value", "4"),
        ("value", 4.5),
        ("value", 10**30),
        ("value", -(10**400)),
        ("value", [4]),
        ("value", {"value": 4}),
        ("understanding", False),
        ("result", 1),
        ("result", True),
        ("result", []),
        ("result", {}),
        ("result", "\u0000"),
    ],
)
def test_a_value_of_another_type_is_refused_by_its_name(caller, name, value):
    path = "/requests/00000000-0000-0000-0000-000000000000/outcome"
    answer = caller().post(path, json={name: value})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [name]


@pytest.mark.parametrize("value", ["nej", "true", "off", 0, 1, [], {}, 1.0])
def test_a_yes_or_no_is_true_or_false(caller, value):
    answer = caller().post("/requests", json=ASK | {"life_threatening": value})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["life_threatening"]


@pytest.mark.parametrize("body", ["null", "[]", '"x"', "4", "true", "[{}]"])
def test_a_body_is_an_object(caller, body):
    answer = sent(caller, body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["detail"] == "Ska vara ett JSON-objekt."


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("/plan?path=halvakut&path=akut&specialty=kardiologi", "path"),
        ("/plan?path=halvakut&specialty=kardiologi&at=", "at"),
        ("/plan?path=&specialty=kardiologi", "path"),
        ("/beds?hospitl=mora", "hospitl"),
        ("/beds?specialty=medicin&specialty=kirurgi", "specialty"),
        ("/shifts?days=1_0", "days"),
        ("/shifts?days=", "days"),
        ("/shifts?days=%2B7", "days"),
        ("/notices?limit=%D9%A3", "limit"),
        ("/notices?limit=%205%20", "limit"),
        ("/notices?limit=5.0", "limit"),
        ("/notices?limit=" + "9" * 5000, "limit"),
        ("/directory/units?open_now=", "open_now"),
        ("/directory/units?kind=", "kind"),
        ("/directory/units?q=%00", "q"),
        ("/radiology/hours?municipality=Moora", "municipality"),
        ("/radiology/hours?modality=", "modality"),
    ],
)
def test_an_address_is_read_as_it_is_written(caller, query, field):
    role = AccountRole.SPECIALIST if query.startswith("/shifts") else AccountRole.PRIMARVARDSLAKARE
    answer = caller(role).get(query)
    assert answer.status_code == 422, answer.json
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_the_language_may_stand_in_any_address(caller):
    assert caller().get("/beds?lang=en").status_code == 200


def test_the_sentence_of_a_field_is_not_lost(caller):
    said = caller().get("/notices?limit=0").json["errors"][0]["detail"]
    assert said == "Ska vara från 1 till 200."
    said = caller().get("/on-call?at=i-morgon").json["errors"][0]["detail"]
    assert said.startswith("Ska vara en tidpunkt")


def test_radiology_is_asked_by_code_or_name_as_everything_else(caller):
    by_code, by_name = (
        caller().get(f"/radiology/hours?municipality={one}").json["sites"]
        for one in ("2062", "Mora")
    )
    assert by_code == by_name
    assert by_name[0] == "mora-rontgen"
