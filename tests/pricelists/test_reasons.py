from django.utils import translation

from crossdock.pricelists.reasons import BadValueError, LeftOut, SkipReason


def test_a_row_is_named_with_its_sheet_where_there_are_several() -> None:
    row = LeftOut(7, SkipReason.NO_PRICE, "x")
    assert str(row.place) == "row 7"
    with translation.override("ru"):
        assert str(row._replace(sheet="Лист").place) == "лист «Лист», строка 7"


def test_a_bad_value_says_its_reason() -> None:
    error = BadValueError(SkipReason.NO_PRICE)
    assert (error.reason, str(error)) == (SkipReason.NO_PRICE, "no price")
