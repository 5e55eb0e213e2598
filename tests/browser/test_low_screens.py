"""A page enlarged four times, and a phone on its side: all of the screen is for what one reads."""

import pytest
from playwright.sync_api import ViewportSize

LOW = (ViewportSize(width=320, height=256), ViewportSize(width=740, height=360))
STAYS = """() => [...document.querySelectorAll("body *")]
  .filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position))
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 2)
  .map((one) => one.className)"""
PAGES = (
    "/",
    "/kontakt/halvakut",
    "/kontakt/halvakut/plan?specialty=kardiologi",
    "/arenden",
    "/jour",
    "/katalog?q=mora",
    "/vardplatser",
)


@pytest.mark.parametrize("size", LOW, ids=["enlarged", "on its side"])
def test_no_bar_covers_what_one_reads(arrive, size):
    gp = arrive("lakare.mora", size=size)
    for path in PAGES:
        gp.goes_to(path)
        assert gp.page.evaluate(STAYS) == [], path
        wide = gp.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], path
        gp.album.take(gp.page, path.strip("/").partition("?")[0].replace("/", "-") or "start")
