"""Cells against those of the library that writes the other sheet."""

import datetime
import io
import re
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rustpy_xlsxwriter import write_worksheet

from crossdock.results.cells import text_cell
from crossdock.results.sheet_cells import cell_xml, serial
from crossdock.spreadsheets.cells import Cell

texts = st.one_of(
    st.text(alphabet="ab_x0041F&<>\"' \t\n", min_size=1, max_size=12),
    st.text(max_size=12).map(text_cell).filter(bool),
)
moments = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(9999, 12, 31, 23, 59, 59))


def of_library(cell: Cell) -> str:
    made = io.BytesIO()
    write_worksheet([{"A": cell}], made)
    with ZipFile(made) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    found = re.search(r'<c r="A2".*?</c>', sheet, re.DOTALL)
    return re.sub(r' s="\d+"', "", found[0]) if found else ""


@given(texts)
@example("_x0041_")
@example("_x_x0041_x0041_")
@example(" a")
@example("a\n")
@example("&lt;")
def test_texts(text: str) -> None:
    assert cell_xml("A2", "", text) == of_library(text)


@pytest.mark.parametrize("cell", [True, False, 0, 7, -1, 2**53, 1.5, -0.0001, 1234567.89, 100.0])
def test_numbers(cell: Cell) -> None:
    assert cell_xml("A2", "", cell) == of_library(cell)


def number_in(xml: str) -> float:
    found = re.search("<v>(.*)</v>", xml)
    assert found is not None
    return float(found[1])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_float_is_the_same_number(cell: float) -> None:
    assert number_in(cell_xml("A2", "", cell)) == cell


@given(moments)
@example(datetime.datetime(1900, 1, 1))
@example(datetime.datetime(1900, 2, 28, 23, 59, 59))
@example(datetime.datetime(1900, 3, 1))
def test_moments(moment: datetime.datetime) -> None:
    assert number_in(cell_xml("A2", "", moment)) == number_in(of_library(moment))


def test_days() -> None:
    assert serial(datetime.date(2025, 3, 1)) == number_in(of_library(datetime.date(2025, 3, 1)))


def test_nothing_has_no_cell() -> None:
    assert cell_xml("A2", "", None) == of_library(None) == ""


def test_a_style_is_an_attribute() -> None:
    assert cell_xml("A2", ' s="3"', 1.5) == '<c r="A2" s="3"><v>1.5</v></c>'
