"""Every page for every role: axe, our own rules, the keyboard, and stillness for those who ask."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from models.tables.accounts import AccountRole
from seed_directory.accounts import read_demo_accounts
from seed_directory.loader import DALARNA
from tests.browser.visitor import DESKTOP, PHONE, SIZES

FAULTY = "decision_id,moved_24h,died_30d\nabc,ja,2\n"
PLAN = "/kontakt/halvakut/plan?specialty=kardiologi"
ONE_OF_EACH = {account.role: account.username for account in reversed(read_demo_accounts(DALARNA))}
# One unit looks like another; so does one contact, one shift, and one notice.
ALIKE = re.compile(
    r"(?<=^/katalog/)[^/]+|(?<=^/arenden/)[^/]+|(?<=^/jour/ta-over/)[^/]+"
    r"|(?<=^/jour/pass/).+|(?<=^/inkorg/)[^/]+|(?<=^/avdelning/)[^/]+"
    r"|(?<=^/vardplatser/)[^/]+"
)
# A no to akutspåret's first question leads on as well as a link.
LINKS = """() => [
  ...[...document.links].filter((link) => !link.closest('[hidden]')).map((link) => link.href),
  ...[...document.querySelectorAll('form[method=get] button[name=livshotande]')].map((button) => {
    const sent = new URLSearchParams(new FormData(button.form, button));
    return `${button.form.action}?${sent}`;
  }),
]"""
# What differs from one visit to the next, and from one person to the next, changes no layout.
SKELETON = """() => document.documentElement.outerHTML
  .replace(document.querySelector('.user-menu')?.outerHTML ?? '', '')
  .replace(/[\\w.-]{60,}|[0-9a-f]{8}-[0-9a-f-]{27}|data-server-now="[^"]*"/g, '')"""
FOCUS = """() => {
  const looks = (element) => {
    const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(element);
    return [outline, boxShadow, borderColor, backgroundColor].join();
  };
  const element = document.activeElement;
  if (element === document.body) return null;
  const face = element.matches('[type=radio]') ? element.nextElementSibling : element;
  const { left, top, width, height } = face.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const focused = looks(face);
  element.blur();
  const isSeen = focused !== looks(face);
  element.focus({ preventScroll: true, focusVisible: true });
  const isOnTop = !!above && (face.contains(above) || above.contains(face));
  return { name: element.id || element.textContent.trim().slice(0, 30), isSeen, isOnTop };
}"""
MOVING = """() => document.getAnimations().filter((animation) =>
  animation.playState === 'running' && animation.effect.getComputedTiming().activeDuration > 50
).length"""


@pytest.fixture(scope="session")
def seen():
    """The skeletons of the pages that have been checked."""
    return set()


def pages_of(visitor):
    """Every kind of page that can be reached by links from where one begins, each opened once."""
    visitor.goes_to("/")
    begun = urlsplit(visitor.page.url).path
    waiting, known = [begun, "/tillganglighet"], {"/", begun, "/tillganglighet"}
    while waiting:
        path = waiting.pop(0)
        visitor.goes_to(path)
        yield path
        for href in visitor.page.evaluate(LINKS):
            if not href.startswith(visitor.address):
                continue
            where = urlsplit(href)
            kind = ALIKE.sub("*", where.path) + ("?nej" if "livshotande" in where.query else "")
            if kind not in known:
                known.add(kind)
                waiting.append(f"{where.path}?{where.query}" if where.query else where.path)


@pytest.mark.parametrize("role", list(AccountRole), ids=str)
def test_every_page_of_a_role(arrive, seen, role):
    visitor = arrive(ONE_OF_EACH[role])
    titles: dict[str, str] = {}
    for path in pages_of(visitor):
        title = visitor.page.title()
        assert titles.setdefault(title, path) == path, f"{title}: {path} and {titles[title]}"
        skeleton = visitor.page.evaluate(SKELETON)
        if skeleton not in seen:
            seen.add(skeleton)
            visitor.looks(re.sub(r"\W+", "-", path).strip("-") or "start", sizes=SIZES)
    assert len(titles) >= 3


def test_pages_for_nobody(arrive):
    visitor = arrive()
    visitor.expects_refusal(401)
    visitor.goes_to("/logga-in")
    visitor.looks("login", sizes=SIZES)
    visitor.page.get_by_label("Användarnamn").fill("lakare.mora")
    visitor.page.get_by_label("Lösenord").fill("fel")
    visitor.button("Logga in").click()
    visitor.sees("Fel användarnamn eller lösenord.")
    visitor.looks("login-wrong", sizes=SIZES)
    visitor.button("Logga in").click()
    visitor.sees("Skriv ditt lösenord.")
    visitor.looks("login-empty", sizes=SIZES)


