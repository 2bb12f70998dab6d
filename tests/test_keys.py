import string
import unicodedata

import pytest

from crossdock import keys
from crossdock.keys import article_key, brand_key


@pytest.mark.parametrize(
    ("article", "key"),
    [
        ("0 986 452 041", "0986452041"),
        ("0 986 452-041", "0986452041"),
        ("W712 / 75", "W71275"),
        ("w712/75", "W71275"),
        ("\N{NO-BREAK SPACE}2702034 ", "2702034"),
        ("gdb\N{ZERO WIDTH SPACE}1330", "GDB1330"),
        ("ＧＤＢ１３３０", "GDB1330"),  # full width: NFKC
        ("5²", "52"),
        ("-", ""),
        ("", ""),
        ("ЁЖ-1", "ЁЖ1"),  # looks like nothing in Latin
        ("ё1", "Ё1"),
    ],
)
def test_article_key(article: str, key: str) -> None:
    assert article_key(article) == key


@pytest.mark.parametrize("letters", ["АВЕКМНОРСТУХ", "авекмнорстух"])
def test_cyrillic_look_alikes_are_latin_whatever_their_case(letters: str) -> None:
    assert article_key(letters) == "ABEKMHOPCTYX"
    assert article_key(f"{letters} 1") == article_key("abekmhopctyx-1")


@pytest.mark.parametrize(
    ("brand", "key"),
    [
        ("BOSCH", "bosch"),
        ("  Mann\N{NO-BREAK SPACE} \t Filter ", "mann filter"),
        ("LEMFÖRDER", "lemförder"),
        ("LEMFO\N{COMBINING DIAERESIS}RDER", "lemförder"),
        ("Weiß", "weiss"),
        ("Hyundai / Kia", "hyundai / kia"),  # what is the same brand is the aliases' business
        ("ЗМЗ", "змз"),
        ("", ""),
    ],
)
def test_brand_key(brand: str, key: str) -> None:
    assert brand_key(brand) == key


def test_each_ascii_character_is_a_letter_a_digit_or_nothing() -> None:
    characters = "".join(map(chr, range(128)))
    assert article_key(characters) == f"{string.digits}{string.ascii_uppercase * 2}"
    assert article_key(f"{characters}É") == f"{article_key(characters)}É"


@pytest.mark.parametrize("key", [article_key, brand_key])
def test_unicode_has_no_more_to_put_in_order_than_a_part_can_have(key, monkeypatch) -> None:
    lengths: list[int] = []
    original = unicodedata.normalize

    def normalize(form: str, text: str) -> str:
        lengths.append(len(text))
        return original(form, text)

    monkeypatch.setattr(keys.unicodedata, "normalize", normalize)
    key("1" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT BELOW}" * 50_000)
    assert lengths
    assert max(lengths) <= keys.ENOUGH


def test_a_brand_however_long_has_a_key() -> None:
    assert brand_key("  BOSCH " * 1000) == " ".join(["bosch"] * 1000)
