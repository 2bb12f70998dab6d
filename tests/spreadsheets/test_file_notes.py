"""What was doubtful about a file is said, in the words of messages.file_notes."""

from pathlib import Path

import pytest

from crossdock.spreadsheets import reading
from crossdock.spreadsheets.messages import file_notes, further_tables
from crossdock.spreadsheets.preview import preview_message
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.sheets import Sheet
from tests.spreadsheets.test_further import ENGINE, IN_ROUBLES, PART, PRICES, write

ROW: list[object] = ["TRW", "1", 100, 5]
RETAIL: list[object] = ["Бренд", "Артикул", "Цена розничная", "Остаток"]


def test_sheets_that_are_read_and_those_that_are_not(tmp_path: Path) -> None:
    path = write(
        tmp_path / "p.xlsx",
        {
            "Первый": [["Код", "Город", "Улица", "Дом"], [1, "Х", "Y", 5], [2, "Х", "Y", 5]],
            "A": [IN_ROUBLES, ROW],
            "Контакты": [["Телефон"], ["1"]],
            "B": [IN_ROUBLES, ROW, ROW],
            "Розница": [RETAIL, ROW],
        },
    )
    notes = preview_message(path, PRICES, reading.NO_MAPPING, None)["notes"]
    assert further_tables(notes) == "The same columns are read of: sheet «B» (2 rows at most)."
    assert file_notes(notes) == [
        "Not read: other columns or currency than the first table, or an old list: "
        "sheet «Первый», sheet «Розница»."
    ]
    head = next(reading.messages(path, PRICES))
    assert head["notes"] == notes


def test_rows_without_headings_on_a_further_sheet(tmp_path: Path) -> None:
    path = write(tmp_path / "r.xlsx", {"A": ENGINE, "B": [["TRW", "2", 2], ["KYB", "3", 1]]})
    assert next(reading.messages(path, PART))["notes"] == {"left_out": ["B"]}


def test_a_damaged_sheet_leaves_the_first_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "r.xlsx", {"A": ENGINE, "B": ENGINE})
    sheets = list(reading.open_sheets(path))

    def damaged(_path: Path) -> object:
        yield sheets[0]
        raise TableError(ReadError.DAMAGED, sheet="B")

    monkeypatch.setattr(reading, "open_sheets", damaged)
    head, *_batches, _end = reading.messages(path, PART)
    assert file_notes(head["notes"]) == [
        "Not read, with all sheets behind, because the file is damaged there: sheet «B»."
    ]


@pytest.mark.parametrize(
    "encoding", ["cp1251", "cp866", "koi8-r", "mac_cyrillic", "iso8859-5", "cp855"]
)
@pytest.mark.parametrize(
    ("text", "is_sure"),
    [("Brand;Article\nЗАЗ;1\n", False), ("Бренд;Артикул\nЗАЗ;1\n", True)],
)
def test_letters_that_may_be_others(
    tmp_path: Path, encoding: str, text: str, is_sure: bool
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(text.encode(encoding))
    notes = next(reading.messages(path, PART))["notes"]
    assert file_notes(notes) == [] if is_sure else "are read as" in file_notes(notes)[0]


def test_nothing_is_doubtful(tmp_path: Path) -> None:
    path = write(tmp_path / "r.xlsx", {"A": ENGINE})
    assert next(reading.messages(path, PART))["notes"] == {}
    assert Sheet("A", 1, lambda: iter([])).unsure_encoding == ""
