import pytest

from crossdock.spreadsheets.markup_hidden import MAX_STYLE, Hidden


@pytest.mark.parametrize(
    ("style", "is_hidden"),
    [
        (".a{display:none}", True),
        ("td, .b, tr.a { color: red; display : None }", True),
        (".a{color:red}.b{display:none}", False),
        (".b .a{display:none}", False),  # only inside another
        (f".a{{{'x' * MAX_STYLE}display:none}}", False),
        ("display:none" * 5_000, False),
    ],
)
def test_classes_that_a_style_sheet_hides(style: str, is_hidden: bool) -> None:
    hidden = Hidden()
    hidden.read_style(style)
    assert hidden.shows("td", {"class": "x a"}) is not is_hidden


def test_a_hidden_element_ends_where_its_own_end_is() -> None:
    hidden = Hidden()
    assert not hidden.shows("div", {"hidden": None})
    assert not hidden.shows("div", {})
    assert not hidden.shows_end("div")
    assert not hidden.shows("td", {})
    assert not hidden.shows_end("div")
    assert hidden.shows("td", {})


def test_a_hidden_cell_ends_with_the_next_and_not_in_a_table_within() -> None:
    hidden = Hidden()
    assert not hidden.shows("td", {"style": "display:none"})
    assert not hidden.shows("table", {})
    assert not hidden.shows("td", {})
    assert not hidden.shows_end("table")
    assert hidden.shows("td", {})
