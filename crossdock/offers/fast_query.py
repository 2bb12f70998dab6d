"""The SQL that finds most parts their offers for less than the others, but not why there are none.

It is for one spelling of each brand, and leading zeros count. The view's index has each part's
offers in the order of their prices, so three or a few more are read, however many there are; which
of equal prices comes first is left to be sorted out. The offers go as one row of long arrays
(position of the part, supplier, price, quantity, day) and a text (a line of terms each).
"""

from crossdock.offers.queries import CHANGED, COLUMNS, LATEST, LATEST_OF_CHANGED, PARTS

_CHEAPEST = """
    SELECT
        EXISTS (SELECT FROM crossdock_offerchange),
        array_agg((number - 1)::int4),
        array_agg(supplier_id::int4),
        array_agg(price::float8),
        array_agg(quantity::float8),
        array_agg(valid_from - date 'epoch'),
        string_agg(terms, E'\\n')
    FROM {parts}
    CROSS JOIN LATERAL ({offers}) AS best
"""

_SAME_PART = """
    brand_key = part.brand_keys
        AND bare_article = ltrim(part.article_key, '0')
        AND article_key = part.article_key
"""
_COUNTS = "quantity > 0 AND valid_from >= %(oldest)s"
_FIRST_THREE = "ORDER BY price FETCH FIRST 3 ROWS WITH TIES"

_CHEAPEST_OF_VIEW = f"""
    SELECT supplier_id, price, quantity, valid_from, terms
    FROM crossdock_current_offer
    WHERE {_SAME_PART}
      AND {_COUNTS}
      AND supplier_id + 0 = ANY (%(suppliers)s::bigint[])  -- + 0: a filter, no index scans
      {{others}}
    {_FIRST_THREE}
"""

_NEWER_SUPPLIERS = "ARRAY(SELECT supplier_id FROM newer)"

_OF_OTHERS = f"""
    AND supplier_id <> ALL ({CHANGED})
    AND supplier_id <> ALL ({_NEWER_SUPPLIERS})
"""

_OVERTAKEN = """
    EXISTS (
        SELECT FROM crossdock_offerchange AS mark
        JOIN crossdock_pricelist AS newer ON newer.id = mark.price_list_id
        JOIN crossdock_pricelist AS seen
            ON seen.supplier_id = newer.supplier_id
            AND (seen.valid_from, seen.id) > (newer.valid_from, newer.id)
        WHERE NOT EXISTS (
            SELECT FROM crossdock_offerchange WHERE price_list_id = seen.id
        )
    )
"""
"""Whether one of the lists that have come belongs before one that the view has seen.

That is rare, and nothing else can make an offer of the view's win over one that has come since.
"""

_NEWER_WITH_VIEW = f"""
    SELECT {COLUMNS} FROM newer
    UNION ALL
    SELECT {COLUMNS}
    FROM crossdock_current_offer
    WHERE {_SAME_PART}
      AND {_OVERTAKEN}
      AND EXISTS (SELECT FROM newer)
      AND supplier_id + 0 = ANY ({_NEWER_SUPPLIERS})
"""

_CHEAPEST_WITH_NEWER = f"""
    WITH newer AS MATERIALIZED (
        SELECT {COLUMNS}
        FROM crossdock_newer_offer
        WHERE {_SAME_PART}
          AND supplier_id = ANY (%(suppliers)s::bigint[])
          AND supplier_id <> ALL ({CHANGED})
    )
    ({_CHEAPEST_OF_VIEW.format(others=_OF_OTHERS)})
    UNION ALL
    (
        SELECT supplier_id, price, quantity, valid_from, terms
        FROM ({LATEST.format(source=_NEWER_WITH_VIEW)}) AS latest
        WHERE {_COUNTS}
        {_FIRST_THREE}
    )
    UNION ALL
    (
        SELECT supplier_id, price, quantity, valid_from, terms
        FROM ({LATEST_OF_CHANGED}) AS latest
        WHERE {_COUNTS}
    )
"""

FAST_QUERY = _CHEAPEST.format(parts=PARTS, offers=_CHEAPEST_OF_VIEW.format(others=""))
"""The parts' cheapest offers, so many that the three best are among them.

That is while the view is up to date: the first column is true where it is not, and then nothing
else holds.
"""

FAST_QUERY_WITH_NEWER = _CHEAPEST.format(parts=PARTS, offers=_CHEAPEST_WITH_NEWER)
"""The same, and always right: also from what has come since the view was refreshed.

A part of which something has come costs two or three times as much, whatever the history.
"""
