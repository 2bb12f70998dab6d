import pytest

from crossdock.spreadsheets.currencies import ISO_CODES, currencies_in


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
        ("", []),
    ],
)
def test_codes_signs_and_words(text: str, codes: list[str]) -> None:
    assert currencies_in(text) == codes


def test_every_code_names_itself() -> None:
    assert all(currencies_in(f"Price, {code}") == [code] for code in ISO_CODES)
