"""What holds for every page: who gets in, no inline code, one heading."""

import re
from pathlib import Path

import pytest

from app.auth.permissions import ALLOWED, Verb
from models.tables.accounts import AccountRole

pytestmark = pytest.mark.slow

PAGES = {
    "/": Verb.USE_SERVICE,
    "/kontakt/forslag?q=hj": Verb.SEE_PLAN,
    "/arenden": Verb.CREATE_REQUEST,
    "/avdelning": Verb.ANSWER_FOR_WARD,
    "/avdelning/lage": Verb.ANSWER_FOR_WARD,
    "/jour": Verb.SEE_ON_CALL,
    "/jour/pass": Verb.CHANGE_SHIFT,
    "/jour/inkommande": Verb.ANSWER_CONTACT,
    "/obesvarade": Verb.SEE_UNANSWERED,
    "/utfall": Verb.RECORD_OUTCOME,
    "/sok": Verb.CREATE_REQUEST,
    "/drift": Verb.SEE_OPERATION,
    "/inkorg": Verb.READ_NOTICES,
    "/installningar/kontakt": Verb.SET_PREFERENCES,
    "/ringkod": Verb.USE_CALLER_CODE,
    "/vardplatser": Verb.SEE_BEDS,
    "/vardplatser/lage": Verb.SEE_BEDS,
    "/vardplatser/mora-medicinavdelning": Verb.SEE_BEDS,
    "/katalog": Verb.SEARCH_DIRECTORY,
    "/katalog/mora-lasarett": Verb.SEARCH_DIRECTORY,
    "/uppfoljning": Verb.SEE_FOLLOW_UP,
    "/uppfoljning/nekade": Verb.SEE_FOLLOW_UP,
    "/analys/export": Verb.EXPORT_CONTACTS,
    "/analys/datakatalog": Verb.EXPORT_CONTACTS,
    "/tillganglighet": Verb.USE_SERVICE,
}
WHOLE = [
    path
    for path in PAGES
    if path
    not in {"/kontakt/forslag?q=hj", "/jour/inkommande", "/vardplatser/lage", "/avdelning/lage"}
]
ROOT = Path(__file__).parents[3]
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", re.I)


@pytest.mark.parametrize("role", AccountRole)
def test_each_role_sees_its_pages_and_no_others(visitor, role):
    someone = visitor(role)
    answers = {path: someone.get(path, follow_redirects=True).status_code for path in PAGES}
    assert answers == {path: 200 if role in ALLOWED[verb] else 403 for path, verb in PAGES.items()}


@pytest.mark.parametrize("role", AccountRole)
def test_the_menu_leads_nowhere_forbidden(visitor, role):
    someone = visitor(role)
    page = someone.get("/inkorg").get_data(as_text=True)
    links = re.findall(r'class="site-nav__link" href="([^"]+)"', page)
    begun = someone.get("/")
    assert links[0] == (begun.location or "/")
    assert links[0] in page.partition('class="brand"')[2].partition(">")[0]
    assert {someone.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("path", WHOLE)
def test_a_page_has_its_landmarks_and_no_inline_code(gp, visitor, path):
    others = {
        "/analys/export": AccountRole.ANALYTIKER,
        "/analys/datakatalog": AccountRole.ANALYTIKER,
        "/avdelning": AccountRole.VARDPLATSKOORDINATOR,
        "/drift": AccountRole.ADMINISTRATOR,
        "/uppfoljning": AccountRole.PROCESSLEDARE,
        "/uppfoljning/nekade": AccountRole.PROCESSLEDARE,
    }
    someone = visitor(others[path]) if path in others else gp
    page = someone.get(path).get_data(as_text=True)
    assert '<html lang="sv">' in page
    assert len(re.findall(r"<h1\b", page)) == 1
    assert len(re.findall(r"<main\b", page)) == 1
    assert 'href="#innehall"' in page
    assert "Exempeldata – fiktiva nummer" in page
    assert INLINE.findall(page) == []


def test_no_template_holds_inline_code():
    templates = [*(ROOT / "templates" / "web").rglob("*.html")]
    assert len(templates) > 20
    offenders = [path.name for path in templates if INLINE.search(path.read_text("utf-8"))]
    assert offenders == []


@pytest.mark.parametrize(
    "path",
    [
        "/finns-inte",
        "/kontakt/genvag",
        "/katalog/finns-inte",
        "/arenden/finns-inte",
        "/arenden/%00",
        "/arenden/00000000-0000-4000-8000-000000000000",
        "/jour/ta-over/finns-inte",
    ],
)
def test_an_address_that_leads_nowhere_says_so_in_swedish(gp, path):
    assert "Sidan finns inte" in gp.text(path, status=404)


def test_whom_a_path_is_not_for_is_told(visitor):
    someone = visitor(AccountRole.AMBULANS, unit_id="ambulans-mora")
    assert "Du har inte behörighet" in someone.text("/kontakt/halvakut", status=403)


def test_a_form_without_its_token_changes_nothing(gp):
    answer = gp.client.post("/kontakt/halvakut/plan", data={"specialty": "kardiologi"})
    assert answer.status_code == 400
    assert "Inga kontakter än" in gp.text("/arenden")
