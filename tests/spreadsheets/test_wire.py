import datetime

import pytest

from crossdock.spreadsheets.wire import decode, encode


def test_cells_come_out_as_they_went_in() -> None:
    cells = [
        *("BOSCH", "Товар\n\0", 7, 1.5, True, None),
        *(datetime.date(2022, 1, 15), datetime.datetime(2022, 1, 15, 9, 30)),
    ]
    line = encode({"rows": [cells]})
    assert line.index(b"\n") == len(line) - 1
    decoded = decode(line)["rows"][0]
    assert decoded == cells
    assert [type(cell) for cell in decoded] == [type(cell) for cell in cells]


def test_times_and_half_characters_do_not_stop_a_row() -> None:
    span = datetime.timedelta(days=1, hours=12)
    line = encode({"rows": [[datetime.time(9, 30), span, "\ud83d"]]})
    assert decode(line) == {"rows": [["9:30", "36:00", "?"]]}


def test_half_a_line_is_no_message() -> None:
    with pytest.raises(ValueError):
        decode(encode({"rows": [["BOSCH", 1]]})[:-5])
