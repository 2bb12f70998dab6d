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
