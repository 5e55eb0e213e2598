"""Is a page for everybody? axe-core and our own rules, light and dark, narrow and wide."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LAYOUT_RULES = Path(__file__).with_name("layout_rules.js")
RUN_AXE = "(only) => axe.run(document, {resultTypes: ['violations'], ...only})"
# In the dark only the colours differ, so the rest is asked for once.
SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, list[str]]], ...] = (
    ("light", {}),
    ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]}),
)


def audit(page: Page, sizes: Sequence[ViewportSize]) -> list[str]:
    """All breaches on the page as it stands, as sentences; the page is left as it was found.

    Run through the debugger, so the page's own content policy stays in force.
    """
    before = page.viewport_size
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = []
    for size in sizes:
        page.set_viewport_size(size)
        found += _marked(f"{size['width']} px", page.evaluate(LAYOUT_RULES.read_text("utf-8")))
        for scheme, only in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            violations = page.evaluate(RUN_AXE, only)["violations"]
            found += _marked(f"{size['width']} px, {scheme}", map(_sentence, violations))
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    if before:
        page.set_viewport_size(before)
    return found


def _marked(where: str, breaches: Any) -> list[str]:
    return [f"{where}: {breach}" for breach in breaches]


def _sentence(violation: dict[str, Any]) -> str:
    nodes = "; ".join(f"{node['target']} {_why(node)}" for node in violation["nodes"][:4])
    return f"{violation['id']} ({violation['impact']}) × {len(violation['nodes'])}: {nodes}"


def _why(node: dict[str, Any]) -> str:
    return " / ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])
