"""Whole rows against those of the library that writes the other sheet."""

import datetime
import io
from collections.abc import Sequence
from xml.etree import ElementTree
from zipfile import ZipFile

from hypothesis import example, given, settings
from hypothesis import strategies as st
from rustpy_xlsxwriter import write_worksheet

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.cells import MAX_TEXT, ForeignCells, text_cell
from crossdock.results.layout import Layout
from crossdock.results.lines import ResultFacts, ResultLine
from crossdock.results.remarks import Remark
from crossdock.results.rows import ResultRows, RowStyles
from crossdock.results.texts import ENGLISH
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.sheets import column_letters
from tests.lines import columns, evidence

Values = dict[str, str | float | None]

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OTHER_COLUMNS = 2
MADE_AT = datetime.datetime(2025, 11, 24, 9, 30, tzinfo=datetime.UTC)
STYLES = RowStyles(text=1, price=2, supplier=3, day=4, moment=5)

texts = st.one_of(
    st.text("AZ09", max_size=12),
    st.text("aA0 -/.|_x41&<>\"'\t\n", max_size=12),
    st.text(max_size=12),
    st.builds(
        lambda text, times: text * times,
        st.one_of(st.text("A0", min_size=1, max_size=3), st.text(min_size=1, max_size=3)),
        st.integers(5_000, 40_000),
    ),
)
amounts = st.floats(0, 10**9)
suppliers = st.one_of(st.just("Armtek"), texts.filter(text_cell))
days = st.integers(0, 21_000)
spelled = texts.filter(lambda text: "\x1f" not in text)
numbers = st.one_of(st.just(""), st.integers(1, 100).map(str))
terms = st.one_of(
    st.just(""),
    st.tuples(spelled, spelled, st.just("shop"), numbers, numbers, numbers).map("\x1f".join),
)
offers = st.lists(st.builds(BestOffer, amounts, amounts, suppliers, days, terms), max_size=3)
demands = st.one_of(st.none(), st.floats(0, 10**9), st.integers(0, 100).map(float))
moments = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59))
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(),
    moments,
    st.dates(datetime.date(1900, 1, 1)),
    texts,
)
others = st.lists(cells, min_size=OTHER_COLUMNS, max_size=OTHER_COLUMNS)
codes = st.one_of(st.just(""), texts)
unread = st.one_of(st.just(""), texts)
excesses = st.one_of(st.none(), amounts)
remarks = st.builds(Remark, unread, unread, excesses, amounts, evidence)
lines = st.builds(
    ResultLine, texts, texts, offers, st.sampled_from(Outcome), others, demands, codes, remarks
)


def line(brand: str, article: str, other: Sequence[Cell] = (None, None)) -> ResultLine:
    return ResultLine(brand, article, (), Outcome.NOT_FOUND, other)


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=4), st.booleans(), st.booleans())
@example([line("BOSCH", "A" * 40_000)], False, False)
@example([line("BOSCH", "A" * MAX_TEXT)], False, False)
@example([line("B" * 99, "A" * (MAX_TEXT - 99))], False, False)
@example([line("B" * 40_000, "1")], True, False)
@example([line("BOSCH", "\U0001d7d8" * (MAX_TEXT // 2))], False, False)
@example([line("BOSCH", "1", ["A" * 40_000, "\U0001d7d8" * 20_000])], False, False)
def test_rows_have_the_cells_that_the_library_writes(
    batch: list[ResultLine], asks_quantities: bool, has_codes: bool
) -> None:
    facts = ResultFacts(
        "a.xlsx", "A", 2, MADE_AT, "RUB", {"Armtek": 24}, asks_quantities, has_codes
    )
    layout = Layout(ENGLISH, facts, OTHER_COLUMNS)
    if not asks_quantities:
        batch = [each._replace(demand=None) for each in batch]
    rows = ResultRows(layout, ForeignCells(OTHER_COLUMNS), STYLES, [False] * OTHER_COLUMNS, {})
    xml = "".join(rows.xml(columns(batch)))
    foreign = ForeignCells(OTHER_COLUMNS)
    expected = [
        [*layout.cells(each), *foreign.row(each.other), *layout.further_cells(each)]
        for each in batch
    ]
    assert values(f'<sheetData xmlns="{NAMESPACE[1:-1]}">{xml}</sheetData>') == of_library(expected)


def of_library(rows: list[list[Cell]]) -> Values:
    letters = [column_letters(index) for index in range(len(rows[0]))]
    made = io.BytesIO()
    write_worksheet([dict(zip(letters, row, strict=True)) for row in rows], made)
    with ZipFile(made) as archive:
        written = values(archive.read("xl/worksheets/sheet1.xml").decode())
    return {place: cell for place, cell in written.items() if place.strip(ABC) != "1"}


ABC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def values(xml: str) -> Values:
    """The cells that a person sees, by their references."""
    seen: Values = {}
    for cell in ElementTree.fromstring(xml).iter(f"{NAMESPACE}c"):
        text = "".join(cell.itertext())
        assert len(text.encode("utf-16-le")) <= 2 * MAX_TEXT
        if text:
            seen[cell.attrib["r"]] = text if cell.get("t") == "inlineStr" else float(text)
    return seen
