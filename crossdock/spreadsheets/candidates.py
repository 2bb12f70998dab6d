"""Which of the columns that could be the price, the stock, … is the one (docs/columns.md).

What headings and values make sure is taken; what they make likely is taken as a guess; anything
else is a doubt, for people to settle.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from crossdock.spreadsheets.beside_price import beside_price
from crossdock.spreadsheets.candidate import Candidate
from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import MAX_HEADING, PRICE_LIST, Column, Words, normalised
from crossdock.spreadsheets.currencies import currencies_in
from crossdock.spreadsheets.headerless import is_quantity, number_of
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.request_headings import ASIDE, DEMAND, REQUEST
from crossdock.spreadsheets.roles import Role, is_price_of_one, role_of

MIN_QUANTITIES = 0.8
"""The share of a column's values that must be quantities where its heading only says «Склад …»."""

MAX_ROUNDING = 0.01
"""What the price of one may be off, as a part of a total."""

TOTAL_OR_PRICE = frozenset(("стоимость", "вартість", "cost"))
"""What may be the price of one or of all pieces."""

MAX_RAW_HEADING = 2 * MAX_HEADING
"""With signs that cannot be seen."""

MAX_RIVALS = 100
"""More columns of one kind than anybody has stores; they are compared with each other."""

MIN_ORDER_NUMBER = 10_000
"""A column of larger numbers only has the numbers of orders, if its heading says «Заказ» and
nothing of pieces."""

ORDER = re.compile(r"заказ|замовл|заявк|\border|zakaz|bestell|zamów|sipariş|тапсырыс")
OF_PIECES = re.compile(r"кол|шт|к-ть|кільк|сан\b|qty|quant|pcs|piece|stk|menge|anzahl")

DATE = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b20\d\d-\d\d-\d\d")
STORE_WORDS = frozenset(("склад", "stock", "warehouse", "филиал", "магазин"))
CAR = re.compile(
    r"\b(модель|model|кузов|авто|автомобиль|car|vehicle|двигатель|engine|применяемость|применимость)\b"
)
ARTICLES = frozenset(
    (
        *("артикул", "каталожный номер", "каталожный", "кат номер", "номер по каталогу"),
        *("номер детали", "номер запчасти"),
    )
)
CAR_MAKES = frozenset(("марка", "make", "marka"))


def recognise(
    headings: Row,
    below: Sequence[Row],
    words: Words = PRICE_LIST,
    hidden: Collection[int] = (),
) -> Recognition:
    """What the headings name, and where several could be meant, what the rows below decide.

    `words` are those of the kind of table: what a supplier has is not what a request asks for.
    A column that is `hidden` is only meant where no other could be.
    """
    candidates: dict[Column, list[Candidate]] = {}
    for index, cell in enumerate(headings):
        heading = as_text(cell) if isinstance(cell, str) and len(cell) <= MAX_RAW_HEADING else ""
        if heading and (named := _candidate(index, heading, below, words)):
            rivals = candidates.setdefault(named[0], [])
            if len(rivals) < MAX_RIVALS:
                rivals.append(named[1])
    recognition = Recognition()
    for column in (Column.QUANTITY, *Column):
        rivals = candidates.pop(column, [])
        rivals = [rival for rival in rivals if rival.index not in hidden] or rivals
        if column is not Column.QUANTITY or words is not REQUEST:
            rivals = _filled(rivals, column)
        if not rivals:
            continue
        if column is Column.PRICE:
            quantity = recognition.columns.get(Column.QUANTITY)
            recognition = _price(recognition, rivals, _numbers(below, quantity))
        elif column is Column.QUANTITY:
            of_kind = _demand if words is REQUEST else _quantity
            recognition = of_kind(recognition, rivals)
        elif column is Column.CEILING:
            recognition = _ceiling(recognition, rivals)
        elif column is Column.BRAND:
            recognition = _brand(recognition, rivals, headings)
        else:
            leftmost = min(rivals, key=lambda rival: rival.place)
            is_guess = column is Column.ARTICLE and _is_one_of_several(leftmost, rivals)
            recognition = _with(recognition, column, leftmost, guess=is_guess)
    return beside_price(recognition, headings, below)


def _numbers(rows: Sequence[Row], index: int | None) -> list[float | None]:
    if index is None:
        return []
    return [number_of(as_text(row[index])) if index < len(row) else None for row in rows]


