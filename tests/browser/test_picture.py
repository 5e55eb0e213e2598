"""The documents' pictures are taken of the real thing: pages side by side, as they look in use."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.acute_path import leaves, tells, wants_a_bed
from tests.browser.visitor import DESKTOP, PHONE

FOLDER = Path(__file__).parents[2] / "docs" / "images"
UPDATES = "UPDATE_IMAGES" in os.environ  # `make images`
MOST_BYTES = 300_000
WALL = ViewportSize(width=1600, height=824)
BESIDE = """<style>
  body {{ margin: 0; padding: 32px; display: flex; gap: 32px; align-items: flex-start;
          background: #e9e2d6; width: max-content; }}
  img {{ display: block; height: 760px; border-radius: 14px;
         box-shadow: 0 6px 24px rgb(0 0 0 / 22%); }}
</style>{}"""
IMAGE = '<img src="data:image/png;base64,{}">'
Keep = Callable[[str, list[bytes]], None]


@pytest.fixture
def keep(browser, artefacts) -> Keep:
    """Hangs shots of screens beside one another; `make images` puts the picture in the folder."""

    def hang(name: str, shots: list[bytes]) -> None:
        wall = browser.new_page(viewport=WALL)
        images = [IMAGE.format(base64.b64encode(shot).decode()) for shot in shots]
        wall.set_content(BESIDE.format("".join(images)))
        picture = wall.locator("body").screenshot(path=artefacts / name)
        wall.close()
        assert len(picture) < MOST_BYTES
        if UPDATES:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / name).write_bytes(picture)
        assert (FOLDER / name).exists()

    return hang


def test_the_picture_of_the_readme(arrive, lab, keep):
    plan = arrive("lakare.mora", size=DESKTOP)
    plan.goes_to("/kontakt/halvakut/plan?specialty=kardiologi")
    plan.sees("Vi ringer i den här ordningen")
    phone = lab.phone(plan.page.get_by_label("Vi ringer dig på").input_value())
    live = arrive("lakare.mora", size=PHONE, device_scale_factor=1.5)
    live.goes_to("/kontakt/halvakut/plan?specialty=kardiologi")
    live.button("Ring upp mig").click()
    phone.comes_to_the_phone()
    live.sees_state("Ringer")
    keep("halvakut.png", [plan.page.screenshot(caret="initial"), live.page.screenshot()])


def test_the_pictures_of_the_acute_path(arrive, keep):
    gp, ward = (
        arrive(who, size=PHONE, device_scale_factor=1.5)
        for who in ("lakare.mora", "avdelning.mora")
    )
    gp.goes_to("/kontakt/akut/plan?specialty=medicin&livshotande=nej")
    tells(gp)
    gp.page.evaluate("() => scrollTo(0, 0)")
    of_doctor = [gp.page.screenshot(caret="initial")]
    gp.tap(gp.button("Jag ringer själv"))
    gp.tap(gp.button("Ja, vi pratar"))
    gp.sees_state("Besvarad")
    of_doctor.append(gp.page.screenshot(caret="initial"))
    wants_a_bed(gp)
    gp.tap(gp.button("Fråga avdelningarna"))

    ward.goes_to("/avdelning")
    ward.sees("söker en plats")
    of_ward = [ward.page.screenshot(caret="initial")]
    ward.tap(ward.link("Läs och svara"))
    of_ward.append(ward.page.screenshot(caret="initial"))
    ward.tap(ward.button("Ta emot").first)
    ward.sees("Platsen hålls till")
    gp.sees("Hålls till")
    gp.page.evaluate("() => scrollTo(0, 0)")
    of_doctor.append(gp.page.screenshot(caret="initial"))
    leaves(gp)
    ward.sees("På väg hit, framme", within=20)
    ward.page.evaluate("() => scrollTo(0, 0)")
    of_ward.append(ward.page.screenshot(caret="initial"))
    keep("akutsparet-lakare.png", of_doctor)
    keep("akutsparet-avdelning.png", of_ward)
