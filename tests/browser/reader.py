"""Somebody who knows nothing but the words on the screen: no address, no place in the page."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

SECOND = 1000


class Reader:
    """Reads, presses what is written, and fills in what is asked for."""

    def __init__(self, visitor: Visitor) -> None:
        self._page = visitor.page

    def reads(self, *words: str, within: float = 15) -> None:
        """Wait until all of it stands somewhere on the screen; seconds."""
        for one in words:
            place = self._page.get_by_text(one).locator("visible=true").first
            expect(place).to_be_visible(timeout=within * SECOND)

    def reads_nowhere(self, *words: str) -> None:
        """None of it stands on the screen."""
        for one in words:
            expect(self._page.get_by_text(one).locator("visible=true")).to_have_count(0)

    def presses(self, words: str, *, within: float = 15) -> None:
        """A button or a link, or else a line to unfold, or else a choice."""
        begins = re.compile("^" + re.escape(words))
        control = self._page.get_by_role("button", name=begins)
        control = control.or_(self._page.get_by_role("link", name=begins))
        fold = self._page.locator("summary").filter(has_text=words)
        choice = self._page.get_by_text(words, exact=True)
        anything = control.or_(fold).or_(choice).locator("visible=true").first
        expect(anything).to_be_visible(timeout=within * SECOND)
        seen = (one.locator("visible=true") for one in (control, fold, choice))
        next(one for one in seen if one.count()).first.click()

    def fills_in(self, question: str, answer: str) -> None:
        """A field, by what is asked."""
        self._page.get_by_label(question).first.fill(answer)

    def answers(self, question: str, answer: str) -> None:
        """One of the answers to a question."""
        group = self._page.get_by_role("group", name=re.compile("^" + re.escape(question)))
        group.get_by_text(answer, exact=True).click()

    def what_stands_in(self, question: str) -> str:
        """What a field holds already."""
        return self._page.get_by_label(question).first.input_value()

    def finds(self, pattern: str) -> str:
        """What stands on the screen in the one place the pattern marks."""
        found = re.search(pattern, self._page.locator("body").inner_text())
        assert found is not None, pattern
        return found.group(1)

    def saves_file(self, words: str) -> str:
        """What the file holds that a press on the words brings."""
        with self._page.expect_download() as download:
            self.presses(words)
        return download.value.path().read_text(encoding="utf-8")
