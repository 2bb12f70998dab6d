"""The SQL that tells why there are no offers for a part.

It reads the offers table: its index begins with the article, so what has no brand in common with a
line is found too. Only brands are asked of the view, whose index begins with them.
"""

from crossdock.offers.queries import ALIKE, CHANGED, PARTS

KNOWN_AS = f"""
    SELECT part.number - 1, known.*, spelt.*
    FROM {PARTS}
    CROSS JOIN LATERAL (
        SELECT brand_key, article_key, count(*) AS offers
        FROM crossdock_offer AS offer
        WHERE {ALIKE}
        GROUP BY brand_key, article_key
        ORDER BY
            brand_key = ANY (string_to_array(part.brand_keys, E'\\x1f')) DESC,
            article_key = part.article_key DESC,
            offers DESC,
            brand_key,
            article_key
        LIMIT %(limit)s
    ) AS known
    CROSS JOIN LATERAL (
        SELECT brand, article
        FROM crossdock_offer AS offer
        WHERE {ALIKE} AND offer.brand_key = known.brand_key
          AND offer.article_key = known.article_key
        LIMIT 1
    ) AS spelt
"""
"""What is or was on offer by each part's article, and by those that look like it.

A row has the part's position, the keys, how many offers, and one spelling of brand and article.
"""

_OF_BRAND = f"""
    WHERE offer.brand_key = brand.brand_key AND offer.supplier_id <> ALL ({CHANGED})
    ORDER BY bare_article
"""

KNOWN_BRANDS = f"""
    SELECT brand.brand_key
    FROM unnest(%(brand_keys)s::text[]) AS brand (brand_key)
    WHERE coalesce(
        (SELECT true FROM crossdock_current_offer AS offer {_OF_BRAND} LIMIT 1),
        (SELECT true FROM crossdock_newer_offer AS offer {_OF_BRAND} LIMIT 1)
    )
"""
"""Which of these brands there are from suppliers of whom the offers table is not asked.

Not by EXISTS, for the reason that OFFERED_SPELLINGS gives.
"""

BRANDS_OF_CHANGED = f"""
    SELECT DISTINCT offer.brand_key
    FROM crossdock_offer AS offer
    WHERE offer.price_list_id IN (
        SELECT id FROM crossdock_pricelist WHERE supplier_id = ANY ({CHANGED})
    )
"""
EVERY_BRAND = "SELECT DISTINCT brand_key FROM crossdock_offer"

SUPPLIERS = """
    SELECT supplier.id, supplier.name, supplier.enabled,
        (SELECT max(valid_from) FROM crossdock_pricelist WHERE supplier_id = supplier.id)
    FROM crossdock_supplier AS supplier
"""
"""Each supplier's name, whether it is enabled, and the day of its last price list."""
