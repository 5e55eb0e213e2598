"""A slow network between two taps: what was chosen or typed meanwhile stays, and is saved."""

import pytest
from playwright.sync_api import APIResponse, Route, expect

ACUTE = "/kontakt/akut/plan?specialty=kirurgi&livshotande=nej"


@pytest.fixture
def gp(arrive):
    """The GP in Mora, with a phone in the hand."""
    return arrive("lakare.mora")


@pytest.fixture
def hold(gp):
    """Keeps what the page asks for at an address, until it is let go; gives what is kept."""

    def keep(address: str) -> list[Route]:
        kept: list[Route] = []
        gp.page.route(address, lambda route: kept.append(route))
        return kept

    return keep


def waits_for(gp, kept, *, number):
    for _turn in range(750):  # fifteen seconds, as long as everything else in a browser is awaited
        if len(kept) >= number:
            return
        gp.page.wait_for_timeout(20)
    raise AssertionError("it was never asked for")


def test_what_is_chosen_while_the_plan_is_asked_for_stays_chosen(gp, hold):
    gp.goes_to(ACUTE)
    kept = hold("**/plan/visa")
    municipality = gp.page.get_by_label("Patientens kommun")
    municipality.select_option(label="Orsa")
    waits_for(gp, kept, number=1)
    gp.page.get_by_text("Inom en timme").click()
    gp.page.get_by_label("Situation").fill("Buksmärta sedan i morse")
    gp.page.get_by_label("Vi ringer dig på").fill("070-174 06 55")
    drawn = gp.page.locator("#plan-form").element_handle()
    kept[0].continue_()
    drawn.wait_for_element_state("hidden")  # and another has taken its place
    expect(municipality.locator("option:checked")).to_have_text("Orsa")
    expect(gp.page.get_by_label("Inom en timme")).to_be_checked()
    expect(gp.page.get_by_label("Situation")).to_have_value("Buksmärta sedan i morse")
    expect(gp.page.get_by_label("Vi ringer dig på")).to_have_value("070-174 06 55")


def test_a_choice_under_the_finger_is_chosen_although_the_plan_is_drawn_anew(gp, hold):
    gp.goes_to(ACUTE)
    kept = hold("**/plan/visa")
    gp.page.get_by_label("Patientens kommun").select_option(label="Orsa")
    waits_for(gp, kept, number=1)
    gp.page.get_by_text("Inom en timme").hover()
    gp.page.mouse.down()
    drawn = gp.page.locator("#plan-form").element_handle()
    kept[0].continue_()
    drawn.wait_for_element_state("hidden")
    gp.page.mouse.up()
    expect(gp.page.get_by_label("Inom en timme")).to_be_checked()


def test_of_two_municipalities_the_last_chosen_is_the_one(gp, hold):
    gp.goes_to(ACUTE)
    kept = hold("**/plan/visa")
    municipality = gp.page.get_by_label("Patientens kommun")
    municipality.select_option(label="Orsa")
    waits_for(gp, kept, number=1)
    municipality.select_option(label="Falun")
    waits_for(gp, kept, number=2)
    drawn = gp.page.locator("#plan-form").element_handle()
    kept[1].continue_()
    drawn.wait_for_element_state("hidden")
    expect(municipality.locator("option:checked")).to_have_text("Falun")
    expect(gp.page.locator(".ladder__step").first).to_contain_text("Kirurgkliniken Falun")


def test_what_is_typed_before_the_script_has_come_is_saved_when_it_comes(gp, hold):
    gp.goes_to(ACUTE)
    gp.page.get_by_text("Inom en timme").click()
    kept = hold("**/htmx.min.js*")
    gp.page.get_by_role("button", name="Ring upp mig").click(no_wait_after=True)
    background = gp.page.get_by_label("Bakgrund")
    expect(gp.page.get_by_role("heading", name="Berätta för kollegan")).to_be_visible()
    background.fill("Opererad 2019")
    waits_for(gp, kept, number=1)
    kept[0].continue_()
    gp.sees("Sparat – den som svarar ser det")
    gp.tap(gp.button("Avbryt"))
    gp.sees_state("Avbruten")


def test_a_late_answer_to_a_press_does_not_stand_when_the_page_knew_better(gp, lab):
    phone, late = answered_late(gp, lab)
    ((route, answer),) = late
    route.fulfill(response=answer)
    gp.page.wait_for_timeout(2_500)  # it stands there, and the page asks anew
    phone.is_quiet()


def test_nor_does_it_when_nothing_new_is_said_just_after_it(gp, lab):
    phone, late = answered_late(gp, lab)
    nothing_new: list[tuple[Route, APIResponse]] = []

    def keep(route: Route) -> None:
        said = route.fetch()
        if said.status == 304 and not nothing_new:
            nothing_new.append((route, said))
        else:
            route.fulfill(response=said)

    lab.visitor.page.route("**/live", keep)
    waits_for(gp, nothing_new, number=1)
    for route, answer in [*late, *nothing_new]:
        route.fulfill(response=answer)
    gp.page.wait_for_timeout(2_500)
    phone.is_quiet()


def answered_late(gp, lab):
    """A phone that was answered and put down, and the answer to its first press, not yet let go."""
    gp.goes_to(ACUTE)
    gp.page.get_by_text("Inom en timme").click()
    number = gp.page.get_by_label("Vi ringer dig på").input_value()
    gp.tap(gp.button("Ring upp mig"))
    phone = lab.phone(number)
    late: list[tuple[Route, APIResponse]] = []
    lab.visitor.page.route("**/answer", lambda route: late.append((route, route.fetch())), times=1)
    phone.rings()
    phone.card.get_by_role("button", name="Svara").click(no_wait_after=True)
    gp.tap(gp.button("Avbryt"))
    phone.is_quiet()
    return phone, late
