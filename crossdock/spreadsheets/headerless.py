"""Which column is which in a table without headings, by what the columns hold."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column

MIN_SHARE = 0.8  # a rule holds for a column if it holds for this share of its values
MAX_CODE = 30
MAX_COLUMNS = 200  # nobody sends wider tables without headings
QUANTITY = re.compile(
    r"[<>≥≤]?\s*\d{1,6}([.,]0+)?(\s*-\s*\d+)?\s*\+?\s*(шт|pcs)?\.?"
    r"|[+-]+|есть|нет|в наличии|под заказ|yes|no",
    re.IGNORECASE,
)

NAME = re.compile(r"[а-яёіїєґ]{4}", re.IGNORECASE)
"""A word of a part's name; «Колодки 123» is no article."""

MONEY = re.compile(r"[\d ]+[.,]\d{1,2}")


def guess(rows: Sequence[Row], needed: Collection[Column]) -> dict[Column, int] | None:
    """The columns (from 0) of a table without headings; None where they cannot be told.

    A request's first column is the brand, its second the article. The order of a price list is
    told by its content.
    """
    width = min(max(map(len, rows)), MAX_COLUMNS)
    values = [_Values(rows, index) for index in range(width)]
    columns = _price_list(values) if Column.PRICE in needed else _request(values)
    if not columns.keys() >= set(needed) or not is_data(rows, columns):
        return None
    return columns


def is_data(rows: Sequence[Row], columns: Mapping[Column, int]) -> bool:
    """Whether the first row is no headings that we do not know: numbers are where they belong."""
    article = columns.get(Column.ARTICLE, columns.get(Column.PART, 0))
    row = next(row for row in rows if article < len(row) and as_text(row[article]))
    texts = {column: as_text(row[i]) if i < len(row) else "" for column, i in columns.items()}
    rules: dict[Column, Callable[[str], object]] = {
        Column.ARTICLE: _has_digit,
        Column.PRICE: lambda text: number_of(text) is not None,
        Column.QUANTITY: is_quantity,
    }
    return all(rule(texts[column]) for column, rule in rules.items() if column in texts)


class _Values:
    """What one column holds."""

    def __init__(self, rows: Sequence[Row], index: int) -> None:
        self.index = index
        self.texts = [text for row in rows if index < len(row) and (text := as_text(row[index]))]
        self.numbers = [number for text in self.texts if (number := number_of(text)) is not None]
        self.variety = len(set(self.texts)) / max(1, len(self.texts))
        self.length = sum(map(len, self.texts)) / max(1, len(self.texts))

    def mostly(self, rule: Callable[[str], object]) -> bool:
        return self.share(rule) >= MIN_SHARE

    def share(self, rule: Callable[[str], object]) -> float:
        return sum(bool(rule(text)) for text in self.texts) / max(1, len(self.texts))

    @property
    def money(self) -> float:
        """Which share of the values are 12.50 or 1 180,5; 406.1003 may be an article."""
        return self.share(MONEY.fullmatch)

    @property
    def fractions(self) -> float:
        return sum(not n.is_integer() for n in self.numbers) / max(1, len(self.texts))

    @property
    def is_code(self) -> bool:
        """Many different short values with digits, and not amounts of money."""
        return (
            self.mostly(_has_digit)
            and self.mostly(lambda text: len(text) <= MAX_CODE)
            and self.money < 1 - MIN_SHARE
        )

    @property
    def is_words(self) -> bool:
        return self.mostly(_has_letter) and self.share(_has_digit) < 1 - MIN_SHARE


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def is_quantity(text: str) -> bool:
    """Whether it is a number of pieces, or words that tell whether there are any."""
    return len(text) <= MAX_CODE and QUANTITY.fullmatch(text) is not None


def number_of(text: str) -> float | None:
    """The plain number that the text is, with either decimal sign; None for anything else."""
    plain = text.replace(" ", "").replace(",", ".")
    return float(plain) if re.fullmatch(r"\d{1,15}(\.\d+)?", plain) else None


def _request(values: Sequence[_Values]) -> dict[Column, int]:
    if len(values) < 2:
        return {}
    brand, article = values[:2]
    names = article.share(NAME.search)
    has_brands = brand.mostly(_has_letter) and brand.mostly(lambda text: len(text) <= MAX_CODE)
    if not (has_brands and article.is_code and article.texts and names < 1 - MIN_SHARE):
        return {}
    return {Column.BRAND: 0, Column.ARTICLE: 1}


def _price_list(values: Sequence[_Values]) -> dict[Column, int]:
    columns: dict[Column, int] = {}
    rest = [column for column in values if column.texts]

    def take(column: Column, candidates: Sequence[_Values]) -> None:
        if candidates:
            columns[column] = candidates[0].index
            rest.remove(candidates[0])

    words = [column for column in rest if column.is_words]
    short = [column for column in words if column.length > 2 and column.variety < 1]
    take(Column.BRAND, [c for c in short if c.share(lambda text: " " in text) < MIN_SHARE])
    codes = [c for c in rest if c.is_code and c.variety > 0.5 and c.length >= 5]
    take(Column.ARTICLE, codes)
    take(Column.NAME, sorted((c for c in words if c in rest), key=lambda c: -c.length))
    amounts = [column for column in rest if len(column.numbers) >= MIN_SHARE * len(column.texts)]
    take(Column.PRICE, [c for c in amounts if c.fractions > 0.2 or _median(c.numbers) >= 100])
    take(Column.QUANTITY, [c for c in rest if c.mostly(is_quantity)])
    return columns


def _median(numbers: Sequence[float]) -> float:
    # Not from statistics: what that imports costs each reading process 6 ms and 5 MB.
    ordered, middle = sorted(numbers), len(numbers) // 2
    return (ordered[middle] + ordered[~middle]) / 2
