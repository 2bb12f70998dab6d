"""Which currency a price is in, and whether it is the project's."""

from django.conf import settings

from crossdock.spreadsheets.currencies import currencies_in


def currency(text: str) -> str | None:
    """The code of the currency that the text names: "Price, USD" is USD. None where it names none.

    Of several the project's own counts ("руб. по курсу USD" are rubles), then the first.
    """
    codes = currencies_in(text)
    return next((code for code in codes if not is_foreign(code)), codes[0] if codes else None)


def is_foreign(code: str) -> bool:
    """Whether prices in it cannot be compared with those of the other lists without a rate."""
    return code not in settings.CURRENCIES