def _candidate(
    index: int, heading: str, below: Sequence[Row], words: Words
) -> tuple[Column, Candidate] | None:
    named = words.match(heading)
    if named is None and (words is REQUEST or not _may_be_a_store(heading)):
        return None
    cells = [as_text(row[index]) if index < len(row) else "" for row in below]
    if named is None:
        values = list(filter(None, cells))
        if not values or sum(map(is_quantity, values)) < MIN_QUANTITIES * len(values):
            return None
        named = Column.QUANTITY, True, 0
    column, partly, rank = named
    return column, Candidate(index, heading, partly, rank, role_of(column, heading), cells)


def _may_be_a_store(heading: str) -> bool:
    words = normalised(heading).split() if len(heading) <= MAX_HEADING else []
    return len(words) > 1 and words[0] in STORE_WORDS


def _filled(candidates: Sequence[Candidate], column: Column) -> list[Candidate]:
    """Without those that are filled less than half as often as the fullest.

    A store has few parts, so its stock only drops out where it is empty.
    """
    most = max((candidate.fill for candidate in candidates), default=0)
    is_store = column is Column.QUANTITY
    return [
        candidate
        for candidate in candidates
        if 2 * candidate.fill >= most or (is_store and candidate.partly and candidate.fill)
    ]


def _with(
    recognition: Recognition,
    column: Column,
    candidate: Candidate,
    *,
    guess: bool = False,
    stores: Iterable[Candidate] = (),
    doubt: Collection[Candidate] = (),
) -> Recognition:
    return replace(
        recognition,
        columns=recognition.columns | {column: candidate.index},
        stores=tuple(store.index for store in stores) or recognition.stores,
        guesses=recognition.guesses | ({column} if guess else set()),
        doubts=recognition.doubts
        | ({column: tuple(rival.index for rival in doubt)} if doubt else {}),
    )


def _in_doubt(recognition: Recognition, column: Column, rivals: list[Candidate]) -> Recognition:
    leftmost = min(rivals, key=lambda rival: rival.place)
    return _with(recognition, column, leftmost, doubt=rivals)


def _brand(recognition: Recognition, rivals: list[Candidate], headings: Row) -> Recognition:
    """Beside a model, «Марка» is the car's make."""
    texts = [unicodedata.normalize("NFKC", as_text(cell)).casefold() for cell in headings]
    if any(map(CAR.search, texts)):
        other_rivals = [rival for rival in rivals if normalised(rival.heading) not in CAR_MAKES]
        if not other_rivals:
            return _in_doubt(recognition, Column.BRAND, rivals)
        rivals = other_rivals
    return _with(recognition, Column.BRAND, min(rivals, key=lambda rival: rival.place))


def _is_one_of_several(article: Candidate, rivals: Sequence[Candidate]) -> bool:
    """Whether another column is called as an article is too, and has other values."""
    names = [rival for rival in rivals if normalised(rival.heading) in ARTICLES]
    values = {tuple("".join(filter(str.isalnum, cell)) for cell in each.cells) for each in names}
    return article in names and len(values) > 1


def _price(
    recognition: Recognition, rivals: list[Candidate], counts: Sequence[float | None]
) -> Recognition:
    """One's own price before any, the plain one before retail; not a total, not one of many."""
    pool = [rival for rival in _unlike(rivals) if rival.role is not Role.ASIDE]
    pool = [rival for rival in pool if not _is_total(rival, pool, counts)]
    if not pool:
        return _in_doubt(recognition, Column.PRICE, rivals)
    best = min(rival.role for rival in pool)
    roles = {Role.PLAIN, Role.WHOLESALE} if best is Role.PLAIN else {best}
    pool = [rival for rival in pool if rival.role in roles]
    if len(pool) == 1:
        may_be_total = len(counts) > 0 and normalised(pool[0].heading) in TOTAL_OR_PRICE
        return _with(recognition, Column.PRICE, pool[0], guess=may_be_total)
    exact = [rival for rival in pool if not rival.partly]
    currencies = {tuple(currencies_in(rival.heading)) for rival in pool}
    is_one_kind = {rival.role for rival in pool} in ({Role.OWN}, {Role.PLAIN})
    if len(exact) == 1 and len(currencies) == 1 and is_one_kind:
        return _with(recognition, Column.PRICE, exact[0], guess=True)
    return _in_doubt(recognition, Column.PRICE, pool)


