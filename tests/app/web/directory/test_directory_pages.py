"""The directory's pages: every hit is reached, a code opens its contact, a slip is put right."""

import re

import pytest

from app.actions.shared.case_code import PREFIX, new_case_code, read_case_code
from models.tables.accounts import AccountRole

pytestmark = pytest.mark.slow


def units_on(someone, path):
    """The units a page lists, in order, and where the next page is."""
    page = someone.get(path).get_data(as_text=True)
    after = re.search(r'rel="next" href="([^"]+)"', page)
    hits = re.findall(r'hit__name"><a href="/katalog/([^"]+)"', page)
    return hits, after[1].replace("&amp;", "&") if after else ""


def test_every_unit_is_on_one_page_and_only_one(gp, dalarna):
    seen, path = [], "/katalog"
    while path:
        hits, path = units_on(gp, path)
        assert 0 < len(hits) <= 25
        seen += hits
    assert sorted(seen) == sorted(dalarna.units)


def test_the_pages_of_a_narrowed_search_stay_narrowed(gp, dalarna):
    hits, after = units_on(gp, "/katalog?slag=mottagning")
    assert "slag=mottagning" in after
    more, _last = units_on(gp, after)
    kinds = {dalarna.units[one].kind.value for one in hits + more}
    assert kinds == {"mottagning"}
    assert set(hits) & set(more) == set()


@pytest.mark.parametrize("page", ["0", "-1", "x", "999", "²", "99999999999", "", "1&sida=2"])
def test_a_page_that_is_none_shows_one_that_is(gp, page):
    assert "Sida " in gp.text(f"/katalog?sida={page}")


def test_the_whole_list_can_be_printed(gp, dalarna):
    page = gp.text("/katalog/lista?q=vårdcentral")
    assert dalarna.units["vc-mora"].name in page
    assert "Sida " not in page
    whole = gp.get("/katalog/lista").get_data(as_text=True)
    assert whole.count('scope="row"') == len(dalarna.units)
    assert gp.get("/katalog/lista?q=19121212-1212").status_code == 303


def test_a_slip_is_put_right_with_one_tap(gp):
    page = gp.get("/katalog?q=kardiolgi").get_data(as_text=True)
    assert "Menade du" in page
    where = re.search(r'class="meant" href="([^"]+)"', page)
    assert where is not None
    assert units_on(gp, where[1])[0]


def test_a_case_code_opens_its_contact_wherever_one_searches(gp, cardiologist, visitor):
    request_id = gp.starts()
    code = gp.contact(request_id).case_code
    for typed in (code, code.lower().replace("-", " "), code.replace("-", "")):
        for search in ("/", "/katalog"):
            answer = gp.post(search, q=typed)
            assert answer.location == f"/arenden/{request_id}", (typed, search)
    assert "Öppna ärendet" in gp.text(f"/katalog?q={code}")
    stranger = visitor(AccountRole.AMBULANS)
    assert stranger.post("/katalog", q=code).location == f"/katalog?q={code}"
    assert "Öppna ärendet" not in stranger.text(f"/katalog?q={code}")
    assert gp.post("/katalog", q="HV-ACFH").location == "/katalog?q=HV-ACFH"


def test_a_code_is_read_however_it_is_written_and_nothing_else_is_one():
    for path in PREFIX:
        for length in (4, 5, 6, 8):
            code = new_case_code(path, length)
            for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
                assert read_case_code(typed) == code
    for typed in (
        "",
        "HV",
        "HV-",
        "HV-I0O1",
        "XX-7F3K",
        "hjärta",
        "HV-7F3K-7F3K-7F3K",
        "070-1740605",
    ):
        assert read_case_code(typed) is None
