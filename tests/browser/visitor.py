"""Somebody at a screen: signs in, taps, and complains about everything that is not in order."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Response,
    ViewportSize,
    expect,
)

from tests.browser.audit import audit

PHONE = ViewportSize(width=360, height=800)
DESKTOP = ViewportSize(width=1280, height=900)
SIZES = (PHONE, DESKTOP)
REFUSED = re.compile(r"(?:status of|Status Error Code) (4\d\d)")  # the browser's words, and htmx's
# What a page asks for anew gives up what it asked for before (hx-sync): htmx logs that as an error.
REPLACED = re.compile(r"^htmx:(sendAbort|afterRequest)")
NO_NETWORK = re.compile(r"net::ERR_INTERNET_DISCONNECTED|^htmx:(sendError|afterRequest|timeout)")


class Album:
    """The pictures of one test, numbered in the order they were taken, and what was wrong."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._taken = 0
        self.troubles: list[str] = []

    def take(self, page: Page, step: str) -> Path:
        """A picture of the whole page in ``artefacts/``, named by test and step."""
        self._taken += 1
        path = self._folder / f"{self._name}-{self._taken:02d}-{step}.png"
        page.evaluate("() => scrollTo(0, 0)")
        # To hide the caret is to write a style into each field, which the page's policy refuses
        # when htmx copies it just then.
        page.screenshot(path=path, full_page=True, caret="initial")
        return path


class Visitor:
    """One person with one page of their own; ``taps`` counts what they have pressed."""

    def __init__(self, context: BrowserContext, address: str, album: Album) -> None:
        self.context, self.address, self.album = context, address, album
        self.page = context.new_page()
        self.taps = 0
        self._expected: set[str] = set()
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self._complain(f"script error: {error}"))
        self.page.on("response", self._on_response)

    def expects_refusal(self, status: int) -> None:
        """The next pages may be answered with this status (4xx); the browser logs that too."""
        self._expected.add(str(status))

    @contextmanager
    def without_network(self) -> Iterator[None]:
        """The network is gone meanwhile; what the browser logs of that is no trouble."""
        self._expected.add(NO_NETWORK.pattern)
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)

    @contextmanager
    def with_silent_network(self) -> Iterator[None]:
        """Whatever is asked gets no answer meanwhile, and no error either."""
        self._expected.add(NO_NETWORK.pattern)
        self.page.route("**/*", lambda _route: None)
        yield
        self.page.unroute_all(behavior="ignoreErrors")

    def signs_in(self, username: str) -> None:
        """Through the form; the demonstration's passwords follow from the names."""
        self.goes_to("/logga-in")
        self.page.get_by_label("Användarnamn").fill(username)
        self.page.get_by_label("Lösenord").fill("exempel-" + username.replace(".", "-"))
        self.page.get_by_role("button", name="Logga in").click()
        expect(self.page).not_to_have_url(re.compile("/logga-in"))

    def goes_to(self, path: str) -> None:
        """Open a page of the service."""
        self.page.goto(self.address + path)

    def tap(self, target: Locator) -> None:
        """Press something, and count it."""
        self.taps += 1
        target.click()

    def button(self, name: str) -> Locator:
        """A button by what stands on it."""
        return self.page.get_by_role("button", name=name)

    def link(self, name: str) -> Locator:
        """A link by what stands on it."""
        return self.page.get_by_role("link", name=name)

    def sees(self, text: str, *, within: float = 15) -> None:
        """Wait until a text stands on the page; seconds."""
        place = self.page.locator("main, .strip").get_by_text(text).first
        expect(place).to_be_visible(timeout=within * 1000)

    def sees_state(self, title: str, *, within: float = 15) -> None:
        """Wait until the live part of a contact carries this title; seconds."""
        expect(self.page.locator(".live__title")).to_contain_text(title, timeout=within * 1000)

    def sees_saved(self) -> None:
        """Wait until the outcome is said to be saved."""
        expect(self.page.locator("#utfall")).to_contain_text("sparat")

    def finds_at_once(self, target: Locator, *, sizes: Sequence[ViewportSize] = SIZES) -> None:
        """What to press is on the first screen, on each of them."""
        own = self.page.viewport_size
        for size in sizes:
            self.page.set_viewport_size(size)
            expect(target).to_be_in_viewport(ratio=1)
        if own:
            self.page.set_viewport_size(own)

    def looks(self, step: str, *, sizes: Sequence[ViewportSize] = ()) -> None:
        """Take a picture, and check the page as it stands, at its own size if none is given."""
        self.album.take(self.page, step)
        own = self.page.viewport_size
        for breach in audit(self.page, sizes or ([own] if own else [])):
            self._complain(f"{step} at {self._path()}: {breach}")

    def _path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def _complain(self, trouble: str) -> None:
        self.album.troubles.append(trouble)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        refused = REFUSED.search(message.text)
        lost = NO_NETWORK.search(message.text)
        why = refused.group(1) if refused else lost.re.pattern if lost else ""
        if why not in self._expected and not REPLACED.search(message.text):
            self._complain(f"console at {self._path()}: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self._complain(f"{response.status} from {response.url}")