def test_refusals(arrive):
    gp = arrive("lakare.mora")
    for path, status in (
        ("/finns-inte", 404),
        ("/analys/export", 403),
        ("/kontakt/halvakut/plan?specialty=hjartan", 422),
        (PLAN + "&municipality=9999", 422),
    ):
        gp.expects_refusal(status)
        gp.goes_to(path)
        gp.looks(f"refused-{status}", sizes=SIZES)
    gp.goes_to(PLAN)
    gp.page.get_by_label("Vi ringer dig på").fill("12")
    gp.button("Ring upp mig").click()
    number = gp.page.get_by_label("Vi ringer dig på")
    expect(number).to_have_attribute("aria-invalid", "true")
    expect(number).to_have_accessible_description(re.compile("Numret går inte att ringa"))
    gp.looks("bad-number", sizes=SIZES)
    analyst = arrive("analytiker")
    analyst.expects_refusal(422)
    analyst.goes_to("/analys/export?from=2026-11-23&to=2026-11-01")
    analyst.sees("Sista dagen kan inte vara före den första.")
    analyst.looks("bad-period", sizes=SIZES)


def test_a_file_with_faults(arrive):
    leader = arrive("processledare")
    leader.goes_to("/uppfoljning")
    leader.page.get_by_label("Ifylld mall").set_input_files(
        {"name": "fel.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    )
    leader.expects_refusal(422)
    leader.tap(leader.button("Läs in"))
    leader.sees("Filen är inte inläst")
    leader.sees("3 fel. Inget har ändrats.")
    leader.looks("follow-up-faults", sizes=SIZES)
    leader.goes_to("/uppfoljning/nekade?vecka=hej")
    leader.sees("Skriv veckan som 2026-W47.")
    leader.looks("refusals-no-week", sizes=SIZES)


def test_the_phone_lab(arrive, lab):
    lab.visitor.looks("lab", sizes=SIZES)
    gp = arrive("lakare.mora")
    gp.goes_to(PLAN)
    phone = lab.phone(gp.page.get_by_label("Vi ringer dig på").input_value())
    gp.tap(gp.button("Ring upp mig"))
    phone.rings()
    lab.visitor.looks("lab-ringing", sizes=SIZES)
    phone.comes_to_the_phone()
    lab.visitor.looks("lab-answered", sizes=SIZES)


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_the_keyboard_alone(arrive, size):
    gp = arrive("lakare.mora", size=size, reduced_motion="reduce")
    gp.goes_to(PLAN)
    gp.page.keyboard.press("Tab")
    skip = gp.link("Hoppa till innehållet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    gp.page.keyboard.press("Enter")
    expect(gp.page.locator("main")).to_be_focused()
    passed: list[dict[str, Any]] = []
    while not passed or passed[-1]["name"] != "Tillgänglighet":
        gp.page.keyboard.press("Tab")
        focus = gp.page.evaluate(FOCUS)
        assert focus, f"the focus is lost after {passed[-1:]}"
        passed.append(focus)
        assert len(passed) < 60
    assert len(passed) > 8
    unseen = [focus["name"] for focus in passed if not (focus["isSeen"] and focus["isOnTop"])]
    assert not unseen, f"one cannot see where one is at {unseen}, of {passed}"


def test_two_taps_with_the_keyboard(arrive, lab):
    gp = arrive("lakare.mora", size=DESKTOP)
    expect(gp.page.get_by_label("Vad gäller det?")).to_be_focused()
    gp.page.keyboard.type("hjärta")
    expect(gp.page.locator("#forslag a").first).to_be_visible()
    gp.page.keyboard.press("Enter")
    call = gp.button("Ring upp mig")
    expect(call).to_be_visible()
    call.focus()
    gp.page.keyboard.press("Enter")
    gp.sees_state("Vi ringer dig")
    assert gp.taps == 0
    lab.phone("Per Övningshed").rings()


def test_nothing_moves_for_those_who_want_stillness(arrive, lab):
    gp = arrive("lakare.mora", size=PHONE)
    gp.goes_to(PLAN)
    gp.button("Ring upp mig").click()
    gp.sees_state("Vi ringer dig")
    # There is something that could stand still, once the page has drawn it.
    waits_until_it_moves(gp.page, wanted=True)
    gp.page.emulate_media(reduced_motion="reduce")
    waits_until_it_moves(gp.page, wanted=False)
    lab.phone("Per Övningshed").rings()


def waits_until_it_moves(page, *, wanted):
    """Asked from outside: the page's own content policy allows no waiting inside it."""
    for _turn in range(50):
        if bool(page.evaluate(MOVING)) is wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing moves" if wanted else "something moves")


@pytest.mark.parametrize(
    ("path", "most"),
    [(PLAN, 3), ("/kontakt/akut/plan?specialty=kirurgi&livshotande=nej", 4)],
)
def test_the_keyboard_comes_to_what_the_page_is_for_in_a_few_steps(arrive, path, most):
    """Past the menu by the link that jumps over it; without it the menu comes between."""
    gp = arrive("lakare.mora", size=DESKTOP)
    gp.goes_to(path)
    press, focused = gp.page.keyboard.press, "document.activeElement.textContent.trim()"
    press("Tab")
    assert gp.page.evaluate(focused) == "Hoppa till innehållet"
    press("Enter")
    passed: list[str] = []
    while "Ring upp mig" not in passed and len(passed) < 20:
        press("Tab")
        passed.append(gp.page.evaluate(focused))
    assert len(passed) <= most, passed
