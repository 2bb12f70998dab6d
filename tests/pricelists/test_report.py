from crossdock.models import PriceList
from crossdock.pricelists.reasons import LeftOut, SkipReason
from crossdock.pricelists.report import MAX_EXAMPLES, ImportReport
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING

COUNT = 1234


def report() -> ImportReport:
    made = ImportReport(PriceList(), None, NO_MAPPING, rows_in_stock=7)
    made.leave_out(LeftOut(3, SkipReason.NO_BRAND, ""))
    for row in range(COUNT):
        made.leave_out(LeftOut(row, SkipReason.NO_PRICE, "call us"))
    return made


def test_rows_are_counted_and_the_first_of_them_named() -> None:
    made = report()
    assert made.rows_left_out == COUNT + 1
    assert len(made.examples[SkipReason.NO_PRICE]) == MAX_EXAMPLES
    examples = "; ".join(f"row {row} «call us»" for row in range(MAX_EXAMPLES))
    assert [str(reason) for reason in made.reasons()] == [
        f"no price: 1,234 ({examples}; …)",
        "no brand: 1 (row 3)",
    ]


def test_what_is_kept_of_it_are_the_counts() -> None:
    made = report()
    made.unread[Column.PACK] = 2
    assert made.to_json() == {
        "in_stock": 7,
        "left_out": {"no_price": COUNT, "no_brand": 1},
        "unread": {"pack": 2},
    }
