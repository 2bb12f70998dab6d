import csv
from pathlib import Path

import pytest

from crossdock.pricelists import left_out_file
from crossdock.pricelists.left_out_file import left_out_to
from crossdock.pricelists.reasons import LeftOut, SkipReason


def test_more_rows_than_are_kept_are_mentioned_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(left_out_file, "MAX_ROWS", 2)
    path = tmp_path / "left_out.csv"
    with left_out_to(path) as on_left_out:
        for number in range(5):
            on_left_out(LeftOut(number, SkipReason.NO_PRICE, "x"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert [row[0] for row in rows] == ["0", "1", "…"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_it_is_split_at(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "left_out.csv"
    texts = (
        "x;=cmd|'/c calc'!A1",
        "=1",
        "a,+1+1",
        "b\t@x",
        "c\n=d",
        'e";=f',
        "-5",
        "g; -h",
    )
    with left_out_to(path) as on_left_out:
        for text in texts:
            on_left_out(LeftOut(1, SkipReason.NO_PRICE, text))
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for line in lines:
        for cell in (*line.split(delimiter), *next(csv.reader([line], delimiter=delimiter))):
            start = cell.strip(' "')
            is_number = left_out_file.NEGATIVE.fullmatch(start) or start in ("-1", "-5")
            assert is_number or not start.startswith(("=", "+", "-", "@", "\t", "\r")), line
