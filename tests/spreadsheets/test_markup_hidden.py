from html.parser import HTMLParser

import pytest

from crossdock.spreadsheets.markup_hidden import Hidden


class Reader(HTMLParser):
    """Keeps the text that is seen."""

    def __init__(self, style: str = "") -> None:
        super().__init__()
        self.hidden, self.seen = Hidden(), ""
        self.hidden.read_style(style)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden.shows(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.hidden.shows_end(tag)

    def handle_data(self, data: str) -> None:
        self.seen += "" if self.hidden.tag else data


@pytest.mark.parametrize(
    ("page", "seen"),
    [
        ("a<span style='display: none'>b</span>c", "ac"),
        ("a<s>b</s>c", "ac"),
        ("a<div hidden>b<div>c</div>d</div>e", "ae"),
        ("a<br hidden>b", "ab"),
        ("a<i class='x gone'>b</i>c", "ac"),
        ("<table><tr hidden><td>a<tr><td>b</table>", "b"),
        ("<table><tr><td hidden>a<td>b</table>c", "bc"),
        ("<div hidden><table><tr><td>a</div></table>b</div>c", "c"),
    ],
)
def test_what_nobody_sees_is_told(page: str, seen: str) -> None:
    reader = Reader("td.plain { color: red } .gone, p.other { visibility:hidden }")
    reader.feed(page)
    assert reader.seen == seen
