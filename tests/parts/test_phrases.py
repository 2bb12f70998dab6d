import pytest

from crossdock.parts.phrases import Phrase, PhraseProblem, read_phrase

KNOWN = {
    "bosch": "bosch",
    "mann": "mann",
    "mannfilter": "mann",
    "trw": "trw",
    "555": "555",
    "febibilstein": "febi",
    "3m": "3m",
}


def read(text: str) -> Phrase:
    return read_phrase(text, lambda key: KNOWN.get(key, ""))


@pytest.mark.parametrize(
    ("text", "brand", "article"),
    [
        ("BOSCH 0 986 452 041", "BOSCH", "0 986 452 041"),
        ("0986452041 (BOSCH)", "BOSCH", "0986452041"),
        ("BOSCH|0986452041", "BOSCH", "0986452041"),
        ("BOSCH\t0986452041", "BOSCH", "0986452041"),
        ("Bosch: 0986452041", "Bosch", "0986452041"),
        ("bosch, 0986-452-041", "bosch", "0986-452-041"),
        ("[TRW] GDB 1550", "TRW", "GDB 1550"),
        ("BOSCH/0986452041", "BOSCH", "0986452041"),
        ("0986452041_BOSCH", "BOSCH", "0986452041"),
        ("Mann-Filter HU 718/5 x", "Mann-Filter", "HU 718/5 x"),
        ("W712/75 Mann Filter", "Mann Filter", "W712/75"),
        ("TRW (Германия) GDB1550", "TRW (Германия)", "GDB1550"),
        ("Febi Bilstein 12 345", "Febi Bilstein", "12 345"),
        ("ВОSСН 0986452041", "ВОSСН", "0986452041"),
        ("bosch 0986452041 BOSCH", "bosch", "0986452041"),
        ("555 SB-1234", "555", "SB-1234"),
        ("BOSCH 12 555", "BOSCH", "12 555"),
        ("3M 50417", "3M", "50417"),
        ("NEWBRAND|GDB1550", "NEWBRAND", "GDB1550"),
        ("bosch gdb 1550", "bosch", "gdb 1550"),
    ],
)
def test_brand_and_article_are_told_apart(text: str, brand: str, article: str) -> None:
    assert read(text) == Phrase(brand, article)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Фильтр масляный MANN W712/75", PhraseProblem.NO_BRAND),
        ("MANN Фильтр W712/75", PhraseProblem.OTHER_WORDS),
        ("Фильтр W712/75 MANN", PhraseProblem.OTHER_WORDS),
        ("MANN FILTERS W712", PhraseProblem.OTHER_WORDS),
        ("BOSCH Oil W712", PhraseProblem.OTHER_WORDS),
        ("TRW GDB1550 BOSCH", PhraseProblem.TWO_BRANDS),
        ("BOSCH 0986452041, 0986452042", PhraseProblem.OTHER_WORDS),
        ("BOSCH 0986452041 4", PhraseProblem.OTHER_WORDS),
        ("BOSCH 0986452041 x 4", PhraseProblem.OTHER_WORDS),
        ("BOSCH 0986452041 4 шт", PhraseProblem.OTHER_WORDS),
        ("UNKNOWN GDB1550 pads", PhraseProblem.NO_BRAND),
        ("колодки", PhraseProblem.NO_BRAND),
        ("0986452041|NEWBRAND", PhraseProblem.NO_BRAND),
        ("BOSCH " + "9" * 500, PhraseProblem.OTHER_WORDS),
    ],
)
def test_what_leaves_a_choice_is_not_guessed(text: str, problem: PhraseProblem) -> None:
    assert read(text) == Phrase("", text, problem)
    assert read(text).is_unclear


def test_an_article_alone_and_a_brand_alone_are_told() -> None:
    assert read("0986452041").is_article_alone
    assert not read("0986452041").is_unclear
    assert read("BOSCH") == Phrase("BOSCH", "", PhraseProblem.NO_ARTICLE)
    assert read(" ") == Phrase("", "", PhraseProblem.NO_ARTICLE)
