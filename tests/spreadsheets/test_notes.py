import pytest

from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.notes import currency_notes


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
    ],
)
def test_a_line_over_the_headings_names_the_currency_not_its_rate(
    line: str, codes: list[str]
) -> None:
    [note] = currency_notes(2, 1, [[line], ["Бренд", "Артикул", "Цена"], ["TRW", "G1", 5]])
    assert currencies_in(note) == codes


def test_a_rate_alone_is_no_currency_of_prices() -> None:
    assert not currency_notes(2, 1, [["Цены: курс USD 92,5"], ["Бренд", "Артикул", "Цена"]])
