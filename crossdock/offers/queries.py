"""The SQL that chooses offers: the original query, and those that read the materialized view.

The original query and the view query take a batch of parts and give each its three best offers, or
why there are none. They differ in where each supplier's most recent offer comes from, and in
nothing else. `fast_query` says the same of most parts for less.
"""

from crossdock.offers.terms import TERMS

LATEST = """
    SELECT DISTINCT ON (supplier_id) supplier_id, price, quantity, valid_from, terms
    FROM ({source}) AS offer
    ORDER BY supplier_id, valid_from DESC, price_list_id DESC,
        quantity > 0 DESC, price, quantity DESC, delivery_hours DESC NULLS LAST, terms
"""
"""Each supplier's most recent offer for one part; the order is the design's.

Of a list's row with stock in several stores it has all pieces, and the terms of the store that
delivers last: by then all of them are there.
"""

COLUMNS = "supplier_id, price, quantity, valid_from, price_list_id, delivery_hours, terms"

PARTS = """
    unnest(string_to_array(%(brand_keys)s, E'\\n'), string_to_array(%(article_keys)s, E'\\n'))
        WITH ORDINALITY AS part (brand_keys, article_key, number)
"""
"""The parts of a batch, which come as lines of text: that costs both ends the least."""

_BEST = """
    SELECT best.*
    FROM {parts}
    CROSS JOIN LATERAL (
        SELECT
            (array_agg(supplier_id) FILTER (WHERE counts))[:3],
            (array_agg(price::float8) FILTER (WHERE counts))[:3],
            (array_agg(quantity::float8) FILTER (WHERE counts))[:3],
            (array_agg(valid_from - date 'epoch') FILTER (WHERE counts))[:3],
            (array_agg(terms) FILTER (WHERE counts))[:3],
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

ALIKE = """
    ltrim(translate(offer.article_key, 'O', '0'), '0')
        = ltrim(translate(part.article_key, 'O', '0'), '0')
"""
"""What the index of the offers table finds: an article, and those that may be it."""

OF_PART = f"""
    WHERE {ALIKE}
      AND offer.brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f'))
      AND ltrim(offer.article_key, '0') = ltrim(part.article_key, '0')
      AND (%(ignore_zeros)s OR offer.article_key = part.article_key)
      AND offer.supplier_id = ANY (%(suppliers)s)
"""

_OFFERS_TABLE = f"""
    SELECT supplier_id, price, coalesce(total_quantity, quantity) AS quantity, valid_from,
        price_list_id, delivery_hours, {TERMS} AS terms
    FROM crossdock_offer AS offer
    {OF_PART}
"""

_CHANGES = "FROM crossdock_offerchange WHERE price_list_id IS NULL"

CHANGED = f"ARRAY(SELECT DISTINCT supplier_id {_CHANGES})"
"""Suppliers of whom offers have changed or gone since the view was refreshed.

Only the offers table tells theirs. Read in the same statement as the view: a refresh takes the
marks and the newer offers away in the transaction that brings the offers into the view, so
whichever of the two states a statement sees, it sees whole.
"""

_OFFERS_OF_CHANGED = f"""
    {_OFFERS_TABLE}
      AND EXISTS (SELECT {_CHANGES})
      AND offer.supplier_id = ANY ({CHANGED})
"""

_IN_VIEW = f"""
    WHERE offer.brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f'))
      AND offer.bare_article = ltrim(part.article_key, '0')
      AND (%(ignore_zeros)s OR offer.article_key = part.article_key)
      AND offer.supplier_id = ANY (%(suppliers)s)
      AND offer.supplier_id <> ALL ({CHANGED})
"""

_VIEW = f"""
    SELECT {COLUMNS} FROM crossdock_current_offer AS offer {_IN_VIEW}
    UNION ALL
    SELECT {COLUMNS} FROM crossdock_newer_offer AS offer {_IN_VIEW}
    UNION ALL
    {_OFFERS_OF_CHANGED}
"""
"""The view, what has come since, and those of whom neither tells."""

LATEST_OF_CHANGED = LATEST.format(source=_OFFERS_OF_CHANGED)
_LATEST_BY_VIEW = LATEST.format(source=_VIEW)
_LATEST_BY_ORIGINAL = LATEST.format(source=_OFFERS_TABLE)
_LATEST_OF_PARTS = """
    SELECT part.number - 1, latest.supplier_id, latest.price, latest.quantity, latest.valid_from
    FROM {parts} CROSS JOIN LATERAL ({latest}) AS latest
