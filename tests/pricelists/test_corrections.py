from pathlib import Path

import pytest

from crossdock.errors import UserError
from crossdock.models import Supplier
from crossdock.pricelists.columns import NEEDED
from crossdock.pricelists.importer import import_price_list
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.spreadsheets.reader_process import read_preview
from crossdock.spreadsheets.recognition import Recognition
from tests.factories import today

HEADED = "Бренд;Артикул;Цена;Остаток;Цена 2\nTRW;GDB1;10;5;20\n"
BARE = "".join(
    f"{('TRW', 'ATE')[n % 2]};GDB{n + 1000};{n + 100}.55;{n};{n}.75\n" for n in range(20)
)
UNKNOWN = "Чей;Что;Почём;Сколько\nTRW;GDB1;10;5\n"


def correct(path: Path, header_row: int | None, *indexes: int) -> ColumnMapping:
    preview = read_preview(path, needed=NEEDED, mapping=ColumnMapping())
    return preview.corrections(Recognition(dict(zip(NEEDED, indexes, strict=True))), header_row)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def price(path: Path, supplier: Supplier) -> object:
    offers = import_price_list(path, supplier, today()).price_list.offers
    return offers.order_by("article")[0].price


def remember(supplier: Supplier, mapping: ColumnMapping) -> None:
    supplier.columns = mapping.to_json()
    supplier.save()


def test_only_what_recognition_takes_wrongly_is_remembered(path: Path) -> None:
    write(path, HEADED)
    assert correct(path, 1, 0, 1, 2, 3) == {}
    assert correct(path, 1, 0, 1, 4, 3) == {Column.PRICE: Place("Цена 2", "E")}


def test_all_is_remembered_where_nothing_is_recognised_at_that_place(path: Path) -> None:
    write(path, UNKNOWN)
    assert correct(path, 1, 0, 1, 2, 3) == {
        Column.BRAND: Place("Чей", "A"),
        Column.ARTICLE: Place("Что", "B"),
        Column.PRICE: Place("Почём", "C"),
        Column.QUANTITY: Place("Сколько", "D"),
    }
    write(path, BARE)
    assert correct(path, None, 0, 1, 4, 3) == {
        Column.BRAND: Place("", "A"),
        Column.ARTICLE: Place("", "B"),
        Column.PRICE: Place("", "E"),
        Column.QUANTITY: Place("", "D"),
    }


def test_a_later_list_is_read_as_chosen_wherever_the_column_is(
    path: Path, supplier: Supplier
) -> None:
    remember(supplier, correct(write(path, HEADED), 1, 0, 1, 4, 3))
    assert price(path, supplier) == 20
    write(path, "Цена 2;Цена;Марка;Артикул;Наличие\n30;10;TRW;GDB1;5\n")
    assert price(path, supplier) == 30


def test_unknown_headings_are_read_as_chosen_under_any_title(
    path: Path, supplier: Supplier
) -> None:
    remember(supplier, correct(write(path, UNKNOWN), 1, 0, 1, 2, 3))
    write(path, "Прайс от вторника\n\n" + UNKNOWN)
    assert price(path, supplier) == 10


def test_letters_are_read_where_there_are_no_headings(path: Path, supplier: Supplier) -> None:
    remember(supplier, correct(write(path, BARE), None, 0, 1, 2, 3))
    remember(supplier, correct(path, None, 0, 1, 4, 3))
    report = import_price_list(path, supplier, today())
    assert str(report.price_list.offers.get(article="GDB1007").price) == "7.7500"


@pytest.mark.parametrize(
    ("before", "header_row", "after"),
    [
        (HEADED, 1, "Бренд;Артикул;Цена;Остаток;Цена три\nTRW;GDB1;10;5;20\n"),
        (HEADED, 1, BARE),
        (BARE, None, HEADED),
    ],
)
def test_a_list_without_the_chosen_columns_is_refused_and_never_guessed(
    path: Path, supplier: Supplier, before: str, header_row: int | None, after: str
) -> None:
    remember(supplier, correct(write(path, before), header_row, 0, 1, 4, 3))
    write(path, after)
    with pytest.raises(UserError, match="laid out differently"):
        import_price_list(path, supplier, today())
    assert not supplier.price_lists.exists()
    if header_row:
        import_price_list(path, supplier, today(), column_names={Column.PRICE: ["C"]})
        assert supplier.price_lists.exists()


@pytest.mark.parametrize("text", [HEADED, "Чей;Номер;Цена;Сколько\nTRW;GDB1;10;5\n"])
def test_headings_that_are_to_be_ignored_are(path: Path, supplier: Supplier, text: str) -> None:
    remember(supplier, correct(write(path, text), None, 0, 1, 2, 3))
    for _again in range(2):
        report = import_price_list(path, supplier, today())
        assert (report.rows_taken, report.rows_left_out) == (1, 1), "the headings are no offer"
        preview = read_preview(
            path, needed=NEEDED, mapping=ColumnMapping.from_json(supplier.columns)
        )
        assert preview.header_row is None
        remember(supplier, preview.corrections(preview.reading, preview.header_row))


def test_headings_count_again_when_they_are_selected(path: Path, supplier: Supplier) -> None:
    remember(supplier, correct(write(path, HEADED), None, 0, 1, 4, 3))
    preview = read_preview(path, needed=NEEDED, mapping=ColumnMapping.from_json(supplier.columns))
    mapping = preview.corrections(preview.reading, 1)
    assert mapping[Column.PRICE] == Place("Цена 2", "E")
    assert not mapping.ignores_headings
