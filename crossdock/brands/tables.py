"""What the offers and the missed lines say about pairs of brand keys: SQL, in temporary tables.

A list is a supplier's offers, or what a task has missed (their numbers are below zero). Only
articles that are known under two brand keys or more can speak for a pair: few offers are kept.
"""

from crossdock.brands.weights import weight_of
from crossdock.models.missed_lines import MISSES_KEPT
from crossdock.offers.current import VIEW

MAX_BRANDS = 20
"""An article that is known under more brands than these says nothing about any."""

CURRENT_DAYS = 14
"""What is so much older than its supplier's newest list may be in a spelling long given up."""

MAX_EXAMPLES = 5
"""Of each kind, for a pair."""

MIN_WEIGHT = 1
MAX_CONFLICTS = 0.03
"""Of the articles that two keys share, the part that one list may have under both."""

MAX_STRAY = 0.03
"""What a supplier has under one key, by what it has under another, if it is there by mistake."""

MIN_HIGH = 0.5
"""The least of all rules: of pairs that cannot reach it no shares are computed."""

OLDEST = f"""
    CREATE TEMP TABLE oldest ON COMMIT DROP AS
    SELECT supplier_id, max(valid_from) - {CURRENT_DAYS} AS day
    FROM crossdock_pricelist GROUP BY supplier_id
"""

CURRENT = f"(SELECT v.* FROM {VIEW} v JOIN oldest USING (supplier_id) WHERE v.valid_from >= day)"

MISSED = f"""
    CREATE TEMP TABLE missed ON COMMIT DROP AS
    SELECT -dense_rank() OVER (ORDER BY task_id) AS list, missed.id,
        missed.brand_key, missed.article_key, missed.lines, missed.pieces
    FROM crossdock_missedline AS missed JOIN crossdock_crossdocktask AS task ON task.id = task_id
    WHERE task.finished_at > now() - interval '{MISSES_KEPT.days} days'
"""

SHARED = f"""
    CREATE TEMP TABLE shared ON COMMIT DROP AS
    SELECT article_key, {weight_of("article_key")} AS weight
    FROM (
        SELECT article_key, brand_key FROM {CURRENT} AS offer
        UNION ALL
        SELECT article_key, brand_key FROM missed
    ) AS listed
    GROUP BY article_key
    HAVING min(brand_key) <> max(brand_key)
"""

LISTED = f"""
    CREATE TEMP TABLE listed ON COMMIT DROP AS
    SELECT supplier_id AS list, brand_key, article_key, price::float8 AS price
    FROM {CURRENT} AS offer JOIN shared USING (article_key)
    UNION ALL
    SELECT list, brand_key, article_key, NULL FROM missed JOIN shared USING (article_key)
"""

SPELLED = f"""
    CREATE TEMP TABLE spelled ON COMMIT DROP AS
    SELECT article_key, brand_key, lists, price,
        CASE WHEN brands <= {MAX_BRANDS} THEN weight ELSE 0 END AS weight
    FROM (
        SELECT article_key, brand_key, count(*) AS lists, min(price) AS price,
            count(*) OVER (PARTITION BY article_key) AS brands
        FROM listed GROUP BY article_key, brand_key
    ) AS counted JOIN shared USING (article_key)
"""
"""How many lists have an article under a brand key; the lowest price, if anybody offers it."""

HELD = """
    CREATE TEMP TABLE held ON COMMIT DROP AS
    SELECT article_key, array_agg(DISTINCT list) AS lists FROM listed GROUP BY article_key
"""

BOTH = """
    CREATE TEMP TABLE both_keys ON COMMIT DROP AS
    SELECT article_key, one.brand_key AS key_1, two.brand_key AS key_2, count(*) AS lists,
        max(list) AS list
    FROM listed AS one JOIN listed AS two USING (list, article_key)
    WHERE one.brand_key COLLATE "C" < two.brand_key COLLATE "C"
    GROUP BY 1, 2, 3
"""

_PAIRS_OF_ARTICLES = """
    spelled AS one JOIN spelled AS two USING (article_key)
    LEFT JOIN both_keys AS conflict
        ON conflict.article_key = one.article_key
        AND conflict.key_1 = one.brand_key AND conflict.key_2 = two.brand_key
"""

