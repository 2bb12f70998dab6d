from hypothesis import given
from hypothesis import strategies as st

from crossdock.results.places import Places, Run
from crossdock.spreadsheets.sheets import TablePlace

TABLES = [TablePlace("A", 1, 2, 3), TablePlace("B", 1, 2, 3)]
BATCHES = st.lists(
    st.tuples(st.integers(0, 1), st.sets(st.integers(1, 30), min_size=1).map(sorted)), max_size=6
)


@given(BATCHES)
def test_each_line_is_found_in_its_row(batches) -> None:
    places = Places(TABLES)
    expected: list[list[tuple[int, int]]] = [[], []]
    line = 0
    for table, rows in batches:
        places.add(table, rows)
        for row in rows:
            line += 1
            expected[table].append((line, row))
    if batches:
        assert [list(places.rows(table, line)) for table in range(2)] == expected


def test_rows_that_follow_one_another_are_one_run() -> None:
    places = Places(TABLES)
    places.add(0, range(2, 1002))
    places.add(1, [5, 6, 9])
    assert places.runs == [Run(1, 0, 2), Run(1001, 1, 5), Run(1003, 1, 9)]
