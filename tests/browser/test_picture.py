"""The README's picture is taken of the real thing: the plan on a screen, the call on a phone."""

import base64
import os
from pathlib import Path

from playwright.sync_api import ViewportSize

from tests.browser.visitor import DESKTOP, PHONE

KEPT = Path(__file__).parents[2] / "docs" / "images" / "halvakut.png"
UPDATES = "UPDATE_IMAGES" in os.environ  # `make images`
MOST_BYTES = 300_000
BESIDE = """<style>
  body {{ margin: 0; padding: 32px; display: flex; gap: 32px; align-items: flex-start;
          background: #e9e2d6; width: max-content; }}
  img {{ display: block; height: 760px; border-radius: 14px;
         box-shadow: 0 6px 24px rgb(0 0 0 / 22%); }}
</style><img src="data:image/png;base64,{}"><img src="data:image/png;base64,{}">"""


def test_the_picture_of_the_readme(arrive, lab, browser, artefacts):
    plan = arrive("lakare.mora", size=DESKTOP)
    plan.goes_to("/kontakt/halvakut/plan?specialty=kardiologi")
    plan.sees("Vi ringer i den här ordningen")
    phone = lab.phone(plan.page.get_by_label("Vi ringer dig på").input_value())
    live = arrive("lakare.mora", size=PHONE, device_scale_factor=1.5)
    live.goes_to("/kontakt/halvakut/plan?specialty=kardiologi")
    live.button("Ring upp mig").click()
    phone.answers()
    live.sees_state("Ringer")
    shots = [base64.b64encode(one.page.screenshot()).decode() for one in (plan, live)]

    wall = browser.new_page(viewport=ViewportSize(width=1600, height=824))
    wall.set_content(BESIDE.format(*shots))
    picture = wall.locator("body").screenshot(path=artefacts / KEPT.name)
    wall.close()
    assert len(picture) < MOST_BYTES
    if UPDATES:
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_bytes(picture)
    assert KEPT.exists()
