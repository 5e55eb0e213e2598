"""The menu in both languages: every word of it whole and on one line, from the narrowest phone."""

import pytest

SIZES = {"phone": (360, 740), "tablet": (1000, 700), "desktop": (1280, 900)}
CRAMPED = """links => links.filter(link => {
  const words = link.querySelector("span");
  const lines = words.getClientRects().length;
  return lines > 1 || words.getBoundingClientRect().width > link.getBoundingClientRect().width;
}).map(link => link.textContent.trim())"""


@pytest.mark.parametrize("language", ["svenska", "English"])
@pytest.mark.parametrize("username", ["lakare.mora", "avdelning.mora"])
def test_every_word_of_the_menu_is_whole(arrive, username, language):
    visitor = arrive(username)
    if language == "English":
        visitor.page.locator(".user-menu summary").click()
        visitor.button("English").click()
    for name, (wide, high) in SIZES.items():
        visitor.page.set_viewport_size({"width": wide, "height": high})
        links = visitor.page.locator(".site-nav__link")
        assert links.count() > 3
        assert links.evaluate_all(CRAMPED) == [], name
        sideways = "document.documentElement.scrollWidth - window.innerWidth"
        assert visitor.page.evaluate(sideways) <= 0, name
    if language == "English":
        visitor.page.locator(".user-menu summary").click()
        visitor.button("Svenska").click()
