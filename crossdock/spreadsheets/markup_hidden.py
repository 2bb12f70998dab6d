"""What a web page has, and nobody sees: parts with display:none, and what is struck out."""

import re

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
CLASS = re.compile(r"^\s*(?:\w+)?\.([\w-]+)\s*$")
STRUCK = frozenset(("s", "strike", "del"))
VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "wbr"))
"""Elements without an end."""

CELLS = frozenset(("td", "th"))
MAX_STYLE = 100_000


class Hidden:
    """Follows a page's tags; `tag` is the hidden element that is open, "" if there is none.

    `is_new`: the tag that `shows` was asked of is the hidden element's own.
    """

    def __init__(self) -> None:
        self.tag = ""
        self.is_new = False
        self._inside = 0
        self._tables = 0
        self._classes: set[str] = set()

    def read_style(self, text: str) -> None:
        """Note the classes that a style sheet hides."""
        for rule in text[:MAX_STYLE].split("}"):  # a pattern for it all could take minutes
            selectors, _, declarations = rule.partition("{")
            if HIDDEN.search(declarations):
                matches = map(CLASS.match, selectors.split(","))
                self._classes.update(match[1] for match in matches if match)

    def shows(self, tag: str, attributes: dict[str, str | None]) -> bool:
        """Whether the element that begins is seen."""
        self.is_new = False
        if self.tag and not self._ends_before(tag):
            self._inside += tag == self.tag
            self._tables += tag == "table"
            return False
        if tag in VOID or not self._is_hidden(tag, attributes):
            return True
        self.tag, self.is_new = tag, True
        self._inside = self._tables = 0
        return False

    def shows_end(self, tag: str) -> bool:
        """Whether what ends here has been seen."""
        if not self.tag:
            return True
        if self._tables:
            self._tables -= tag == "table"
            self._inside -= tag == self.tag and self._inside > 0
            return False
        is_outer = tag == "table" or (tag == "tr" and self.tag in CELLS)
        if tag == self.tag and self._inside:
            self._inside -= 1
        elif tag == self.tag or is_outer:
            self.tag, is_own = "", tag == self.tag
            return not is_own
        return False

    def _ends_before(self, tag: str) -> bool:
        """Whether this tag ends the hidden row or cell, whose own end many pages leave out."""
        is_next = (tag == "tr" and self.tag in (*CELLS, "tr")) or (
            tag in CELLS and self.tag in CELLS
        )
        if is_next and not self._tables:
            self.tag = ""
        return not self.tag

    def _is_hidden(self, tag: str, attributes: dict[str, str | None]) -> bool:
        if tag in STRUCK or "hidden" in attributes:
            return True
        if HIDDEN.search(attributes.get("style") or ""):
            return True
        return not self._classes.isdisjoint((attributes.get("class") or "").split())
