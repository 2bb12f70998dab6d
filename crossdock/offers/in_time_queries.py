"""The SQL that chooses offers that arrive in time, from the offers table."""

from crossdock.offers.queries import OF_PART, PARTS
from crossdock.offers.terms import TERMS

_IN_TIME = """EXISTS (
        SELECT FROM unnest(
            %(quick_suppliers)s::bigint[], %(quick_from)s::int[], %(quick_to)s::int[]
        ) AS quick (supplier_id, low, high)
        WHERE quick.supplier_id = offer.supplier_id
          AND coalesce(offer.delivery_hours, -1) BETWEEN quick.low AND quick.high
    )"""

_LATEST_IN_TIME = f"""
    SELECT DISTINCT ON (supplier_id) supplier_id, price, quantity, valid_from, terms, in_time
    FROM (
        SELECT supplier_id, price, quantity, valid_from, price_list_id, delivery_hours,
            {TERMS} AS terms, {_IN_TIME} AS in_time
        FROM crossdock_offer AS offer
        {OF_PART}
    ) AS offer
    ORDER BY supplier_id, valid_from DESC, price_list_id DESC,
        (quantity > 0 AND in_time) DESC, quantity > 0 DESC, price, quantity DESC,
        delivery_hours DESC NULLS LAST, terms
"""
"""Each supplier's most recent offer for one part that arrives in time, each store with its own
pieces; one that does not where there is none. From the table: the view has one store of several."""

IN_TIME_QUERY = f"""
    SELECT best.*
    FROM {PARTS}
    CROSS JOIN LATERAL (
        SELECT
            (array_agg(supplier_id) FILTER (WHERE counts AND in_time))[:3],
            (array_agg(price::float8) FILTER (WHERE counts AND in_time))[:3],
            (array_agg(quantity::float8) FILTER (WHERE counts AND in_time))[:3],
            (array_agg(valid_from - date 'epoch') FILTER (WHERE counts AND in_time))[:3],
            (array_agg(terms) FILTER (WHERE counts AND in_time))[:3],
            bool_or(quantity > 0),
            bool_or(counts)
        FROM (
            SELECT *,
                quantity > 0 AND valid_from >= %(oldest)s AS counts,
                array_position(%(suppliers)s, supplier_id) AS place
            FROM ({_LATEST_IN_TIME}) AS latest
            ORDER BY price, place
        ) AS judged
    ) AS best
    ORDER BY part.number
"""
"""What ORIGINAL_QUERY gives, of offers that arrive in time only, and whether others would count."""

LATEST_IN_TIME = f"""
    SELECT part.number - 1, latest.supplier_id, latest.price, latest.quantity, latest.valid_from,
        latest.in_time
    FROM {PARTS} CROSS JOIN LATERAL ({_LATEST_IN_TIME}) AS latest
"""
