"""Which columns of a request file are likely, where its headings do not tell."""

from collections.abc import Callable, Sequence

from crossdock.parts.keys import brand_key
from crossdock.parts.phrases import Spellings, read_phrase
from crossdock.pipeline.demand import demand
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.request_headings import PART, REQUEST, suffices

MIN_SHARE = 0.5
"""Of a column's values, to be taken for what they may be."""

MAX_PIECES = 9_999


def likely_columns(preview: Preview, brand_of: Spellings) -> dict[Column, int]:
    """The columns (from 0) by what their headings say, then by what stands in them."""
    columns: dict[Column, int] = {}
    for index, heading in enumerate(preview.headings):
        match = REQUEST.match(heading)
        if match and match[0] in REQUESTED:
            columns.setdefault(match[0], index)
    start = (preview.header_row or preview.first_row - 1) + 1 - preview.first_row
    rows = preview.rows[max(0, start) :]
    values = [[row[i] for row in rows if row[i]] for i in range(len(preview.letters))]

    def take(column: Column, fits: Callable[[str], object]) -> None:
        if column in columns:
            return
        shares = {
            index: sum(map(bool, map(fits, texts))) / len(texts)
            for index, texts in enumerate(values)
            if texts and index not in columns.values()
        }
        likeliest = max(shares, key=lambda index: shares[index], default=None)
        if likeliest is not None and shares[likeliest] >= MIN_SHARE:
            columns[column] = likeliest

    take(Column.BRAND, lambda text: brand_of(brand_key(text)))
    if Column.BRAND in columns:
        take(Column.ARTICLE, lambda text: read_phrase(text, brand_of).is_article_alone)
    else:
        article = columns.pop(Column.ARTICLE, None)
        take(Column.PART, lambda text: read_phrase(text, brand_of).problem is None)
        if article is not None and article not in columns.values():
            columns[Column.ARTICLE] = article
    if Column.PART in columns:
        columns = {column: i for column, i in columns.items() if column not in PART}
    if suffices(columns, PART) and not preview.headings:
        take(Column.QUANTITY, _is_count)
    return columns


REQUESTED: Sequence[Column] = (
    *(Column.BRAND, Column.ARTICLE, Column.PART),
    *(Column.QUANTITY, Column.CEILING, Column.CODE),
)


def _is_count(text: str) -> bool:
    pieces = demand(text)
    return pieces is not None and 0 < pieces <= MAX_PIECES and len(text) <= len("9 999 шт.")
