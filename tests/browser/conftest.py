"""A real browser at the real demonstration; anything out of order fails the test."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect, sync_playwright

from tests.browser.demo_server import DemoServer, demo_server
from tests.browser.lab import Lab
from tests.browser.visitor import PHONE, Album, Visitor

HERE = Path(__file__).parent
ARTEFACTS = HERE.parents[1] / "artefacts"
MONDAY, SATURDAY_NIGHT = "2026-11-23T10:00", "2026-11-21T22:00"
PATIENCE = 15_000  # ms; the machine may be busy
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # root in a container has no other
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Arrive = Callable[..., Visitor]


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser, and more time than other tests."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(240))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[Any]) -> Any:
    """Remember a failure, so that what was on the screens then is kept."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Where pictures and logs end up."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="session")
def server_log(artefacts, request) -> Callable[[str], Path]:
    """Where a server says what it does; each worker has servers of its own."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "one")
    return lambda name: artefacts / f"server-{name}-{worker}.log"


@pytest.fixture(scope="session")
def demo(server_log, tmp_path_factory) -> Iterator[DemoServer]:
    """A weekday at ten."""
    folder = tmp_path_factory.mktemp("weekday")
    with demo_server(MONDAY, folder=folder, log=server_log("weekday")) as server:
        yield server


@pytest.fixture(scope="session")
def weekend(server_log, tmp_path_factory) -> Iterator[DemoServer]:
    """A Saturday night, when the halvakuta spåret is closed."""
    folder = tmp_path_factory.mktemp("weekend")
    with demo_server(SATURDAY_NIGHT, folder=folder, log=server_log("weekend")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, the one without windows where there is one."""
    where = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert where, "Chromium is missing: make test-browser installs it"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=where, args=[*CHROMIUM_ARGUMENTS])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], Any]:
    """Cookies by address and account, so that each signs in through the form once."""
    return {}


@pytest.fixture
def album(artefacts, request) -> Iterator[Album]:
    """The pictures of this test; whatever was out of order fails it."""
    name = re.sub(r"[^\w.-]+", "-", request.node.name.removeprefix("test_")).strip("-")
    taken = Album(artefacts, name)
    yield taken
    assert not taken.troubles, "\n".join(dict.fromkeys(taken.troubles))


@pytest.fixture
def arrive(browser, demo, album, sessions, request) -> Iterator[Arrive]:
    """``arrive("lakare.mora", size=PHONE)``: somebody signed in, in a fresh window.

    ``None`` for somebody who has not signed in; ``at`` another server; ``options`` of the window.
    """
    contexts: list[BrowserContext] = []

    def come(
        username: str | None = None,
        *,
        size: ViewportSize = PHONE,
        at: DemoServer = demo,
        **options: Any,
    ) -> Visitor:
        kept = sessions.get((at.address, username)) if username else None
        context = browser.new_context(
            viewport=size, has_touch=size == PHONE, locale="sv-SE", storage_state=kept, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visitor = Visitor(context, at.address, album)
        if username and kept is None:
            visitor.signs_in(username)
            sessions[at.address, username] = context.storage_state()
        elif username:
            visitor.goes_to("/")
        return visitor

    yield come
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                album.take(page, "failed")
        context.close()


@pytest.fixture
def lab(arrive) -> Iterator[Lab]:
    """The phone lab on a screen beside; silent again afterwards."""
    opened = Lab(arrive(size=ViewportSize(width=1280, height=900)))
    yield opened
    opened.hang_up_all()
