"""The same work with what needs no cleverness, one step after the other, and the plain way.

Both leave out what makes a product of it: progress, cancelling, hostile files, the rules for lines
that cannot be looked up, a result's summary and its page.
"""

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.demo_site import LOOKBACK_DAYS

# Without "+ 0" the planner looks each supplier up by itself: that takes twice as long.
KEYS = "CREATE TEMPORARY TABLE wanted (number int, brand_key text, article_key text)"
LOOK_UP = """
    SELECT number, supplier_id, price::float8, quantity::float8, valid_from, terms
    FROM wanted CROSS JOIN LATERAL (
        SELECT supplier_id, price, quantity, valid_from, terms
        FROM crossdock_current_offer AS offer
        WHERE offer.brand_key = wanted.brand_key
          AND offer.bare_article = ltrim(wanted.article_key, '0')
          AND offer.article_key = wanted.article_key
          AND quantity > 0 AND valid_from >= %s AND supplier_id + 0 = ANY (%s)
        ORDER BY price
        LIMIT 3
    ) AS best
"""

TERMS = 9
HEADINGS = (
    *("SKU", "Brand", "Article", "Qty"),
    *(f"{rank} {kind}" for rank in (1, 2, 3) for kind in "SPQ"),
    *(f"Term {number}" for number in range(TERMS)),
    *("Offer 2", "Offer 2 SKU", "Offer 3", "Offer 3 SKU"),
)


def floor(request: Path, result: Path) -> dict[str, float]:
    """Seconds of each step: calamine reads, COPY takes the keys, one look-up, rustpy writes.

    As many cells a line as the result has, from the same columns of the view.
    """
    from django.db import connection
    from python_calamine import CalamineWorkbook
    from rustpy_xlsxwriter import FastExcel

    from crossdock.offers.search import OfferSearch
    from crossdock.parts.keys import article_key, brand_key

    search = OfferSearch(_group(), LOOKBACK_DAYS)
    moments = [time.perf_counter()]
    rows = CalamineWorkbook.from_path(str(request)).get_sheet_by_index(0).to_python()[1:]
    moments.append(time.perf_counter())
    with connection.cursor() as cursor:
        cursor.execute(KEYS)
        with cursor.copy("COPY wanted FROM STDIN") as copy:
            for number, (brand, article, _quantity) in enumerate(rows):
                copy.write_row((number, brand_key(brand), article_key(article)))
        moments.append(time.perf_counter())
        cursor.execute(LOOK_UP, (search.oldest, search.supplier_ids))
        found: list[list[Any]] = [[] for _row in rows]
        for number, *offer in cursor.fetchall():
            found[number].append(offer)
        cursor.execute("DROP TABLE wanted")
    moments.append(time.perf_counter())
    lines = (
        dict(zip(HEADINGS, _cells(*row, offers), strict=True))
        for row, offers in zip(rows, found, strict=True)
    )
    FastExcel(str(result)).sheet("Result", lines).save()
    moments.append(time.perf_counter())
    steps = ("read", "COPY", "look-up", "write")
    spent = (end - start for start, end in pairwise(moments))
    return dict(zip(steps, spent, strict=True))


def _cells(brand: str, article: str, asked: float, offers: list[tuple[Any, ...]]) -> list[Any]:
    """A line's cells without any rule: what was asked, three offers, the best one's terms."""
    prices = [cell for offer in offers for cell in offer[:3]]
    terms: list[Any] = [None] * TERMS
    if offers:
        _supplier, price, _quantity, day, text = offers[0]
        terms = ["found", asked * price, day, *_terms(text)]
    texts = [_terms(text) for *_offer, text in offers[1:]]
    others = [told for each in texts for told in (" ".join(each[2:]), "|".join(each[:2]))]
    cells = [f"{brand}|{article}", brand, article, asked, *prices, *[None] * (9 - len(prices))]
    return [*cells, *terms, *others, *[None] * (4 - len(others))]


def _terms(text: str) -> list[str]:
    """What the view keeps of an offer in one text: spelling, store, pack and so on."""
    terms = text.split("\x1f")
    return [*terms, *[""] * (6 - len(terms))]


def plain_way(request: Path, result: Path, lines: int) -> float:
    """Seconds for the first lines with pandas, the original query for each, and openpyxl."""
    import pandas
    from openpyxl import Workbook

    from crossdock.offers.search import OfferSearch
    from crossdock.parts.keys import Part, article_key, brand_key

    search = OfferSearch(_group(), LOOKBACK_DAYS, original_query=True)
    began = time.perf_counter()
    frame = pandas.read_excel(request, dtype=str, nrows=lines)
    book = Workbook()
    sheet = book.active
    for number, (brand, article, quantity) in enumerate(frame.itertuples(index=False), 1):
        (answer,) = search.answers([Part(brand_key(brand), article_key(article))])
        cells = [brand, article, quantity]
        for offer in answer.offers:
            cells += [offer.supplier, offer.price, offer.quantity]
        for column, cell in enumerate(cells, 1):
            sheet.cell(number, column, cell)
    book.save(result)
    return time.perf_counter() - began


def _group() -> Any:
    from crossdock.models import SupplierGroup

    return SupplierGroup.objects.order_by("id").first()
