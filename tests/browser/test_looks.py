"""Every page in both languages, light and dark: none is wider than its window, axe finds nothing.

A run looks closely at each page in one of the combinations. `LOOKS=.` takes all of them, of the
pages whose names the regular expression finds, and `LOOKS_FOLDER` keeps pictures:

    LOOKS=^task LOOKS_FOLDER=pictures python -m pytest -n 0 tests/browser/test_looks.py
"""

import os
import re
from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

from tests.browser.pages import Stop, log_in, make_pages, pictures

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 768, 1360)
SCHEMES = ("light", "dark")
LANGUAGES = ("ru", "en")
LOOKS = os.environ.get("LOOKS")
FOLDER = os.environ.get("LOOKS_FOLDER")

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE = """
    async () => {
        const { violations } = await axe.run(document, { resultTypes: ["violations"] });
        const tell = ({ html, any }) => `${html.slice(0, 200)} ${any[0]?.message ?? ""}`;
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(tell).join(" | ")}`);
    }
"""


def look_for_faults(page: Page) -> list[str]:
    """What axe finds on the page."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(AXE)
    return found


class Looker:
    """Looks at pages in turn and keeps what is wrong with them."""

    def __init__(self, page: Page, language: str) -> None:
        self.page = page
        self.language = language
        self.wrong: list[str] = []
        self._turns = cycle(product(SCHEMES, WIDTHS))

    def look(self, stop: Stop) -> None:
        self.page.set_viewport_size({"width": WIDTHS[-1], "height": 800})
        self.page.goto(stop.address)
        stop.act(self.page)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            if (excess := self.page.evaluate(TOO_WIDE)) > 0:
                self.wrong.append(f"{stop.name} {self.language} {width}: {excess} px too wide")
        turns = product(SCHEMES, WIDTHS) if LOOKS else [next(self._turns)]
        for scheme, width in turns:
            self._look_closely(stop, scheme, width)

    def _look_closely(self, stop: Stop, scheme: Any, width: int) -> None:
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": 800})
        name = f"{stop.name}-{self.language}-{scheme}-{width}"
        if FOLDER:
            pictures(Path(FOLDER), name, self.page)
        self.wrong += [f"{name}: {finding}" for finding in look_for_faults(self.page)]


@pytest.mark.parametrize("language", LANGUAGES if LOOKS else LANGUAGES[:1])
def test_how_every_page_looks(context: BrowserContext, language: str) -> None:
    context.set_extra_http_headers({"Accept-Language": language})
    stops = make_pages()
    looker = Looker(context.new_page(), language)
    looker.look(Stop("login", "/accounts/login/"))
    log_in(looker.page)
    for stop in [stop for stop in stops if re.search(LOOKS or "", stop.name)]:
        looker.look(stop)
    assert looker.wrong == [], "\n".join(looker.wrong)


def test_axe_finds_what_is_wrong(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    assert {finding.partition(":")[0] for finding in look_for_faults(page)} == {
        *("color-contrast", "label"),
    }
