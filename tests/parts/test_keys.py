import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crossdock.parts import keys
from crossdock.parts.keys import article_key, brand_key

LATIN = "ABEKMHOPCTYXI"
CYRILLIC = "АВЕКМНОРСТУХІ"
OTHER_ALPHABETS = str.maketrans(LATIN, CYRILLIC)

words = st.text(alphabet=string.ascii_uppercase + string.digits + "ГДЁЖЗЙЛЦЯ", min_size=1)


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
        ("LІ205.010", "LI205010"),  # the Ukrainian I
        ("lі 205 010", "LI205010"),
        ("Ї1", "Ї1"),
        ("ΑΒ-1", "AB1"),  # Greek
        ("№ 123", "123"),
        ("GDB1550™", "GDB1550"),
        ("№", ""),
    ],
)
def test_article_key(article: str, key: str) -> None:
    assert article_key(article) == key


@pytest.mark.parametrize("letters", [CYRILLIC, CYRILLIC.lower()])
def test_cyrillic_look_alikes_are_latin_whatever_their_case(letters: str) -> None:
    assert article_key(letters) == LATIN
    assert article_key(f"{letters} 1") == article_key(f"{LATIN.lower()}-1")


@pytest.mark.parametrize(
    ("brand", "key"),
    [
        ("BOSCH", "bosch"),
        ("  Mann\N{NO-BREAK SPACE} \t Filter ", "mannfilter"),
        ("MANN-FILTER", "mannfilter"),
        ("Hyundai / Kia", "hyundaikia"),
        ("LEMFÖRDER", "lemforder"),
        ("LEMFO\N{COMBINING DIAERESIS}RDER", "lemforder"),
        ("CITROËN", "citroen"),
        ("Weiß", "weiss"),
        ("İSTANBUL ısı", "istanbulisi"),
        ("현대", "현대"),
        ("BOSCH®", "bosch"),
        ("TRW™", "trw"),
        ("TRW (TM)", "trw"),
        ("BILSTEIN ® №", "bilstein"),
        ("«Bosch»", "bosch"),
        ("®", ""),
        ("--", ""),
        ("", ""),
    ],
)
def test_brand_key(brand: str, key: str) -> None:
    assert brand_key(brand) == key


@pytest.mark.parametrize(
    "spellings",
    [
        ("BOSCH", "ВOSСH", "вosсh"),
        ("KYB", "КYВ", "КУВ", "ΚΥΒ", "куb"),
        ("ЗАЗ", "ЗAЗ", "заз", "зaз"),
        ("Elring", "ЕLRІNG"),
        ("Ёлка", "Елка", "ёлкa"),
        ("ЙОТА", "Йота", "ИОТА"),
    ],
)
def test_look_alikes_are_one_brand_whatever_was_typed(spellings: tuple[str, ...]) -> None:
    assert len(set(map(brand_key, spellings))) == 1


@pytest.mark.parametrize("brand", ["ВАЗ", "ЗМЗ", "УАЗ", "ГАЗ"])
def test_what_only_looks_a_little_alike_is_another_brand(brand: str) -> None:
    assert brand_key("ЗАЗ") != brand_key(brand)


@pytest.mark.parametrize(
    "origin",
    [
        "(Германия)",
        " (ГЕРМАНИЯ) ",
        ", Германия",
        " [DE]",
        " (Hімеччина)",
        " ( Germany )®",
        ",GER",
        " - Германия",
        "/Germany",
        " — Польша",
        " Германия",
        "  Germany ",
        " Южная Корея",
        "; Германия",
        ":Германия",
        " | Чехия",
        " (пр-во Германия)",
        ", Made in Germany",
        " Made in South Korea",
        " (Германия, Китай)",
        " (ФРГ)",
    ],
)
def test_a_country_behind_it_is_no_part_of_a_brand(origin: str) -> None:
    assert brand_key(f"BOSCH{origin}") == "bosch"


@pytest.mark.parametrize(
    ("brand", "key"),
    [
        ("Bosch (Mahle)", "boschmahle"),
        ("Bosch, Mahle", "boschmahle"),
        ("Mann-US", "mannus"),  # no country, perhaps
        ("Hyundai/Kia (Mobis)", "hyundaikiamobis"),
        ("Германия", "гepmahия"),
        ("Bosch DE", "boschde"),
        ("South Korea", "southkorea"),
        ("Japan Parts", "japanparts"),
        ("Poland Motors (Diesel)", "polandmotorsdiesel"),
        ("(Германия)", ""),
        ("ATE (", "ate"),
        (", ", ""),
    ],
)
def test_anything_else_in_brackets_stays(brand: str, key: str) -> None:
    assert brand_key(brand) == key


@given(st.text())
def test_the_key_of_a_brand_key_is_that_key(brand: str) -> None:
    key = brand_key(brand)
    assert brand_key(key) == key
    assert not key or key.isalnum()


@given(st.text(alphabet=st.characters(max_codepoint=0x52F)))
def test_the_key_of_an_article_key_is_that_key(article: str) -> None:
    key = article_key(article)
    assert article_key(key) == key
    assert not key or key.isalnum()


@given(words, st.data())
def test_what_decorates_a_text_does_not_change_its_key(word: str, data: st.DataObject) -> None:
    def decorated(letter: str) -> str:
        twins = [letter, letter.lower(), letter.translate(OTHER_ALPHABETS)]
        sign = data.draw(st.sampled_from(["", "-", " ", "™", "®", "№", "\N{SOFT HYPHEN}"]))
        return data.draw(st.sampled_from(twins)) + sign

    text = "".join(map(decorated, word))
    country = data.draw(st.sampled_from(["", " (Польша)", ", PL"]))
    assert article_key(text) == article_key(word)
    assert brand_key(f"«{text}»{country}") == brand_key(word)


def test_each_ascii_character_is_a_letter_a_digit_or_nothing() -> None:
    characters = "".join(map(chr, range(128)))
    assert article_key(characters) == f"{string.digits}{string.ascii_uppercase * 2}"
    assert article_key(f"{characters}É") == f"{article_key(characters)}É"
    assert brand_key(characters) == f"{string.digits}{string.ascii_lowercase * 2}"
    assert brand_key(f"{characters}é") == f"{brand_key(characters)}e"


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
    assert brand_key("  BOSCH (,[" * 100_000) == "bosch" * 100_000
