"""The SQL that chooses offers: the original query, and those that read the materialized view.

The original query and the view query take a batch of parts and give each its three best offers, or
why there are none. They differ in where each supplier's most recent offer comes from, and in
nothing else. The short cuts say the same of most parts for less, but not why there are no offers.
"""

from typing import NamedTuple

_LATEST = """
    SELECT DISTINCT ON (supplier_id) supplier_id, price, quantity, valid_from
    FROM ({source}) AS offer
    ORDER BY supplier_id, valid_from DESC, price_list_id DESC,
        quantity > 0 DESC, price, quantity DESC
"""
"""Each supplier's most recent offer for one part; the order is the design's."""

_PARTS = """
    unnest(%(brand_keys)s::text[], %(article_keys)s::text[])
        WITH ORDINALITY AS part (brand_keys, article_key, number)
"""

_BEST = """
    SELECT best.*
    FROM {parts}
    CROSS JOIN LATERAL (
        SELECT
            (array_agg(supplier_id) FILTER (WHERE counts))[:3],
            (array_agg(price::float8) FILTER (WHERE counts))[:3],
            (array_agg(quantity::float8) FILTER (WHERE counts))[:3],
            bool_or(quantity > 0)
        FROM (
            SELECT *,
                quantity > 0 AND valid_from >= %(oldest)s AS counts,
                array_position(%(suppliers)s, supplier_id) AS place
            FROM ({latest}) AS latest
            ORDER BY price, place  -- once, not in each of the aggregates: a fifth faster
        ) AS judged
    ) AS best
    ORDER BY part.number
"""

_OFFERS_TABLE = """
    SELECT supplier_id, price, quantity, valid_from, price_list_id
    FROM crossdock_offer AS offer
    WHERE offer.brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f'))
      AND ltrim(offer.article_key, '0') = ltrim(part.article_key, '0')
      AND (%(ignore_zeros)s OR offer.article_key = part.article_key)
      AND offer.supplier_id = ANY (%(suppliers)s)
"""

_CHANGED = "ARRAY(SELECT DISTINCT supplier_id FROM crossdock_offerchange)"
"""Suppliers whose price lists have changed since the view was refreshed.

Read in the same statement as the view: a refresh takes the marks away in the transaction that
brings the offers, so whichever of the two states a statement sees, it sees whole.
"""

_OFFERS_OF_CHANGED = f"""
    {_OFFERS_TABLE}
      AND EXISTS (SELECT FROM crossdock_offerchange)
      AND offer.supplier_id = ANY ({_CHANGED})
"""

_VIEW = f"""
    SELECT supplier_id, price, quantity, valid_from, price_list_id
    FROM crossdock_current_offer AS offer
    WHERE offer.brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f'))
      AND offer.bare_article = ltrim(part.article_key, '0')
      AND (%(ignore_zeros)s OR offer.article_key = part.article_key)
      AND offer.supplier_id = ANY (%(suppliers)s)
      AND offer.supplier_id <> ALL ({_CHANGED})
    UNION ALL
    {_OFFERS_OF_CHANGED}
"""

_LATEST_OF_CHANGED = _LATEST.format(source=_OFFERS_OF_CHANGED)
_LATEST_BY_VIEW = _LATEST.format(source=_VIEW)
_LATEST_BY_ORIGINAL = _LATEST.format(source=_OFFERS_TABLE)
_EACH = "SELECT latest.* FROM {parts} CROSS JOIN LATERAL ({latest}) AS latest"

ORIGINAL_QUERY = _BEST.format(parts=_PARTS, latest=_LATEST_BY_ORIGINAL)
"""Right by definition: it reads the offers table and nothing that is derived from it."""

VIEW_QUERY = _BEST.format(parts=_PARTS, latest=_LATEST_BY_VIEW)
"""The same answer from the view, and from the offers table where the view is behind."""

