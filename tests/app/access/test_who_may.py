"""One rule decides for page, API and phone alike: every address, every role, one table."""

from collections import defaultdict

import pytest

from tests.app.access.people import API, ROLES, named
from tests.app.access.walk import asked_about, guarded, table

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]  # the walk is made once, for all


def test_every_address_that_asks_for_permission_stands_in_the_table(walk):
    written = {(row.method, row.rule) for row in table()}
    assert written == set(walk.verbs)
    assert len({row.name for row in table()}) == len(table())


def test_a_role_without_the_permission_is_kept_out_before_the_view(walk):
    for row in table():
        outside = [one for one in walk.world.people.values() if not walk.has_the_role(one, row)]
        assert not row.who & {one.name for one in outside}, row.name
        for one in outside[:1]:
            assert walk.ask(row, one).status == 403, (row.name, one.name)


def test_who_is_let_in(answers):
    got = defaultdict(set)
    for answer in answers:
        assert answer.status < 500, answer
        assert answer.status != 401, answer
        if answer.is_let_in:
            got[answer.row].add(answer.person)
    wrong = {
        row.name: (sorted(got[row]), sorted(row.who))
        for row in table()
        if got[row] != row.who & asked_about(row)
    }
    assert wrong == {}


def test_nobody_is_let_in_without_signing_in_whatever_the_method(walk):
    for row in table():
        for method in (row.method, "HEAD" if row.method == "GET" else "OPTIONS"):
            answer = walk.ask_as_nobody(row, method)
            sends_form = method == "POST" and row.rule != "/logga-ut"
            kept_out = 401 if row.rule.startswith(API) or sends_form else 302
            assert answer.status_code == kept_out, (row.name, method)
            answer.close()


def test_the_planted_words_are_read_by_those_they_are_for_and_nobody_else(walk, answers):
    readers = defaultdict(set)
    for answer in answers:
        for word in answer.read:
            readers[word].add(answer.person)
    assert dict(readers) == {one.word: named(one.readers) for one in walk.world.planted}


def test_whatever_is_read_has_been_noted(walk, answers):
    planted = {one.word: one for one in walk.world.planted}
    unnoted = [
        (answer.row.name, answer.person, word)
        for answer in answers
        for word in answer.read
        if answer.person != planted[word].written_by
        and not answer.noted & (planted[word].things | {answer.made})
    ]
    assert unnoted == []


@pytest.mark.parametrize(
    "address", ["/arenden/<request_id>", "/api/v1/requests/<uuid:request_id>/decisions"]
)
def test_what_cannot_be_noted_is_not_shown(walk, address):
    row = next(one for one in table() if (one.rule, one.case) == (address, "talk"))
    gp = walk.world.people["gp"]
    assert "Beslutsord" in walk.ask(row, gp).read
    answer = walk.without_a_log(row, gp)
    assert answer.status_code >= 500
    assert "Beslutsord" not in answer.get_data(as_text=True)
    assert "Beslutsord" in walk.ask(row, gp).read


def test_a_part_that_asks_for_itself_is_one_line_until_it_shows_something_new(walk):
    row = next(
        one for one in table() if (one.rule, one.case) == ("/avdelning/<admission_id>", "talk")
    )
    walk.forget_shown()
    medicine, address = walk.world.people["medicine"], walk.address(row)
    for path in (f"{address}/lage", f"{address}/lage", address, f"{address}/lage", address):
        assert "Samtalsord" in medicine.asks("GET", path, None).get_data(as_text=True)
    assert walk.times_noted(medicine) == 3  # the first part, and each whole page
    walk.put_back()


def test_the_same_people_see_the_same_things_on_a_page_and_over_the_api(answers):
    pairs = {
        "GET /arenden/<request_id>": "GET /api/v1/requests/<uuid:request_id>",
        "GET /rontgen": "GET /api/v1/radiology/bookings",
        "GET /inkorg": "GET /api/v1/notices",
    }
    read: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for answer in answers:
        read[f"{answer.row.method} {answer.row.rule}"] |= {
            (answer.person, word) for word in answer.read
        }
    for page, address in pairs.items():
        assert read[page] >= read[address], (page, address)


def test_every_person_of_the_table_is_somebody():
    assert set().union(*(row.who for row in table())) == set(ROLES)


def test_public_addresses_are_few_and_known(walk):
    rules = {rule.rule for rule in walk.app.url_map.iter_rules()}
    ours = {rule for rule in rules if not rule.startswith(("/phone-lab", "/webhooks/", "/static/"))}
    assert ours - {rule for _method, rule in guarded(walk.app)} == {
        "/api/v1/openapi.json",
        "/health/live",
        "/health/ready",
        "/logga-in",
        "/tillganglighet",
    }
