import pytest
from django.http import QueryDict

from crossdock.pages.pasted import BRAND_OF_LINE, LineWithoutBrand, unread_lines
from crossdock.pipeline.pasted import Pasted
from tests.factories import make_offer, make_price_list, make_supplier


@pytest.mark.django_db
def test_a_line_with_an_article_alone_may_be_of_the_brands_that_have_it() -> None:
    price_list = make_price_list(make_supplier())
    for brand in ("Bosch", "SKF"):
        make_offer(price_list, brand, "0 986 452-041")
    text = Pasted("TRW GDB1\n0986-452-041 x 2\nколодки\n", {"trw": "trw"}.get)  # type: ignore[arg-type]
    article, words = unread_lines(text)
    assert article.choices == [
        ("Bosch", "2 0986452041 Bosch"),
        ("SKF", "2 0986452041 SKF"),
    ]
    assert (words.line.number, words.choices) == (3, [])


@pytest.mark.parametrize(
    ("sent", "chosen"),
    [
        ("2 0986452041 Mann Filter", (2, "0986452041", "Mann Filter")),
        ("x", (0, "", "")),
        ("9999999999999 A B", (999_999_999, "A", "B")),
    ],
)
def test_a_button_says_which_brand_is_that_of_which_line(
    sent: str, chosen: tuple[int, str, str]
) -> None:
    data = QueryDict(mutable=True)
    data[BRAND_OF_LINE] = sent
    assert LineWithoutBrand.chosen(data) == chosen