_SHORT_CUT = """
    SELECT
        EXISTS (SELECT FROM crossdock_offerchange),
        array_agg((number - 1)::int4),
        array_agg(supplier_id::int4),
        array_agg(price::float8),
        array_agg(quantity::float8)
    FROM unnest(
        string_to_array(%(brand_keys)s, E'\\n'), string_to_array(%(article_keys)s, E'\\n')
    ) WITH ORDINALITY AS part (brand_keys, article_key, number)
    CROSS JOIN LATERAL ({offers}) AS best
"""

_CHEAPEST_OF_VIEW = f"""
    SELECT supplier_id, price, quantity
    FROM crossdock_current_offer
    WHERE brand_key = part.brand_keys
      AND bare_article = ltrim(part.article_key, '0')
      AND article_key = part.article_key
      AND quantity > 0
      AND valid_from >= %(oldest)s
      AND supplier_id + 0 = ANY (%(suppliers)s::bigint[])  -- + 0: a filter, no index scans
      AND supplier_id <> ALL ({_CHANGED})
    ORDER BY price
    FETCH FIRST 3 ROWS WITH TIES
"""

_OF_CHANGED = f"""
    SELECT supplier_id, price, quantity
    FROM ({_LATEST_OF_CHANGED}) AS latest
    WHERE quantity > 0 AND valid_from >= %(oldest)s
"""

_CHEAPEST_OF_SPELLINGS = f"""
    SELECT supplier_id, price, quantity
    FROM (
        SELECT DISTINCT ON (supplier_id) supplier_id, price, quantity, valid_from
        FROM crossdock_current_offer
        WHERE brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f'))
          AND bare_article = ltrim(part.article_key, '0')
          AND article_key = part.article_key
          AND supplier_id + 0 = ANY (%(suppliers)s)
          AND supplier_id <> ALL ({_CHANGED})
        ORDER BY supplier_id, valid_from DESC, price_list_id DESC,
            quantity > 0 DESC, price, quantity DESC
    ) AS latest
    WHERE quantity > 0 AND valid_from >= %(oldest)s
    ORDER BY price
    FETCH FIRST 3 ROWS WITH TIES
"""


class ShortCut(NamedTuple):
    """What gives parts their cheapest offers, so many that the three best are among them.

    `by_view` holds while the view is up to date: the first column of its answer is true where it
    is not, and then nothing else of it holds. `with_changed` holds always, for half as much time
    again. The parts come as lines of text and the offers go as one row of long arrays (place of
    the part, supplier, price, quantity): that costs both ends the least. Leading zeros count.
    """

    by_view: str
    with_changed: str


def _short_cut(offers: str) -> ShortCut:
    with_changed = f"({offers}) UNION ALL {_OF_CHANGED}"
    return ShortCut(_SHORT_CUT.format(offers=offers), _SHORT_CUT.format(offers=with_changed))


ONE_SPELLING = _short_cut(_CHEAPEST_OF_VIEW)
"""For brands with one spelling.

The view's index has each part's offers in the order of their prices, so it reads three or a few
more, however many there are; which of equal prices comes first is left to be sorted out.
"""

ANY_SPELLING = _short_cut(_CHEAPEST_OF_SPELLINGS)
"""For all brands: of offers under several spellings, each supplier's most recent comes first."""

EACH_BY_ORIGINAL = _EACH.format(parts=_PARTS, latest=_LATEST_BY_ORIGINAL)
EACH_BY_VIEW = _EACH.format(parts=_PARTS, latest=_LATEST_BY_VIEW)
"""Every supplier's most recent offer, not only the best."""

BRANDS_OF_ARTICLE = """
    SELECT brand_key, min(brand)
    FROM crossdock_offer
    WHERE ltrim(article_key, '0') = ltrim(%(article_key)s, '0') AND article_key = %(article_key)s
    GROUP BY brand_key
    ORDER BY brand_key
    LIMIT %(limit)s
"""
"""Who makes an article: brand keys, each with a spelling of the brand.

PostgreSQL 18 skips through the index from brand to brand for it.
"""
