"""Fingers on the phones of the lab, through its page."""

from contextlib import suppress

from playwright.sync_api import Error, Locator, expect

from tests.browser.visitor import Visitor

SECOND = 1000
ACT = '.lab-card button[id^="decline-"], .lab-card button[id^="hang-up-"]'


class LabPhone:
    """One phone, by the name or number that stands on it."""

    def __init__(self, lab: "Lab", name: str) -> None:
        self._lab, self._name = lab, name

    @property
    def card(self) -> Locator:
        """Its card; there only while the phone rings or talks."""
        return self._lab.visitor.page.get_by_role("article").filter(
            has=self._lab.visitor.page.locator("header", has_text=self._name)
        )

    def rings(self, *, within: float = 15) -> None:
        """Wait until it rings; seconds."""
        state = self.card.get_by_text("Ringer", exact=True)
        expect(state).to_be_visible(timeout=within * SECOND)

    def is_quiet(self, *, within: float = 15) -> None:
        """Wait until it neither rings nor talks; seconds."""
        expect(self.card).to_have_count(0, timeout=within * SECOND)

    def answers(self) -> None:
        """Pick it up."""
        self.rings()
        self.card.get_by_role("button", name="Svara").click()
        expect(self.card.get_by_text("I samtal")).to_be_visible()

    def comes_to_the_phone(self) -> None:
        """Pick it up, and press the key that says so, as whoever asks does."""
        self.answers_with("1", hearing="så ringer vi")

    def answers_with(self, digit: str, *, hearing: str = "Tryck 1") -> None:
        """Pick it up, and press a key once the question is heard: before that nobody listens."""
        self.answers()
        self.hears(hearing)
        self.presses(digit)

    def hears(self, words: str, *, within: float = 15) -> None:
        """Wait until it hears something with these words; seconds."""
        hearing = self.card.locator(".lab-card__hearing")
        expect(hearing).to_contain_text(words, timeout=within * SECOND)

    def presses(self, digit: str) -> None:
        """One key."""
        self.card.get_by_role("button", name=digit, exact=True).click()

    def hangs_up(self) -> None:
        """End the call."""
        self.card.get_by_role("button", name="Lägg på").click()
        self.is_quiet()


class Lab:
    """The page of the phone lab."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        visitor.goes_to("/phone-lab/")

    def phone(self, name: str) -> LabPhone:
        """A phone by the name or number that stands on it."""
        return LabPhone(self, name)

    def sees_talk(self, *names: str) -> None:
        """Wait until these people talk with one another."""
        talk = self.visitor.page.locator(".lab-conversation")
        for name in names:
            talk = talk.filter(has_text=name)
        expect(talk).to_be_visible()

    def behave(self, name: str, behaviour: str) -> None:
        """Choose what a phone does when it is rung, in the list below."""
        page = self.visitor.page
        page.get_by_label("Sök på namn").fill(name)
        row = page.locator(".lab-row")
        expect(row).to_have_count(1)
        expect(row).to_contain_text(name)
        # htmx hears what happens in a part it has put in when it has settled, 20 ms later.
        expect(page.locator("#lab-phone-list.htmx-added")).to_have_count(0)
        with page.expect_response(lambda response: response.url.endswith("/behaviour")):
            row.locator("select").select_option(label=behaviour)

    def hang_up_all(self) -> None:
        """Leave no phone ringing or talking, so that the next test begins in silence."""
        page = self.visitor.page
        self.visitor.goes_to("/phone-lab/")
        with suppress(Error):  # the other end of a call ends by itself while we look for its button
            while page.locator(ACT).count():
                page.locator(ACT).first.click(timeout=3 * SECOND)
                self.visitor.goes_to("/phone-lab/")
