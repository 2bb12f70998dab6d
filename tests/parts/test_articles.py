import re

import pytest

from crossdock.parts.articles import listed_articles


@pytest.mark.parametrize(
    "text",
    [
        "04465-33240, 04465-33250",
        "0446533240/0446533250",
        "04465-33260 / 04465-33270",
        "GDB1550; GDB1551",
        "6PK1815,6PK1820,6PK1823",
        "0986452041, GDB1550",
        "0446533240 0446533250",
        "04465-33240|04465-33250",
        "0446533240\\0446533250",
        "0446533240 + 0446533250",
        "0986452041=0986452042",
        "0986452041 (0986452042)",
        "GDB1550 (GDB1551)",
        "GDB1550 / GDB1551",
        "GDB1550\nGDB1551",
    ],
)
def test_articles_of_one_shape_are_several(text: str) -> None:
    articles = listed_articles(text)
    assert len(articles) > 1
    assert articles == re.findall(r"[^ ,;/|+=()\\\n]+", text)


@pytest.mark.parametrize(
    "text",
    [
        "0 986 452 041",
        "W712/75",
        "0986452041 (Bosch)",
        "GDB1550 (2 pcs)",
        "PK1750/6",
        "PK1750/1850",
        "LM11749/LM11710",  # the two halves of a bearing
        "HM218248/HM218210",
        "1450,9135",
        "04465-33240, 4465",
        "04465-33240,",
        "12345678 ABC",
        "CERAMIC/CERAMIC",
        ",,,,,,,,,,,,,,",
        "",
    ],
)
def test_any_other_text_is_one_article(text: str) -> None:
    assert listed_articles(text) == []
