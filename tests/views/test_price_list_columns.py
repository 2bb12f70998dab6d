"""Which column of a new price list is what, as people choose it."""

import pytest
from django.test import Client

from crossdock.models import PriceListImport, Supplier
from tests.factories import make_supplier
from tests.views.sending import COLUMNS, LIST, choose, post, presets, the_import, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(db: None) -> Supplier:
    return make_supplier("Автоспутник")


def test_a_corrected_column_goes_with_the_import(as_staff: Client, supplier: Supplier) -> None:
    token = token_of(post(as_staff, supplier, LIST, preview="1"))
    post(as_staff, supplier, upload=token, **choose("brand", "article", "", "quantity", "price"))
    assert the_import().columns == {"price": ["Цена 2", "E"]}


def test_headings_may_be_ignored(as_staff: Client, supplier: Supplier) -> None:
    token = token_of(post(as_staff, supplier, LIST, preview="1"))
    post(as_staff, supplier, upload=token, **choose(*COLUMNS, header_row=""))
    assert the_import().columns == {
        "brand": ["", "A"],
        "article": ["", "B"],
        "price": ["", "C"],
        "quantity": ["", "D"],
        "ignores_headings": True,
    }


def test_the_next_preview_shows_what_is_remembered_and_it_can_be_taken_back(
    as_staff: Client, supplier: Supplier
) -> None:
    supplier.columns = {"price": ["Цена 2", "E"]}
    supplier.save()
    answer = post(as_staff, supplier, LIST, preview="1")
    assert presets(answer) == ["brand", "article", "", "quantity", "price"]
    other = post(as_staff, make_supplier(), preview="1", upload=token_of(answer))
    assert presets(other) == list(COLUMNS)
    post(as_staff, supplier, upload=token_of(answer), **choose(*COLUMNS))
    assert the_import().columns == {}


def test_a_list_that_is_laid_out_differently_warns(as_staff: Client, supplier: Supplier) -> None:
    supplier.columns = {"price": ["Цена опт", "E"]}
    supplier.save()
    answer = post(as_staff, supplier, LIST, preview="1")
    assert "laid out differently" in answer.content.decode()
    assert presets(answer) == list(COLUMNS)


def test_columns_that_are_not_recognised_are_chosen_by_hand(
    as_staff: Client, supplier: Supplier
) -> None:
    answer = post(as_staff, supplier, "Чей;Что;Почём;Сколько\nTRW;GDB1;10;5\n", preview="1")
    assert "not recognised" in answer.content.decode()
    assert presets(answer) == [""] * 4
    post(as_staff, supplier, upload=token_of(answer), **choose(*COLUMNS[:4]))
    assert the_import().columns["price"] == ["Почём", "C"]


TWO_PRICES = "Бренд;Артикул;Цена опт 1;Остаток;Цена опт 2\nTRW;GDB1;10;5;20\n"


def test_what_cannot_be_told_is_asked(as_staff: Client, supplier: Supplier) -> None:
    answer = post(as_staff, supplier, TWO_PRICES, preview="1")
    assert "Which column is «Price»?" in answer.content.decode()
    assert presets(answer) == ["brand", "article", "", "quantity", ""]
    token = token_of(answer)
    answer = post(as_staff, supplier, upload=token, **choose(*presets(answer)))
    assert "Say which column is: Price." in answer.content.decode()
    post(as_staff, supplier, upload=token, **choose(*COLUMNS))
    assert the_import().columns == {"price": ["Цена опт 1", "C"]}


def test_a_price_in_roubles_is_no_question(as_staff: Client, supplier: Supplier) -> None:
    text = TWO_PRICES.replace("опт 1", "USD").replace("опт 2", "руб")
    answer = post(as_staff, supplier, text, preview="1")
    assert "Which column" not in answer.content.decode()
    selected = ["brand", "article", "", "quantity", "price"]
    assert presets(answer) == selected
    post(as_staff, supplier, upload=token_of(answer), **choose(*selected))
    assert the_import().columns == {}


def test_a_guess_is_marked(as_staff: Client, supplier: Supplier) -> None:
    page = post(as_staff, supplier, LIST, preview="1").content.decode()
    assert "A guess, look whether it is right: Price." in page


def test_several_stores_may_be_selected(as_staff: Client, supplier: Supplier) -> None:
    text = "Бренд;Артикул;Цена;Остаток МСК;Остаток СПб;Транзит\nTRW;GDB1;10;5;20;3\n"
    answer = post(as_staff, supplier, text, preview="1")
    selected = ["brand", "article", "price", "quantity", "quantity", ""]
    assert presets(answer) == selected
    post(as_staff, supplier, upload=token_of(answer), **choose(*selected))
    assert the_import().columns == {}
    PriceListImport.objects.all().delete()
    post(as_staff, supplier, upload=token_of(answer), **choose(*selected[:5], "quantity"))
    assert the_import().columns == {
        "quantity": ["Остаток МСК", "D"],
        "stores": [["Остаток СПб", "E"], ["Транзит", "F"]],
    }


def test_a_line_over_the_headings_may_name_the_currency(
    as_staff: Client, supplier: Supplier
) -> None:
    token = token_of(post(as_staff, supplier, "Цены в долларах\n" + LIST, preview="1"))
    answer = post(as_staff, supplier, upload=token, **choose(*COLUMNS, header_row="2"))
    assert "The prices are in USD: give the rate." in answer.content.decode()


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (("brand", "article", "", "quantity", ""), "Say which column is: Price."),
        (
            ("brand", "article", "price", "quantity", "price"),
            "More than one column is selected as: Price.",
        ),
    ],
)
def test_each_column_is_needed_once(
    as_staff: Client, supplier: Supplier, columns: tuple[str, ...], message: str
) -> None:
    token = token_of(post(as_staff, supplier, LIST, preview="1"))
    answer = post(as_staff, supplier, upload=token, **choose(*columns))
    assert message in answer.content.decode()
    assert presets(answer) == list(columns), "the selection stays"
    assert token_of(answer)
    assert not PriceListImport.objects.exists()
