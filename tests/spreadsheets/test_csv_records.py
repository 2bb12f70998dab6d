import io

import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.csv_records import WithoutMarks, records, records_without_quotes
from crossdock.spreadsheets.problems import ReadError, TableError


def read(text: str, delimiter: str = ";") -> list[Row]:
    return list(records(io.StringIO(text, newline=""), delimiter))


HEADER = "brand;article;name\n"


@pytest.mark.parametrize("lines", [0, 1, 5, 40])
@pytest.mark.parametrize(
    ("opened", "cells"),
    [
        ('BOSCH;098;"filter 5\n', ["BOSCH", "098", "filter 5"]),
        ('BOSCH;"098;filter\n', ["BOSCH", "098", "filter"]),
        ('"BOSCH;098;filter\n', ["BOSCH", "098", "filter"]),
    ],
)
def test_rows_between_two_stray_quotation_marks_stay_rows(
    opened: str, cells: list[str], lines: int
) -> None:
    between = [["TRW", str(line), "pads"] for line in range(lines)]
    text = (
        HEADER
        + opened
        + "".join(f"{';'.join(row)}\n" for row in between)
        + 'NGK;1;"plug\nSKF;2;x\n'
    )
    assert read(text) == [
        *(["brand", "article", "name"], cells, *between),
        *(["NGK", "1", "plug"], ["SKF", "2", "x"]),
    ]


def test_quoted_cells_among_the_swallowed_rows_are_read_as_such() -> None:
    text = HEADER + 'BOSCH;1;"filter\nTRW;2;"pads; four"\nNGK;3;"plug"\nKYB;4;damper\n'
    assert ["TRW", "2", "pads; four"] in read(text)
    assert ["KYB", "4", "damper"] in read(text)


def test_an_inch_mark_behind_a_delimiter_in_quotes_swallows_no_rows() -> None:
    text = 'brand,article,name,price\nA,1,"Hose, 1/2"",100\nTRW,2,x,5\nB,3,"y",1\n'
    rows = [["A", "1", 'Hose, 1/2"', "100"], ["TRW", "2", "x", "5"], ["B", "3", "y", "1"]]
    assert read(text, ",")[1:] == rows


@pytest.mark.parametrize(
    "cell",
    ["oil\nfilter", "oil;\nfilter;\ngas", "one;two\nthree;four\nfive;six", "\n\n", 'a "b"\nc'],
)
@pytest.mark.parametrize("place", range(3))
def test_cells_of_several_lines_stay_whole(cell: str, place: int) -> None:
    row = ["BOSCH", "1", "x"]
    row[place] = cell
    quoted = [f'"{text.replace(chr(34), chr(34) * 2)}"' if "\n" in text else text for text in row]
    assert read(f"{HEADER}{';'.join(quoted)}\nSKF;2;y\n")[1:] == [row, ["SKF", "2", "y"]]


def test_rows_are_counted_as_they_are_read() -> None:
    text = HEADER + 'A;1;"x\nB;2;y\nC;3;"z\n' + 'D;4;"never\nclosed'
    with pytest.raises(TableError) as caught:
        read(text)
    assert caught.value.trouble is ReadError.OPEN_QUOTE
    assert caught.value.details == {"row": 5}


def test_marks_within_a_file_vanish() -> None:
    file = WithoutMarks(io.StringIO('"A";"1"\n\ufeff"B";"2"\n\ufeff\nC;3\ufeff\n'))
    assert list(records(file, ";")) == [["A", "1"], ["B", "2"], [], ["C", "3"]]


@pytest.mark.parametrize("text", ["sep=;\na;b\n", "a;;b\n\nc\r\nd;e", "a\rb;c\r", "", "a;b"])
def test_lines_of_a_file_without_quotation_marks_are_its_records(text: str) -> None:
    plain = list(records_without_quotes(io.StringIO(text, newline=""), ";"))
    assert plain == read(text)


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        ("a" * 200_000, ReadError.LONG_ROW),
        ("a;" * 700_000, ReadError.LONG_ROW),
        (";" * 17_000, ReadError.TOO_MANY_CELLS),
    ],
)
def test_lines_without_quotation_marks_have_the_same_limits(line: str, trouble: ReadError) -> None:
    for found in (records, records_without_quotes):
        with pytest.raises(TableError) as caught:
            list(found(io.StringIO(f"x\n{line}\n", newline=""), ";"))
        assert caught.value.trouble is trouble
        assert caught.value.details.get("row", caught.value.details.get("rows")) == 2
