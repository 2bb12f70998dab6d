import pytest
from django.test import override_settings

from crossdock.pricelists.currency import currency, is_foreign


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Price USD", "USD"),
        ("priceUsd", "USD"),
        ("ЦенаEUR", "EUR"),
        ("Fiyat (TL)", "TRY"),
        ("PRICE_USD", "USD"),
        ("Цена, $", "USD"),
        ("Цена (у.е.)", "USD"),
        ("Цена EUR", "EUR"),
        ("Ціна, євро", "EUR"),
        ("Preis €", "EUR"),
        ("Цена, руб.", "RUB"),
        ("Цена, р. с НДС", "RUB"),
        ("Цена в рублях по курсу USD", "RUB"),
        ("Цена USD (руб.)", "RUB"),
        ("Цена (USD/RUB)", "USD"),
        ("Цена, руб. или долл.", "USD"),
        ("Цена, руб/шт", "RUB"),
        ("Ціна, грн", "UAH"),
        ("Цена закупки (шт)", None),
        ("Unit price", None),
        ("_PRICE_", None),
        ("", None),
    ],
)
def test_a_heading_names_its_currency(text: str, code: str | None) -> None:
    assert currency(text) == code


def test_what_is_foreign_is_a_setting() -> None:
    assert is_foreign("UAH")
    assert is_foreign("USD")
    assert not is_foreign("RUB")
    with override_settings(CURRENCIES=["RUB", "UAH"]):
        assert not is_foreign("UAH")
