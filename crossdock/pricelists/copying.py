"""Offers into their table, while the next ones are being read."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

import psycopg
from django.db import connection

from crossdock.models import Offer, PriceList
from crossdock.pricelists.rows import OfferRow

ROWS_IN_PIECE = 1_000
LETTERS_AT_ONCE = 2_000_000
"""In one COPY: so many that its fixed cost is small, so few that they are held easily and take a
fraction of a second."""

AHEAD = 2
"""COPYs that wait for their turn, so that PostgreSQL always has one to work on."""


def copy_offers(rows: Iterator[OfferRow], price_list: PriceList) -> None:
    """Store the rows, as part of the running transaction. Raises django.db.DatabaseError.

    As text, which takes the least time here: no more than bytes that were ready before. Foreign
    keys are half of PostgreSQL's work, which would all be left to the commit, when nothing else is
    left to do: so they are looked at after each COPY. Statistics are left to autovacuum: the
    look-up has the same plan, and takes as long, without them.
    """
    columns = ("supplier_id", "price_list_id", "valid_from", *OfferRow._fields)
    command = f"COPY {Offer._meta.db_table} ({', '.join(columns)}) FROM STDIN (NULL '')"
    list_columns = (price_list.supplier_id, price_list.pk, price_list.valid_from.isoformat())
    line = "\t".join((*map(str, list_columns), *["%s"] * len(OfferRow._fields))) + "\n"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    database: psycopg.Connection = connection.connection
    ahead: deque[Future[None]] = deque()
    thread = ThreadPoolExecutor(1, thread_name_prefix="copy")
    try:
        with connection.wrap_database_errors:  # Django does it for its own methods only
            for text in _texts(rows, line):
                ahead.append(thread.submit(_copy, database, command, text))
                if len(ahead) > AHEAD:
                    ahead.popleft().result()
            while ahead:
                ahead.popleft().result()
    finally:
        thread.shutdown(cancel_futures=True)


def _texts(rows: Iterator[OfferRow], line: str) -> Iterator[str]:
    """The rows as COPY takes them, so many at once as it is to take."""
    text = ""
    while piece := "".join(map(line.__mod__, islice(rows, ROWS_IN_PIECE))):
        # The one character in what `as_text` and the keys let through that means anything to COPY.
        text += piece.replace("\\", "\\\\")
        if len(text) >= LETTERS_AT_ONCE:
            yield text
            text = ""
    if text:
        yield text


def _copy(database: psycopg.Connection, command: str, text: str) -> None:
    with database.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(text)