AGREES = "one.lists > coalesce(conflict.lists, 0) AND two.lists > coalesce(conflict.lists, 0)"
"""Whether one list has the article under the first key only, and another under the second only."""

USES = f"""
    CREATE TEMP TABLE uses ON COMMIT DROP AS
    SELECT brand_key, supplier_id AS list, sum({weight_of("article_key")}) AS own,
        count(*) AS articles
    FROM {CURRENT} AS offer GROUP BY 1, 2
    UNION ALL
    SELECT DISTINCT brand_key, list, 0::real, 0 FROM missed JOIN shared USING (article_key)
"""
"""Which lists use a brand key, how much they have under it, and what that weighs."""

PAIRS = f"""
    CREATE TEMP TABLE pair ON COMMIT DROP AS
    SELECT row_number() OVER () AS id, counted.*, 0 AS users, 0::float8 AS own_1, 0::float8 AS own_2
    FROM (
        SELECT one.brand_key AS key_1, two.brand_key AS key_2,
            sum(one.weight) FILTER (WHERE {AGREES}) AS weight,
            count(*) AS shared, count(*) FILTER (WHERE conflict.list > 0) AS conflicts
        FROM {_PAIRS_OF_ARTICLES}
        WHERE one.brand_key COLLATE "C" < two.brand_key COLLATE "C" AND one.weight > 0
        GROUP BY 1, 2
    ) AS counted
    WHERE weight >= {MIN_WEIGHT} AND conflicts <= {MAX_CONFLICTS} * shared
"""
"""Only suppliers' lists conflict: who asks for an article under both names tells nobody apart."""

USED_BY_BOTH = f"""
    UPDATE pair SET users = used.users, own_1 = used.own_1, own_2 = used.own_2
    FROM (
        SELECT id,
            count(*) FILTER (
                WHERE least(one.own, two.own) > {MAX_STRAY} * greatest(one.own, two.own)
            ) AS users,
            max(one.own) AS own_1, max(two.own) AS own_2
        FROM pair
        JOIN uses AS one ON one.brand_key = key_1
        JOIN uses AS two ON two.brand_key = key_2 AND two.list = one.list
        WHERE one.list > 0
        GROUP BY id
    ) AS used
    WHERE used.id = pair.id
"""
"""How many suppliers use both keys, and the most that one supplier has of either who has both."""

POSSIBLE = f"""
    SELECT id, key_1, key_2, weight::float8, users FROM pair
    WHERE weight >= {MIN_HIGH} * own_1 OR weight >= {MIN_HIGH} * own_2
"""
"""The pairs that may be suggested: a share is at most the weight by what one of the users has."""

SIDES = """
    CREATE TEMP TABLE side ON COMMIT DROP AS
    SELECT id, side.key, side.other, used.lists
    FROM pair
    CROSS JOIN LATERAL (VALUES (key_1, key_2), (key_2, key_1)) AS side (key, other)
    JOIN (SELECT brand_key, array_agg(list) AS lists FROM uses GROUP BY brand_key) AS used
        ON used.brand_key = side.other
    WHERE id = ANY (%(ids)s)
"""
"""Both directions of the pairs that may come under a rule; which lists use the other key."""

SHARES = f"""
    SELECT id, key, sum(weight)
    FROM (
        SELECT side.id, side.key, spelled.article_key, spelled.weight
        FROM side
        JOIN spelled ON spelled.brand_key = side.key AND spelled.weight > 0
        JOIN held USING (article_key)
        WHERE held.lists && side.lists
        UNION ALL
        SELECT DISTINCT side.id, side.key, offer.article_key, {weight_of("offer.article_key")}
        FROM side
        JOIN uses AS own ON own.brand_key = side.key
        JOIN uses ON uses.brand_key = side.other AND uses.list = own.list
        JOIN {CURRENT} AS offer ON offer.brand_key = side.key AND offer.supplier_id = own.list
        WHERE NOT EXISTS (SELECT FROM shared WHERE shared.article_key = offer.article_key)
    ) AS known
    GROUP BY id, key
"""
"""What a side's articles weigh that lists of the other side have under any brand.

The second half are articles that are known under one brand only.
"""

