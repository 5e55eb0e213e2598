"""What a page weighs the first time, and that nothing moves while it comes."""

import pytest

HEAVIEST = 120_000  # bytes on the wire, all together, with nothing kept from before
MOST_MOVED = 0.02  # cumulative layout shift

SHIFTS = """
window.moved = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""

PAGES = (
    "/",
    "/kontakt/halvakut",
    "/kontakt/halvakut/plan?specialty=kardiologi",
    "/arenden",
    "/vardplatser",
    "/katalog?q=mora",
    "/jour",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_and_still(arrive, path):
    gp = arrive("lakare.mora")
    client = gp.context.new_cdp_session(gp.page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: dict[str, float] = {}
    client.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    gp.page.add_init_script(SHIFTS)
    gp.goes_to(path)
    gp.page.wait_for_load_state("networkidle" if path != "/jour" else "load")
    gp.page.wait_for_timeout(600)
    assert 0 < sum(sizes.values()) <= HEAVIEST, sizes
    assert gp.page.evaluate("window.moved") <= MOST_MOVED
    client.detach()
