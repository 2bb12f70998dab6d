import pytest

from crossdock.spreadsheets.number_formats import is_date, number_format, shown_article


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("0000000000", 10),
        (r"0\ 000\ 000\ 000", 10),
        ("000-000-0000", 10),
        ('0000" "00', 6),
        ("00;[Red]-00", 2),
        ("[<=9999999]000-0000;0", 7),
        ("0000000000_ ", 10),
        ("0", 0),
        ("00.00", 2),
        ("#00", 0),
        (r"\W000", 0),
        ('"W"000', 0),
        ("yyyy-mm-dd", 0),
        ("General", 0),
        ("0" * 300, 255),
    ],
)
def test_leading_zeros(code: str, digits: int) -> None:
    assert number_format(code).digits == digits


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('"$"#,##0.00', "USD"),
        ("$#,##0.00_);($#,##0.00)", "USD"),
        (r"\$0.00", "USD"),
        ("[$$-409]#,##0.00", "USD"),
        ("[$€-407] 0.00", "EUR"),
        (r"#,##0.00\ [$₽-419]", "RUB"),
        ("0.00 [$USD]", "USD"),
        ('0.00" USD"', "USD"),
        (r"0.00\ \U\S\D", "USD"),
        ('#,##0.00"р."', "RUB"),
        ("#,##0.00р.", "RUB"),
        ('0.00" руб."', "RUB"),
        ("#,##0.00 €", "EUR"),
        ("0.00", ""),
        ("0.00%", "%"),
        ("[$-419]0.00", ""),
        (r"_-* #,##0.00\ _₽_-;\-* #,##0.00\ _₽_-", ""),  # a gap as wide as the sign
        ('0" шт"', ""),
        ('0.00" за шт"', ""),
        ("[Red]0.00", ""),
        ('0;"USD"0', ""),
        ("[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00", "USD"),
        ("\\$#,##0.00_);(\\$#,##0.00)", "USD"),
        ("$#,##0.00", "USD"),
        ("#,##0.00\\ [$€-407]", "EUR"),
        ("#,##0.00[$€-1]", "EUR"),
        ("[$USD] #,##0.00", "USD"),
        ('#,##0.00 "у.е."', "USD"),
        ("#,##0.00 [$₴-422]", "UAH"),
        ("General", ""),
        ("#,##0.00", ""),
        ('0" шт."', ""),
        ("[$-409]d mmm yy", ""),
        ("[$CHF] 0.00", "CHF"),
        ('0.00" тенге"', "KZT"),
    ],
)
def test_currencies(code: str, currency: str) -> None:
    assert number_format(code).currency == currency


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (1089, "00000", "01089"),
        (406.1, "0.00", "406.10"),
        (406.1, "#,##0.000", "406.100"),
        (6.5, "0000.00", "0006.50"),
        (406.125, "0.00", None),  # a format that rounds says nothing about the article
        (406, "0.00", None),  # a whole number is no 406.00
        (406.1, "0", None),
        (0.5, "0.0E+00", None),
        (0.15, "0.000%", None),
        (-5, "000", None),
    ],
)
def test_articles(number: float, code: str, text: str | None) -> None:
    assert shown_article(number, number_format(code)) == text


@pytest.mark.parametrize("code", ["dd.mm.yyyy", "[h]:mm", "дд.мм.гггг", 'yyyy"г."', "mm:ss"])
def test_dates(code: str) -> None:
    assert is_date(code)


@pytest.mark.parametrize("code", ["00000", "0.00", "General", '0" days"', r"0\d", "[Red]0", "@"])
def test_no_dates(code: str) -> None:
    assert not is_date(code)
