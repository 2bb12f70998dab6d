import random
from pathlib import Path

import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.encodings import encoding_of
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.text_files import delimiter_of, open_text

TEXT = "Бренд;Артикул;Название\r\nЗМЗ;406.1003;Прокладка\r\n"


def rows(path: Path) -> list[Row]:
    [sheet] = open_text(path)
    return list(sheet.rows())


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("cp1251", b""),
        ("utf-16", b""),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, mark: bytes) -> None:
    path = tmp_path / "prices.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert rows(path) == [
        ["Бренд", "Артикул", "Название"],
        ["ЗМЗ", "406.1003", "Прокладка"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_the_first_letter_outside_ascii_decides_however_late_it_comes(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(b"BOSCH;0986452041\n" * 20_000 + "ЗМЗ;406.1003\n".encode(encoding))
    assert rows(path)[-1] == ["ЗМЗ", "406.1003"]


@pytest.mark.parametrize("padding", range(2))
def test_a_letter_cut_by_the_first_chunk_is_still_utf_8(tmp_path: Path, padding: int) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("x" * padding + "Щ" * 100_000, encoding="utf-8")
    assert encoding_of(path) == "utf-8"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "prices.csv"
    lines = [["Brand", "Article", "Price"], ["BOSCH", "0986452041", "12.50"]] * 3
    path.write_text("\n".join(map(delimiter.join, lines)))
    assert rows(path) == lines


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("Price list, all of it\n" + "BOSCH;1;1 180,00;1 200,00\n" * 9)
    assert delimiter_of(path, "utf-8") == ";"


def test_quotes_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(b'BOSCH;1;"oil; ""gas""\nfilter"\r\n\r\nSKF;2;x\r\n')
    assert rows(path) == [["BOSCH", "1", 'oil; "gas"\nfilter'], [], ["SKF", "2", "x"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_height_is_never_too_low(tmp_path: Path, end: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(end.join(["BOSCH;1"] * 5).encode())
    [sheet] = open_text(path)
    assert len(list(sheet.rows())) == sheet.height == 5


def test_a_quote_that_is_never_closed_is_no_end_of_file(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("BOSCH;1\n" * 7 + 'SKF;"2\n' + "SKF;3\n" * 50_000)
    with pytest.raises(TableError) as caught:
        rows(path)
    assert caught.value.trouble is ReadError.OPEN_QUOTE
    assert caught.value.details == {"row": 8}


def test_more_columns_than_excel_has(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("1;" * 20_000)
    with pytest.raises(TableError) as caught:
        rows(path)
    assert caught.value.trouble is ReadError.TOO_MANY_CELLS


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", random.Random(1).randbytes(100_000), bytes(5_000)],
    ids=["picture", "noise", "zeros"],
)
def test_what_is_binary_is_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(content)
    with pytest.raises(TableError) as caught:
        open_text(path)
    assert caught.value.trouble is ReadError.NOT_A_SPREADSHEET


def test_a_quote_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text('BOSCH;1\nSKF;"2\nSKF;3\nSKF;4')
    with pytest.raises(TableError) as caught:
        rows(path)
    assert caught.value.trouble is ReadError.OPEN_QUOTE
    assert caught.value.details == {"row": 2}


@pytest.mark.parametrize("delimiter", [",", "|", "\t", "^"])
def test_a_first_line_for_excel_names_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(f"sep={delimiter}\r\nBOSCH{delimiter}1;2;3;4\r\n")
    assert rows(path) == [[], ["BOSCH", "1;2;3;4"]]


def test_a_stray_control_character_is_not_binary(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(b"Brand;Article\r\nBOSCH;12\x0034\r\n")
    assert rows(path) == [["Brand", "Article"], ["BOSCH", "12\x0034"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("filler", ["SKF;2", 'SKF;"2"'], ids=["plain", "quoted"])
def test_the_widest_row_counts_however_late_it_comes(tmp_path: Path, filler: str, end: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(end.join([*[filler] * 20_000, "a;b;c;d", *[filler] * 9]).encode())
    [sheet] = open_text(path)
    assert sheet.widest() == 4


def test_delimiters_and_line_ends_inside_quotes_make_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text('BOSCH;1\nSKF;"oil;gas;air;water\nfuel;steam"\n')
    [sheet] = open_text(path)
    assert sheet.widest() == 2


@pytest.mark.parametrize(
    ("line", "trouble"),
    [("1;" * 20_000, ReadError.TOO_MANY_CELLS), ("x" * 200_000, ReadError.LONG_ROW)],
)
def test_bad_lines_are_found_before_the_first_row_goes_out(
    tmp_path: Path, line: str, trouble: ReadError
) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("BOSCH;1\n" * 20_000 + line + "\nSKF;2\n")
    [sheet] = open_text(path)
    with pytest.raises(TableError) as caught:
        sheet.widest()
    assert caught.value.trouble is trouble


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "cp1251"])
def test_wrapped_cells(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "prices.csv"
    lines = TEXT + "BOSCH;1;x\r\n" * 300 + '="ЗМЗ";\'406;="x"\r\n'
    path.write_bytes(lines.encode(encoding))
    assert rows(path)[-1] == ["ЗМЗ", "406", "x"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_that_were_put_together(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(TEXT.encode(encoding) + '"ЗМЗ";"2";"x"\r\n'.encode(encoding))
    assert rows(path)[1:] == [["ЗМЗ", "406.1003", "Прокладка"], ["ЗМЗ", "2", "x"]]


@pytest.mark.parametrize(
    "text",
    [
        '"Brand;Article"\n"BOSCH;1"\n"SKF;""2"""\n',
        '"Brand,""Article"""\r\n"BOSCH,""1"""\r\n"SKF,2"\r\n',
        '"Brand\tArticle"\n"BOSCH\t1"\n"SKF\t2"\n',
    ],
)
def test_rows_that_are_in_quotation_marks_as_a_whole(tmp_path: Path, text: str) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(text)
    assert rows(path) == [["Brand", "Article"], ["BOSCH", "1"], ["SKF", "2"]]
    [sheet] = open_text(path)
    assert sheet.widest() == 2


def test_one_column_with_commas_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text('"Hose, black"\n"Belt"\n"Oil, 5W30, 1 l"\n')
    assert rows(path) == [["Hose, black"], ["Belt"], ["Oil, 5W30, 1 l"]]
