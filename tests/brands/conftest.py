from collections.abc import Callable

import pytest

from crossdock.models import BrandAlias, BrandSuggestion, Supplier
from crossdock.offers.current import Refresh
from tests.factories import make_offer, make_price_list, make_supplier

Offered = dict[str, list[str]]
"""The articles that a list has, by the brand."""

Compare = Callable[..., dict[tuple[str, str], BrandSuggestion]]


def offer(*lists: Offered) -> list[Supplier]:
    """A supplier for each list, with its offers in the view."""
    suppliers = []
    for each in lists:
        price_list = make_price_list(make_supplier())
        for brand, articles in each.items():
            for article in articles:
                make_offer(price_list, brand, article)
        suppliers.append(price_list.supplier)
    Refresh().run()
    return suppliers


@pytest.fixture
def articles() -> list[str]:
    """Ten that say as much as articles can."""
    return [f"W{number}AB" for number in range(100, 110)]


@pytest.fixture(autouse=True)
def no_first_aliases(db: None) -> None:
    """The office has taken away those that come with the product: they are of the same brands."""
    BrandAlias.objects.all().delete()
