"""Pasted lines: 200 phrases of ten shapes, tables, and what is no text."""

import pytest

from crossdock.errors import UserError
from crossdock.pipeline.pasted import MAX_LINES, Pasted, with_brand

KNOWN = {"bosch": "bosch", "mannfilter": "mann", "mann": "mann", "trw": "trw", "febi": "febi"}
BRANDS = ("BOSCH", "Bosch", "Mann-Filter", "TRW", "febi")
ARTICLES = ("0 986 452 041", "0986452041", "W 712/75", "GDB1550")
SHAPES = (
    ("{brand} {article} x 4", "4"),
    ("4 шт {article} {brand}", "4"),
    ("{brand} {article}", ""),
    ("{article} ({brand})", ""),
    ("{brand}: {article} - 4 шт.", "4"),
    ("{brand} арт. {article} кол-во 4", "4"),
    ("3. {brand} {article}, 4 шт", "4"),
    ("- {article} {brand} (4 pcs)", "4"),
    ("4 x {brand} {article}", "4"),
    ("Артикул: {article}, бренд: {brand}, количество: 4", "4"),
)
PHRASES = [
    (shape.format(brand=brand, article=article), brand, article, amount)
    for shape, amount in SHAPES
    for brand in BRANDS
    for article in ARTICLES
]


def pasted(text: str) -> Pasted:
    return Pasted(text, lambda key: KNOWN.get(key, ""))


def test_phrases_are_read_right_and_none_is_read_wrong_silently() -> None:
    assert len(PHRASES) == 200
    right = 0
    for text, brand, article, amount in PHRASES:
        (line,) = pasted(text).lines
        is_right = (line.phrase[:2], line.amount[:1]) == ((brand, article), amount)
        assert is_right or line.phrase.problem, text
        right += is_right
    assert right >= 0.98 * len(PHRASES)


def test_lines_become_a_file_with_headings_that_are_recognised() -> None:
    text = pasted("BOSCH 0986452041 x 4\n\nколодки\n0986452041\n")
    assert text.content.decode().splitlines() == [
        '"Brand and article";"Quantity"',
        '"BOSCH 0986452041";"4"',
        '"колодки";""',
        '"0986452041";""',
    ]
    assert [line.number for line in text.unread] == [3, 4]
    assert text.unread[1].phrase.is_article_alone


@pytest.mark.parametrize(
    "text", ["BOSCH\t0986452041\t4\nTRW\tGDB1550\t2", "a;b;c\nBOSCH;0986452041;4\nTRW;GDB1550;2"]
)
def test_cells_stay_as_they_were_pasted(text: str) -> None:
    assert pasted(text).is_table
    assert pasted(text).content.decode() == text + "\n"
    assert not pasted(text).unread


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("BOSCH 1" * 500_000, "can be pasted at most"),
        ("BOSCH 1\n" * (MAX_LINES + 1), "can be pasted. Upload it"),
        ("PK\x03\x04\x00\x00", "no text"),
        ("\x01\x02\x03 1", "no text"),
        (" \n ", "Paste the lines first"),
    ],
)
def test_what_is_no_list_is_refused(text: str, message: str) -> None:
    with pytest.raises(UserError, match=message):
        pasted(text)


def test_a_brand_is_put_before_the_article_of_its_line() -> None:
    text = "колодки\r\n\r\n3. 0986-452-041, 4 шт"
    assert with_brand(text, 3, "0986452041", "BOSCH").splitlines()[2] == (
        "3. BOSCH 0986-452-041, 4 шт"
    )
    for number, key in ((1, "0986452041"), (4, "0986452041"), (3, "1"), (1, "")):
        assert with_brand(text, number, key, "BOSCH") == text
