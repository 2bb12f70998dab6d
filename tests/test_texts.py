"""Texts that are kept and put into words for who reads them."""

import datetime

import pytest
from django.utils import translation

from crossdock.pricelists.reasons import SkipReason
from crossdock.texts import Day, Joined, Kept, Number, Size, Text, dumps, loads

TEXTS: list[tuple[Kept, str, str]] = [
    ("as it was", "as it was", "as it was"),
    ("", "", ""),
    (Text("Retry"), "Retry", "Повторить"),
    (
        Text("The file is damaged (%s) and cannot be read.")
        % (Text("sheet “%(sheet)s”, row %(row)s") % {"sheet": "Лист%s", "row": 12345}),
        "The file is damaged (sheet “Лист%s”, row 12345) and cannot be read.",
        "Файл повреждён (лист «Лист%s», строка 12345) и не читается.",
    ),
    (
        Text("This day is still to come: %s.") % Day.of(datetime.date(2026, 11, 28)),
        "This day is still to come: 28 Nov 2026.",
        "Этот день ещё не наступил: 28.11.2026.",
    ),
    (
        Joined.of([Number(1234567), Size(3 * 2**20), Text.of(SkipReason.NO_BRAND.label)], "; "),
        "1,234,567; 3.0\xa0MB; no brand",
        "1\xa0234\xa0567; 3,0\xa0МБ; нет бренда",
    ),
]


@pytest.mark.parametrize(("text", "english", "russian"), TEXTS)
def test_a_kept_text_is_in_the_readers_language(text: Kept, english: str, russian: str) -> None:
    for language, expected in (("en", english), ("ru", russian)):
        with translation.override(language):
            assert str(text) == expected
            assert str(loads(dumps(text))) == expected
    assert loads(dumps(text)) == text


@pytest.mark.parametrize("column", ['{"a": 1}', '{"text"', "{}", "%s", "No columns."])
def test_a_plain_text_stays_what_it_is(column: str) -> None:
    assert loads(column) == column