SPEAKING = f"""
    CREATE TEMP TABLE speaking ON COMMIT DROP AS
    SELECT pair.id, key_1, key_2, article_key
    FROM pair
    JOIN spelled AS one ON one.brand_key = key_1
    JOIN spelled AS two USING (article_key)
    LEFT JOIN both_keys AS conflict USING (article_key, key_1, key_2)
    WHERE two.brand_key = key_2 AND one.weight > 0 AND {AGREES} AND pair.id = ANY (%(ids)s)
"""
"""The articles that speak for the pairs."""

SUPPORT = """
    SELECT id, speaking, used.lists
    FROM (
        SELECT id, key, count(*) AS speaking
        FROM (
            SELECT DISTINCT id, brand_key AS key, list
            FROM speaking JOIN listed USING (article_key)
            WHERE brand_key IN (key_1, key_2)
        ) AS said
        GROUP BY id, key
    ) AS counted
    JOIN (SELECT brand_key AS key, count(*) AS lists FROM uses GROUP BY brand_key) AS used
        USING (key)
"""
"""For each side, how many lists have an article that speaks for it, and how many use its key."""

FACTS = """
    WITH used AS (
        SELECT brand_key, count(*) AS suppliers FROM uses WHERE list > 0 GROUP BY brand_key
    )
    SELECT id, key_1, key_2, weight::float8, shared, conflicts,
        coalesce(one.suppliers, 0), coalesce(two.suppliers, 0)
    FROM pair
    LEFT JOIN used AS one ON one.brand_key = key_1
    LEFT JOIN used AS two ON two.brand_key = key_2
    WHERE id = ANY (%(ids)s)
"""

LOST = """
    SELECT side.id, sum(lines), coalesce(sum(lines) FILTER (WHERE pieces IS NOT NULL), 0),
        sum(pieces * price)
    FROM side
    JOIN missed ON missed.brand_key = side.key
    JOIN spelled ON spelled.article_key = missed.article_key AND spelled.brand_key = side.other
    WHERE side.id = ANY (%(ids)s) AND price IS NOT NULL
    GROUP BY side.id
"""
"""The missed lines that the other spelling would find, and what those cost that name a quantity."""

FORGET = """
    DELETE FROM crossdock_missedline AS stored USING missed
    WHERE stored.id = missed.id AND NOT EXISTS (
        SELECT FROM spelled
        WHERE spelled.article_key = missed.article_key
            AND spelled.brand_key <> missed.brand_key AND price IS NOT NULL
    )
"""
"""What is on offer under no other brand will not be found under another either."""

EXAMPLES = f"""
    SELECT id, article_key, agrees,
        array_agg(DISTINCT list) FILTER (WHERE listed.brand_key = key_1),
        array_agg(DISTINCT list) FILTER (WHERE listed.brand_key = key_2)
    FROM (
        SELECT pair.id, key_1, key_2, article_key, weighed.agrees, row_number() OVER (
            PARTITION BY pair.id, weighed.agrees
            ORDER BY one.weight DESC, one.lists + two.lists DESC, article_key
        ) AS place
        FROM pair
        JOIN spelled AS one ON one.brand_key = key_1
        JOIN spelled AS two USING (article_key)
        LEFT JOIN both_keys AS conflict USING (article_key, key_1, key_2)
        CROSS JOIN LATERAL (SELECT {AGREES} AS agrees) AS weighed
        WHERE two.brand_key = key_2 AND one.weight > 0 AND pair.id = ANY (%(ids)s)
    ) AS example
    JOIN listed USING (article_key)
    WHERE place <= {MAX_EXAMPLES}
    GROUP BY id, article_key, agrees, place
    ORDER BY id, place
"""
"""The articles that speak most for a pair, and against it, with the lists that have them."""

SPELLINGS = """
    SELECT brand_key, mode() WITHIN GROUP (ORDER BY brand)
    FROM (
        SELECT brand_key, brand FROM crossdock_offer WHERE brand_key = ANY (%(keys)s)
        UNION ALL
        SELECT brand_key, brand FROM crossdock_missedline WHERE brand_key = ANY (%(keys)s)
    ) AS spelling
    GROUP BY brand_key
"""
"""How each key is spelled most often."""

TABLES = {
    "oldest": OLDEST,
    "missed": MISSED,
    "shared": SHARED,
    "listed": LISTED,
    "spelled": SPELLED,
    "held": HELD,
    "both_keys": BOTH,
    "uses": USES,
    "pair": PAIRS,
}
"""What is made first, in this order, by the names of the tables."""
