"""Brands of a price list that nobody has offered before: new makers, or new spellings."""

from typing import NamedTuple

from django.db import connection

from crossdock.models import PriceList
from crossdock.offers.current import VIEW, is_filled

MAX_NEW_BRANDS = 50
"""Those with the most rows; a list with more has another fault."""

_NEW = f"""
    SELECT brand_key, spelling, rows
    FROM (
        SELECT brand_key, max(brand) AS spelling, count(*) AS rows
        FROM crossdock_offer WHERE price_list_id = %s GROUP BY brand_key
    ) AS listed
    WHERE NOT EXISTS (SELECT FROM {VIEW} AS offer WHERE offer.brand_key = listed.brand_key)
    ORDER BY rows DESC, brand_key
    LIMIT {MAX_NEW_BRANDS}
"""


class NewBrand(NamedTuple):
    """A brand by its key and as the list spells it, and its number of rows."""

    key: str
    name: str
    rows: int


def new_brands(price_list: PriceList) -> list[NewBrand]:
    """The brands of a list that the view does not have yet; none where it was never filled."""
    if not is_filled():
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEW, [price_list.pk])
        return [NewBrand(*row) for row in cursor.fetchall()]
