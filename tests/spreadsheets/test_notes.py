import pytest

from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.notes import currency_notes, note_alone


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Все цены в евро, курс 95 руб", ["EUR"]),
        ("Ціни в доларах", ["USD"]),
        ("Preise in EUR", ["EUR"]),
        ("Бағасы теңгемен", ["KZT"]),
        ("Цены в рублях по курсу USD 92,5", ["RUB"]),
        ("Все цены указаны в условных единицах", ["USD"]),
        ("USD", ["USD"]),
        ("Цены в евро, оплата в рублях по курсу ЦБ", ["EUR"]),
        ("Оплата в рублях. Цены в USD", ["USD"]),
    ],
)
def test_a_line_over_the_headings_names_the_currency_not_its_rate(
    line: str, codes: list[str]
) -> None:
    [note] = currency_notes(2, 1, [[line], ["Бренд", "Артикул", "Цена"], ["TRW", "G1", 5]])
    assert currencies_in(note) == codes


@pytest.mark.parametrize(
    ("line", "codes"),
    [(["Импорт (USD)"], ["USD"]), (["Валюта", "EUR"], ["EUR"]), (["EUROL"], []), (["A", "B"], [])],
)
def test_a_line_among_the_rows_names_the_currency(line: list[Cell], codes: list[str]) -> None:
    assert currencies_in(note_alone(line)) == codes


def test_a_rate_alone_is_no_currency_of_prices() -> None:
    assert not currency_notes(2, 1, [["Цены: курс USD 92,5"], ["Бренд", "Артикул", "Цена"]])
