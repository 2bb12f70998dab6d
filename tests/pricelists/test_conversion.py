"""No price in another currency is ever taken as it is, wherever the list names the currency."""

from decimal import Decimal
from pathlib import Path

import pytest

from crossdock.errors import UserError
from crossdock.models import Supplier
from crossdock.pricelists.columns import describe
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import SkipReason
from crossdock.pricelists.report import ImportReport
from tests.factories import today

HEADED = "Бренд;Артикул;Цена;Остаток\n"
ROWS = "TRW;GDB1;10;5\nTRW;GDB2;20;5\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def imported(path: Path, supplier: Supplier, text: str, rate: str | None = None) -> ImportReport:
    path.write_text(text, encoding="utf-8")
    decimal = Decimal(rate) if rate else None
    return import_price_list(path, supplier, today(), rate=decimal)


def prices(report: ImportReport) -> list[Decimal]:
    return list(report.price_list.offers.order_by("article").values_list("price", flat=True))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEADED.replace("Цена", "Цена, сум") + ROWS, "UZS"),
        (HEADED.replace("Цена", "Цена (лари)") + ROWS, "GEL"),
        (HEADED.replace("Цена", "Цена CHF") + ROWS, "CHF"),
        (HEADED + ";;USD;шт.\n" + ROWS, "USD"),
        (HEADED + ";;;\n;;тенге;шт.\n" + ROWS, "KZT"),
        ("Прайс-лист\nЦены указаны в долларах США\n" + HEADED + ROWS, "USD"),
        ("Прайс-лист, цены в у.е. по курсу ЦБ\n" + HEADED + ROWS, "USD"),
        ("Прайс;;;\nВалюта:;у.е.;;\n" + HEADED + ROWS, "USD"),
        (";;EUR;\n" + HEADED + ROWS, "EUR"),
    ],
)
def test_a_list_in_another_currency_wants_a_rate(
    path: Path, supplier: Supplier, text: str, code: str
) -> None:
    with pytest.raises(UserError, match=rf"are in {code}, as «.+» says.*--rate"):
        imported(path, supplier, text)
    assert not supplier.price_lists.exists()
    assert prices(imported(path, supplier, text, "2")) == [20, 40]


@pytest.mark.parametrize(
    "text",
    [
        "Прайс-лист\nЦены в рублях по курсу USD\n" + HEADED + ROWS,
        "Прайс-лист. Курс USD 92,5\n" + HEADED + ROWS,
        "Прайс-лист. USD = 92,5 руб.\n" + HEADED + ROWS,
        "Доставка по Москве от 100 USD\n" + HEADED + ROWS,
        "Цены в USD\n" + HEADED.replace("Цена", "Цена, руб.") + ROWS,
        HEADED + ";;руб.;шт.\n" + ROWS,
    ],
)
def test_other_lines_do_not_change_the_currency(path: Path, supplier: Supplier, text: str) -> None:
    assert prices(imported(path, supplier, text)) == [10, 20]


@pytest.mark.parametrize("headings", ["Цена, USD;Цена, руб", "Цена USD;Цена RUB"])
def test_a_price_in_roubles_is_taken_beside_one_in_dollars(
    path: Path, supplier: Supplier, headings: str
) -> None:
    report = imported(path, supplier, f"Бренд;Артикул;{headings};Остаток\nTRW;GDB1;1;100;5\n")
    assert prices(report) == [100]
    assert any("(column D)" in line for line in describe(report.mapping))


MIXED = (
    "Бренд;Артикул;Цена;Валюта;Остаток\nTRW;GDB1;10;USD;5\nTRW;GDB2;20;руб.;5\n"
    "TRW;GDB3;30;EUR;5\nTRW;GDB4;40;;5\nTRW;GDB5;50;фантики;5\n"
)


def test_a_column_tells_the_currency_of_each_price(path: Path, supplier: Supplier) -> None:
    report = imported(path, supplier, MIXED)
    assert prices(report) == [20, 40]
    assert report.left_out == {
        SkipReason.PRICE_IN_FOREIGN_CURRENCY: 2,
        SkipReason.CURRENCY_UNKNOWN: 1,
    }


def test_the_rate_is_for_one_currency_and_never_for_the_projects_own(
    path: Path, supplier: Supplier
) -> None:
    report = imported(path, supplier, MIXED, "90")
    assert prices(report) == [900, 20]
    assert report.left_out == {
        SkipReason.PRICE_IN_FOREIGN_CURRENCY: 1,
        SkipReason.CURRENCY_UNKNOWN: 2,
    }
    text = HEADED.replace("Цена", "Цена, USD") + "TRW;GDB1;10;5\nTRW;GDB2;20 руб;5\nTRW;GDB3;€3;5\n"
    report = imported(path, supplier, text, "90")
    assert prices(report) == [900, 20]
    assert report.left_out == {SkipReason.PRICE_IN_FOREIGN_CURRENCY: 1}


