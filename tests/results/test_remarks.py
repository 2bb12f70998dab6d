import json

from crossdock.offers.evidence import Evidence, Hint
from crossdock.results.remarks import NO_REMARK, Remark
from crossdock.spreadsheets.columns import Column


def test_a_remark_is_the_same_after_json() -> None:
    remark = Remark("many", "cheap", 1.5, 0.5, Evidence(("A",), hint=Hint("1", 2, 3.0)))
    for each in (remark, NO_REMARK):
        assert Remark.from_values(json.loads(json.dumps(each))) == each
    assert Remark.from_values(["many", "", None, None]) == Remark("many")  # of an earlier version


def test_what_could_not_be_read_is_kept_by_its_column() -> None:
    remark = NO_REMARK.unread(Column.QUANTITY, "many").unread(Column.CEILING, "cheap")
    assert (remark.quantity, remark.ceiling) == ("many", "cheap")
    assert not remark.is_above_ceiling
    assert Remark(cheapest=0.0).is_above_ceiling
