from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.recognition import Recognition
from tests.spreadsheets.test_candidates import of

PRICE, QUANTITY = Column.PRICE, Column.QUANTITY


def test_what_is_settled_is_no_doubt() -> None:
    recognition = of("Цена опт 1|Цена опт 2|Остаток А|Остаток Б", "7|5|1|2")
    settled = recognition.settled({PRICE: 1})
    assert (settled.columns, settled.stores) == ({PRICE: 1, QUANTITY: 2}, (3,))
    assert not settled.doubts
    assert recognition.settled({QUANTITY: 3}).stores == ()


def test_a_way_through_json() -> None:
    for recognition in (
        of("Цена опт 1|Цена опт 2|Остаток А|Остаток Б", "7|5|1|2"),
        of("Цена|Цена 2"),
    ):
        assert Recognition.from_json(recognition.to_json()) == recognition
