import pytest

from crossdock.spreadsheets.currencies import ISO_CODES, currencies_in, is_currency


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Цена, сум", ["UZS"]),
        ("Цена с НДС, сумма", []),
        ("Price, CHF", ["CHF"]),
        ("price chf", []),
        ("_PRICE_GEL_", ["GEL"]),
        ("Ціна ₴ / $", ["UAH", "USD"]),
        *((text, ["USD"]) for text in ("у.е.", "Цена у. е.", "Цена, у/е", "уе", "US$ 5")),
        *((f"Цена, {text}", ["BYN"]) for text in ("бел. руб.", "бел руб", "руб. РБ", "бел.рублей")),
        ("Цена в белорусских рублях", ["BYN"]),
        ("Цена, рос. руб.", ["RUB"]),
        ("белая краска, руб", ["RUB"]),
        ("ALL PRICES", []),
        ("Цена юани", ["CNY"]),
        ("Ціни в доларах", ["USD"]),
        ("Цены в форинтах", ["HUF"]),
        ("Цена, песо", ["MXN"]),
        ("Цена, лв", ["BGN"]),
        ("Цена, USDT", ["USD"]),
        ("Цена ₮", ["MNT"]),
        ("Цена за кронштейн", []),
        ("Цена батареи", []),
        ("", []),
    ],
)
def test_codes_signs_and_words(text: str, codes: list[str]) -> None:
    assert currencies_in(text) == codes


def test_every_code_names_itself() -> None:
    assert all(currencies_in(f"Price, {code}") == [code] for code in ISO_CODES)


@pytest.mark.parametrize("text", ["USD", "$", "у.е.", "у. е.", "eur", "долл.", "USD/шт", "грн"])
def test_a_currency_and_nothing_else(text: str) -> None:
    assert is_currency(text)


@pytest.mark.parametrize("text", ["р", "zl", "шт", "p.p", "Цена USD", "", "br"])
def test_what_may_be_something_else(text: str) -> None:
    assert not is_currency(text)
