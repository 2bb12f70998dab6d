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
from crossdock.results.lines import ResultLine
from crossdock.results.rows import OWN_COLUMNS, ResultRows, RowStyles
from crossdock.results.texts import ENGLISH
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.sheets import column_letters
from tests.lines import columns

Values = dict[str, str | float | None]

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OTHER_COLUMNS = 2
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
offers = st.lists(st.builds(BestOffer, amounts, amounts, texts.filter(text_cell)), max_size=3)
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
lines = st.builds(ResultLine, texts, texts, offers, st.sampled_from(Outcome), others)


def line(brand: str, article: str, other: Sequence[Cell] = (None, None)) -> ResultLine:
    return ResultLine(brand, article, (), Outcome.NOT_FOUND, other)


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=4))
@example([line("BOSCH", "A" * 40_000)])
@example([line("BOSCH", "A" * MAX_TEXT)])
@example([line("B" * 99, "A" * (MAX_TEXT - 99))])
@example([line("B" * 40_000, "1")])
@example([line("BOSCH", "\U0001d7d8" * (MAX_TEXT // 2))])
@example([line("BOSCH", "1", ["A" * 40_000, "\U0001d7d8" * 20_000])])
def test_rows_have_the_cells_that_the_library_writes(batch: list[ResultLine]) -> None:
    days = [False] * OTHER_COLUMNS
    rows = ResultRows(ENGLISH, ForeignCells(OTHER_COLUMNS), STYLES, days, {})
    xml = "".join(rows.xml(columns(batch)))
    foreign = ForeignCells(OTHER_COLUMNS)
    expected = [row_cells(each, foreign) for each in batch]
    assert values(f'<sheetData xmlns="{NAMESPACE[1:-1]}">{xml}</sheetData>') == of_library(expected)


def row_cells(line: ResultLine, foreign: ForeignCells) -> list[Cell]:
    own: list[Cell] = [
        text_cell(f"{line.brand}|{line.article}"),
        text_cell(line.brand),
        text_cell(line.article),
    ]
    for offer in line.offers:
        own += [offer.price, offer.quantity, text_cell(offer.supplier)]
    own += [None] * (OWN_COLUMNS - 1 - len(own))
    return [*own, ENGLISH.outcomes[line.outcome], *foreign.row(line.other)]


def of_library(rows: list[list[Cell]]) -> Values:
    letters = [column_letters(index) for index in range(OWN_COLUMNS + OTHER_COLUMNS)]
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
