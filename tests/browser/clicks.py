"""How many clicks a way takes, counted by the pages themselves."""

from playwright.sync_api import Page

COUNT = """
    addEventListener("click", ({ isTrusted }) => {
        sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + isTrusted;
    }, true);
"""
"""A press of Enter on a link, a button or in a form is a click as well, for the browser."""


class Clicks:
    """Counts the clicks of a tab on all pages that it opens from now on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._before = 0
        page.add_init_script(COUNT)

    @property
    def count(self) -> int:
        """The clicks since the beginning, or since the last `forget`."""
        return int(self._page.evaluate("Number(sessionStorage.clicks ?? 0)")) - self._before

    def forget(self) -> None:
        """Count from here on."""
        self._before += self.count