def _quantity(recognition: Recognition, rivals: list[Candidate]) -> Recognition:
    """A count before «есть», the sum of all stores before each; else the stores are added."""
    pool = [rival for rival in rivals if rival.role is not Role.ASIDE]
    # A store may have nothing but «есть» and «нет» where others have numbers.
    pool = [rival for rival in pool if rival.partly or not rival.is_in_words] or pool
    pool = [rival for rival in pool if not any(map(rival.only_tells_of, pool))]
    totals = [rival for rival in pool if rival.role is Role.TOTAL]
    exact = [rival for rival in pool if not rival.partly]
    if not pool:
        return _in_doubt(recognition, Column.QUANTITY, rivals)
    if len(pool) == 1:
        return _with(recognition, Column.QUANTITY, pool[0])
    for whole in (totals, exact):
        if len(whole) == 1:
            parts = [rival for rival in pool if rival is not whole[0]]
            is_guess = not _is_sum(whole[0], parts)
            return _with(recognition, Column.QUANTITY, whole[0], guess=is_guess)
    is_dated = any(DATE.search(rival.heading) for rival in pool)  # one stock on several days
    if not exact and not totals and not is_dated and len({rival.rank for rival in pool}) == 1:
        return _with(recognition, Column.QUANTITY, pool[0], stores=pool[1:])
    if len(different := _unlike(pool)) == 1:
        return _with(recognition, Column.QUANTITY, different[0])
    return _in_doubt(recognition, Column.QUANTITY, pool)


def _demand(recognition: Recognition, rivals: list[Candidate]) -> Recognition:
    """What is asked for: «Заказ» before «Количество», and both before what is in a pack."""
    pool = [rival for rival in rivals if not ASIDE.search(rival.heading.casefold())]
    pool = [rival for rival in pool if not currencies_in(rival.heading)]
    pool = [rival for rival in pool if rival.fill] or pool  # most parts need not be ordered
    pool = [rival for rival in pool if _counts_pieces(rival)]
    pool = [rival for rival in pool if not _numbers_orders(rival)]
    pool = [rival for rival in pool if DEMAND.search(rival.heading.casefold())] or pool
    if not pool:
        return recognition
    if len(different := _unlike(pool)) == 1:
        return _with(recognition, Column.QUANTITY, different[0])
    return _in_doubt(recognition, Column.QUANTITY, pool)


def _counts_pieces(rival: Candidate) -> bool:
    """Whether a number stands in it somewhere; «Заказ» may be that of an order: ЗК-12."""
    texts = list(filter(None, rival.cells))
    return not texts or any(text[0].isdigit() for text in texts)


def _numbers_orders(rival: Candidate) -> bool:
    numbers = list(filter(None, rival.numbers))
    are_large = bool(numbers) and all(number >= MIN_ORDER_NUMBER for number in numbers)
    heading = rival.heading.casefold()
    return are_large and bool(ORDER.search(heading)) and not OF_PIECES.search(heading)


def _ceiling(recognition: Recognition, rivals: list[Candidate]) -> Recognition:
    rivals = [rival for rival in rivals if is_price_of_one(rival.heading)]
    if not rivals:
        return recognition
    if len(different := _unlike(rivals)) == 1:
        return _with(recognition, Column.CEILING, different[0])
    return _in_doubt(recognition, Column.CEILING, rivals)


def _unlike(rivals: Sequence[Candidate]) -> list[Candidate]:
    """One of each that have the same values."""
    return [
        rival
        for place, rival in enumerate(rivals)
        if not rival.fill or all(rival.cells != earlier.cells for earlier in rivals[:place])
    ]


def _is_sum(whole: Candidate, parts: Sequence[Candidate]) -> bool:
    rows = zip(whole.numbers, *(part.numbers for part in parts), strict=True)
    sums = [row for row in rows if row[0] is not None]
    return bool(sums) and all(row[0] == sum(filter(None, row[1:])) for row in sums)


def _is_total(rival: Candidate, pool: Sequence[Candidate], counts: Sequence[float | None]) -> bool:
    """Whether it is, in each row that tells, another candidate's price times the quantity."""

    def multiplies(price: Candidate) -> bool:
        rows = zip(rival.numbers, price.numbers, counts, strict=False)
        complete = [(total, one, count) for total, one, count in rows if total and one and count]
        return any(count != 1 for _total, _one, count in complete) and all(
            abs(total - one * count) <= MAX_ROUNDING * count for total, one, count in complete
        )

    return any(multiplies(price) for price in pool if price is not rival)
