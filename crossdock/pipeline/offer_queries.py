"""The SQL that chooses offers: the original query, and the one that reads the materialized view.

Both take a batch of parts and give each its three best offers. They differ in where each supplier's
most recent offer comes from, and in nothing else.
"""

_LATEST = """
    SELECT DISTINCT ON (supplier_id) supplier_id, price, quantity, valid_from
    FROM ({source}) AS offer
    ORDER BY supplier_id, valid_from DESC, price_list_id DESC,
        quantity > 0 DESC, price, quantity DESC
"""
"""Each supplier's most recent offer for one part; the order is the design's."""

_PARTS = """
    unnest(%(brand_keys)s::text[], %(article_keys)s::text[], %(ignore_zeros)s::bool[])
        WITH ORDINALITY AS part (brand_keys, article_key, ignore_zeros, number)
"""

_BEST = """
    SELECT best.*
    FROM {parts}
    CROSS JOIN LATERAL (
        SELECT
            (array_agg(supplier_id) FILTER (WHERE counts))[:3],
            (array_agg(price) FILTER (WHERE counts))[:3],
            (array_agg(quantity) FILTER (WHERE counts))[:3],
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
      AND (part.ignore_zeros OR offer.article_key = part.article_key)
      AND offer.supplier_id = ANY (%(suppliers)s)
"""

_CHANGED = "ARRAY(SELECT DISTINCT supplier_id FROM crossdock_offerchange)"
"""Suppliers whose price lists have changed since the view was refreshed.

Read in the same statement as the view: a refresh takes the marks away in the transaction that
brings the offers, so whichever of the two states a statement sees, it sees whole.
"""

_VIEW = f"""
    SELECT supplier_id, price, quantity, valid_from, price_list_id
    FROM crossdock_current_offer AS offer
    WHERE offer.brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f'))
      AND offer.bare_article = ltrim(part.article_key, '0')
      AND (part.ignore_zeros OR offer.article_key = part.article_key)
      AND offer.supplier_id = ANY (%(suppliers)s)
      AND offer.supplier_id <> ALL ({_CHANGED})
    UNION ALL
    {_OFFERS_TABLE}
      AND EXISTS (SELECT FROM crossdock_offerchange)
      AND offer.supplier_id = ANY ({_CHANGED})
"""

_LATEST_BY_VIEW = _LATEST.format(source=_VIEW)
_LATEST_BY_ORIGINAL = _LATEST.format(source=_OFFERS_TABLE)
_EACH = "SELECT latest.* FROM {parts} CROSS JOIN LATERAL ({latest}) AS latest"

ORIGINAL_QUERY = _BEST.format(parts=_PARTS, latest=_LATEST_BY_ORIGINAL)
"""Right by definition: it reads the offers table and nothing that is derived from it."""

VIEW_QUERY = _BEST.format(parts=_PARTS, latest=_LATEST_BY_VIEW)
"""The same answer from the view, and from the offers table where the view is behind."""

EACH_BY_ORIGINAL = _EACH.format(parts=_PARTS, latest=_LATEST_BY_ORIGINAL)
EACH_BY_VIEW = _EACH.format(parts=_PARTS, latest=_LATEST_BY_VIEW)
"""Every supplier's most recent offer, not only the best."""

BRANDS_OF_ARTICLE = """
    SELECT DISTINCT brand_key
    FROM crossdock_offer
    WHERE ltrim(article_key, '0') = ltrim(%(article_key)s, '0') AND article_key = %(article_key)s
    ORDER BY brand_key
    LIMIT %(limit)s
"""
"""Who makes an article. PostgreSQL 18 skips through the index from brand to brand for it."""