def test_the_currency_follows_its_heading(path: Path, supplier: Supplier) -> None:
    moved = "Валюта;Бренд;Артикул;Цена;Остаток\nUSD;TRW;GDB6;60;5\nRUB;TRW;GDB7;70;5\n"
    assert prices(imported(path, supplier, MIXED + moved)) == [20, 40, 70]


def test_codes_of_currencies_may_be_numbers(path: Path, supplier: Supplier) -> None:
    text = "Бренд;Артикул;Цена;Код валюты;Остаток\nTRW;GDB1;10;643;5\nTRW;GDB2;20;978;5\n"
    report = imported(path, supplier, text)
    assert prices(report) == [10]
    assert report.left_out == {SkipReason.PRICE_IN_FOREIGN_CURRENCY: 1}


@pytest.mark.parametrize("heading", ["", "Ден. ед."])
def test_a_column_of_currencies_under_any_heading(
    path: Path, supplier: Supplier, heading: str
) -> None:
    text = f"Бренд;Артикул;Цена;{heading};Остаток\nTRW;GDB1;10;RUB;5\nTRW;GDB2;20;EUR;5\n"
    report = imported(path, supplier, text)
    assert prices(report) == [10]
    assert report.left_out == {SkipReason.PRICE_IN_FOREIGN_CURRENCY: 1}


def test_the_last_line_may_tell_the_currency(path: Path, supplier: Supplier) -> None:
    with pytest.raises(UserError, match="USD"):
        imported(path, supplier, f"{HEADED}{ROWS};Цены в долларах США;;\n")


@pytest.mark.parametrize(
    ("line", "code"),
    [("Цены указаны в долларах США;;;", "USD"), (";Цены ниже в евро;;", "EUR")],
)
def test_a_line_far_below_the_headings_names_the_currency(
    path: Path, supplier: Supplier, line: str, code: str
) -> None:
    text = HEADED + "TRW;GDB1;10;5\n" * 2_500 + f"{line}\nTRW;GDB2;1;5\n"
    with pytest.raises(UserError, match=f"in {code}, as"):
        imported(path, supplier, text)
    assert imported(path, supplier, text, "90").rows_taken == 2_501


def test_a_title_far_below_that_only_looks_like_a_currency_is_none(
    path: Path, supplier: Supplier
) -> None:
    text = HEADED + ROWS + "Подшипники центральные EURO;;;\nTRW;GDB3;7;5\n"
    assert imported(path, supplier, text).rows_taken == 3


MARKED = HEADED + "A;A1;$10;1\nA;A2;500 руб.;1\nA;A3;11 €;1\n"


def test_a_rate_is_for_the_first_currency_that_cells_name(path: Path, supplier: Supplier) -> None:
    report = imported(path, supplier, MARKED + "A;A4;70;1\nA;A5;80;1\nA;A6;90;1\n", "90")
    assert report.left_out == {SkipReason.PRICE_IN_FOREIGN_CURRENCY: 1}
    assert prices(report) == [900, 500, 70, 80, 90]


@pytest.mark.parametrize("rate", [None, "90"])
def test_of_few_prices_that_name_no_currency_none_is_known(
    path: Path, supplier: Supplier, rate: str | None
) -> None:
    report = imported(path, supplier, MARKED + "A;A4;70;1\n", rate)
    assert report.left_out[SkipReason.CURRENCY_UNKNOWN] == 1
    assert prices(report) == ([900, 500] if rate else [500])


def test_a_rate_leaves_prices_alone_that_are_said_to_be_in_roubles(
    path: Path, supplier: Supplier
) -> None:
    text = HEADED.replace("Цена", "Цена, руб") + "A;A1;$10;1\nA;A2;500;1\n"
    report = imported(path, supplier, text, "90")
    assert prices(report) == [900, 500]
    report = imported(path, supplier, text.replace("$", ""), "2")  # it is for them, as given
    assert prices(report) == [20, 1000]


def test_prices_that_are_in_another_currency_from_a_row_on_are_two_lists(
    path: Path, supplier: Supplier
) -> None:
    text = f"Цены в руб.\n{HEADED}{ROWS}Цены в USD;;;\n{HEADED}{ROWS}"
    for rate in (None, "90"):
        with pytest.raises(UserError, match="From row 5 on the prices are in USD"):
            imported(path, supplier, text, rate)
