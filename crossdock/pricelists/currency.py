"""The currency that a heading or a price names."""

import re

from django.conf import settings

MARKS: dict[str, str] = {
    mark: code
    for code, marks in {
        "RUB": "rub rur ₽ р руб рубль рубля рублей рублях rubles",
        "UAH": "uah ₴ грн гривна гривня гривен гривень grn hrn",
        "BYN": "byn бел.руб",
        "KZT": "kzt ₸ тг тенге tenge",
        "USD": "usd us$ $ уе у.е ye y.e дол долл доллар доллара долларов долларах dollar dollars",
        "EUR": "eur € euro euros евро євро",
        "GBP": "gbp £ фунт фунтов",
        "CNY": "cny rmb юань юаней юанях yuan",
        "JPY": "jpy ¥ иена иен йена йен yen",
        "PLN": "pln zł zl злотый злотых",
        "TRY": "try ₺ лир",
        "AED": "aed дирхам дирхамов",
    }.items()
    for mark in marks.split()
}
WORD = re.compile(r"us\$|бел\.руб|[уy]\.[еe]|[^\W\d_]+|[$€£¥₽₴₸₺]")


def currency(text: str) -> str | None:
    """The code of the currency that the text names: "Price, USD" is USD. None where it names none.

    Of several the project's own counts ("руб. по курсу USD" are rubles), then the first.
    """
    named = [MARKS[word] for word in WORD.findall(text.casefold()) if word in MARKS]
    return next((code for code in named if not is_foreign(code)), named[0] if named else None)


def is_foreign(code: str) -> bool:
    """Whether prices in it cannot be compared with those of the other lists without a rate."""
    return code not in settings.CURRENCIES
