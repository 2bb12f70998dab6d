"""Letters that a supplier writes before or behind all article numbers of a brand.

BOS0986452041 is 0986452041 of BOSCH. Many makers' own numbers begin alike too, so either the
brand's name begins with the letters, or others list the same articles without them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from crossdock.brands.tables import CURRENT
from crossdock.models.brand_affixes import MAX_AFFIX_LENGTH, BrandAffix
from crossdock.offers.current import VIEW

MIN_LETTERS = 2
MIN_ARTICLES = 10
"""Fewer articles of a brand begin alike by chance."""

MAX_STRAY = 0.05
"""The part of the articles, at either end of their order, that may be without the letters."""

SAMPLED = 50
"""About so many articles of a supplier's brand are looked at."""

MIN_WITHOUT = 3
"""So many articles of the sample others have to list without the letters."""

SAMPLE = f"""
    CREATE TEMP TABLE sample ON COMMIT DROP AS
    SELECT offer.brand_key, supplier_id AS list, offer.article_key
    FROM {CURRENT} AS offer
    JOIN uses ON uses.brand_key = offer.brand_key AND uses.list = supplier_id
    WHERE articles >= {MIN_ARTICLES} AND ltrim(offer.article_key, '0123456789') <> ''
        AND (hashtext(offer.article_key) & 2147483647) % greatest(1, articles / {SAMPLED}) = 0
"""
"""Some articles with letters of what each supplier lists of each brand."""

ENDS = f"""
    SELECT brand_key, list, forwards, backwards
    FROM (
        SELECT brand_key, list, count(*) AS articles,
            percentile_disc(ARRAY[{MAX_STRAY}, {1 - MAX_STRAY}])
                WITHIN GROUP (ORDER BY article_key COLLATE "C") AS forwards,
            percentile_disc(ARRAY[{MAX_STRAY}, {1 - MAX_STRAY}])
                WITHIN GROUP (ORDER BY reverse(article_key) COLLATE "C") AS backwards
        FROM sample GROUP BY brand_key, list
    ) AS sorted
    WHERE articles >= {MIN_ARTICLES} AND (
        left(forwards[1], {MIN_LETTERS}) = left(forwards[2], {MIN_LETTERS})
        OR left(backwards[1], {MIN_LETTERS}) = left(backwards[2], {MIN_LETTERS})
    )
"""
"""The first and the last of the sample but for strays, in both directions.

What these two begin with, all between them begin with.
"""

WITHOUT = f"""
    SELECT written.number - 1, count(*)
    FROM unnest(%(keys)s::text[], %(lists)s::bigint[], %(affixes)s::text[], %(prefixes)s::bool[])
        WITH ORDINALITY AS written (brand_key, list, affix, is_prefix, number)
    JOIN sample USING (brand_key, list)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN is_prefix THEN substr(article_key, length(affix) + 1)
            ELSE left(article_key, -length(affix)) END AS rest
    ) AS bare
    WHERE affix = CASE WHEN is_prefix THEN left(article_key, length(affix))
            ELSE right(article_key, length(affix)) END
        AND EXISTS (
            SELECT FROM {VIEW} AS offer
            WHERE offer.brand_key = sample.brand_key AND offer.bare_article = ltrim(rest, '0')
                AND offer.article_key = rest AND offer.supplier_id <> list
        )
    GROUP BY written.number
"""
"""How many articles of the sample others list without the letters."""

Rows = Callable[..., list[tuple[Any, ...]]]


class Written(NamedTuple):
    """What a supplier may write around the articles of a brand."""

    brand_key: str
    list: int
    affix: str
    is_prefix: bool

    @property
    def is_named(self) -> bool:
        """Whether the brand's name begins with the letters."""
        return self.brand_key.upper().startswith(self.affix)


def find_affixes(rows: Rows) -> list[BrandAffix]:
    """Those of all brands; `rows` gives what a query answers, where SAMPLE has been made."""
    written = [end for ends in rows(ENDS) for end in _written(*ends)]
    columns = [list(column) for column in zip(*written, strict=True)] or [[]] * 4
    names = ("keys", "lists", "affixes", "prefixes")
    counts: dict[int, int] = dict(rows(WITHOUT, dict(zip(names, columns, strict=True))))
    best: dict[tuple[str, int, bool], tuple[int, int, str]] = defaultdict(lambda: (0, 0, ""))
    for number, end in enumerate(written):
        without = counts.get(number, 0)
        if without >= MIN_WITHOUT or end.is_named:
            place = end.brand_key, end.list, end.is_prefix
            best[place] = max(best[place], (without, len(end.affix), end.affix))
    counted = Counter((key, affix, first) for (key, _list, first), (*_, affix) in best.items())
    return [
        BrandAffix(brand_key=key, affix=affix, is_prefix=is_prefix, suppliers=suppliers)
        for (key, affix, is_prefix), suppliers in counted.items()
    ]


def _written(
    brand_key: str, supplier: int, forwards: list[str], backwards: list[str]
) -> Iterator[Written]:
    before, behind = _common_letters(*forwards), _common_letters(*backwards)[::-1]
    for length in range(MIN_LETTERS, MAX_AFFIX_LENGTH + 1):
        if length <= len(before):
            yield Written(brand_key, supplier, before[:length], True)
        if length <= len(behind):
            yield Written(brand_key, supplier, behind[-length:], False)


def _common_letters(one: str, other: str) -> str:
    """Those that both begin with."""
    common = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(takewhile(str.isalpha, (sign for sign, _same in common)))