"""

ORIGINAL_QUERY = _BEST.format(parts=PARTS, latest=_LATEST_BY_ORIGINAL)
"""Right by definition: it reads the offers table and nothing that is derived from it."""

VIEW_QUERY = _BEST.format(parts=PARTS, latest=_LATEST_BY_VIEW)
"""The same answer from the view, and from the offers table where the view is behind."""

LATEST_OFFERS_BY_ORIGINAL = _LATEST_OF_PARTS.format(parts=PARTS, latest=_LATEST_BY_ORIGINAL)
LATEST_OFFERS_BY_VIEW = _LATEST_OF_PARTS.format(parts=PARTS, latest=_LATEST_BY_VIEW)
"""Every supplier's most recent offer for each part, not only the best, with the part's position."""

_BRANDS = """
    WITH RECURSIVE brand (brand_key) AS (
        SELECT min(brand_key) FROM {table}
        UNION ALL
        SELECT (SELECT min(brand_key) FROM {table} AS offer
                WHERE offer.brand_key > brand.brand_key)
        FROM brand
        WHERE brand_key IS NOT NULL
    )
    SELECT brand_key FROM brand WHERE brand_key IS NOT NULL
"""
"""Every brand key in a table whose index begins with the brand.

The query steps from brand to brand: PostgreSQL does so by itself only from version 18.
"""

BRANDS_OF_VIEW = _BRANDS.format(table="crossdock_current_offer")
"""Every brand key in the view, which has to be filled."""

BRANDS_BESIDE_VIEW = f"""
    ({_BRANDS.format(table="crossdock_newer_offer")})
    UNION
    SELECT brand_key FROM crossdock_offer
    WHERE price_list_id IN (
        SELECT max(id) FROM crossdock_pricelist
        WHERE supplier_id = ANY ({CHANGED})
        GROUP BY supplier_id
    )
"""
"""The brand keys of the lists that have come since the view was refreshed, and of the last lists of
those of whom offers have changed or gone."""

_OF_BRAND = "WHERE offer.brand_key = brand.brand_key ORDER BY bare_article"

OFFERED_SPELLINGS = f"""
    SELECT brand.brand_key
    FROM unnest(%(brand_keys)s::text[]) AS brand (brand_key)
    WHERE coalesce(
        (SELECT true FROM crossdock_current_offer AS offer {_OF_BRAND} LIMIT 1),
        (SELECT true FROM crossdock_newer_offer AS offer {_OF_BRAND} LIMIT 1),
        EXISTS (SELECT {_CHANGES})
    )
"""
"""Which of these brand keys may be on offer: all of them, while the offers table is asked.

Each is looked for in the index, which the order asks for: of several EXISTS the planner would make
a hash of the whole view, and without an order it would read all of it for a brand that nobody has.
"""

ALL_CURRENT_OFFERS = f"""
    SELECT part.number - 1, id, supplier_id, price, quantity, valid_from, brand, article,
        pack, minimum_quantity, delivery_hours, store
    FROM {PARTS}
    CROSS JOIN LATERAL (
        SELECT *, rank() OVER (
            PARTITION BY supplier_id ORDER BY valid_from DESC, price_list_id DESC
        ) AS recency
        FROM crossdock_offer AS offer
        {OF_PART}
    ) AS offer
    WHERE recency = 1 AND quantity > 0 AND valid_from >= %(oldest)s
"""
"""Of each supplier's most recent list with the part every line with stock that counts, by the
part's position: each store, and each price. From the table: the view has one of them."""

BRANDS_OF_ARTICLE = f"""
    SELECT offer.brand_key, min(offer.brand)
    FROM crossdock_offer AS offer, (SELECT %(article_key)s::text AS article_key) AS part
    WHERE {ALIKE} AND offer.article_key = part.article_key
    GROUP BY offer.brand_key
    ORDER BY offer.brand_key
    LIMIT %(limit)s
"""
"""Who makes an article: brand keys, each with a spelling of the brand."""

BRANDS_OF_ARTICLES = f"""
    SELECT part.article_key, array_agg(made.brand ORDER BY made.brand)
    FROM unnest(%(article_keys)s::text[]) AS part (article_key)
    CROSS JOIN LATERAL (
        SELECT min(offer.brand) AS brand
        FROM crossdock_offer AS offer
        WHERE {ALIKE} AND offer.article_key = part.article_key
        GROUP BY offer.brand_key
        ORDER BY offer.brand_key
        LIMIT %(limit)s
    ) AS made
    GROUP BY part.article_key
"""
"""Who makes each of some articles: a spelling of each brand."""
