"""What a request file asks for, as it is to be bought: whole pieces, equal parts added up."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from crossdock.offers.brands import BrandSpellings
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import Part
from crossdock.pipeline.request_file import RequestLines
from crossdock.texts import Number, Text
from crossdock.texts import Text as _


class Wanted(NamedTuple):
    """Pieces of a part; `lines` are the numbers of the lines that ask for it, from 1.

    `ceiling` is the most that a piece may cost; `problem` says why it cannot be looked up; `code`
    is what those who ask call it.
    """

    lines: tuple[int, ...]
    brand: str
    article: str
    part: Part
    asked: int
    ceiling: float | None
    problem: Outcome | None
    code: str = ""


@dataclass
class WantedParts:
    """All that is asked for, and what has been supposed about it."""

    parts: list[Wanted] = field(default_factory=list)
    suppositions: Counter[str] = field(default_factory=Counter)

    def notes(self) -> list[Text]:
        """What the one who asked should know."""
        return [
            text % {"lines": Number(count)}
            for name, text in SUPPOSITIONS.items()
            if (count := self.suppositions[name])
        ]


SUPPOSITIONS = {
    "one": _("Lines without a quantity, which count as one piece: %(lines)s."),
    "rounded": _("Lines that ask for part of a piece, rounded up to whole pieces: %(lines)s."),
    "none": _("Lines that ask for no pieces and are left out: %(lines)s."),
    "added": _("Lines that ask for a part once more and are added up: %(lines)s."),
    "ordered": _("Lines that have been ordered before and are left out: %(lines)s."),
}


def wanted_parts(
    batches: Iterable[RequestLines], ordered: frozenset[int] = frozenset()
) -> WantedParts:
    """What the lines ask for, but for those `ordered` before (line numbers).

    Of lines with one part the lowest ceiling holds for all.
    """
    wanted, spellings = WantedParts(), BrandSpellings.load()
    places: dict[tuple[str, ...], int] = {}
    for line in _each(batches, ordered, wanted.suppositions):
        part = line.part
        key = (*spellings.of(part.brand_key), part.article_key)
        if line.problem is None and key in places:
            place = places[key]
            wanted.parts[place] = _added(wanted.parts[place], line)
            wanted.suppositions["added"] += 1
        else:
            places[key] = len(wanted.parts)
            wanted.parts.append(line)
    return wanted


def _added(first: Wanted, more: Wanted) -> Wanted:
    ceilings = [ceiling for ceiling in (first.ceiling, more.ceiling) if ceiling is not None]
    return first._replace(
        lines=first.lines + more.lines,
        asked=first.asked + more.asked,
        ceiling=min(ceilings, default=None),
    )


def _each(
    batches: Iterable[RequestLines], ordered: frozenset[int], suppositions: Counter[str]
) -> Iterator[Wanted]:
    number = 0
    for batch in batches:
        lines = zip(batch.brands, batch.articles, batch.parts, strict=True)
        for place, (brand, article, part) in enumerate(lines):
            number += 1
            problem = batch.problems.get(place)
            if problem is Outcome.EMPTY:
                continue
            if number in ordered:
                suppositions["ordered"] += 1
                continue
            demand = batch.demands[place] if batch.demands else None
            asked = 1 if demand is None else ceil(demand)
            if demand is None:
                suppositions["one"] += 1
            elif demand == 0:
                suppositions["none"] += 1
                continue
            elif asked != demand:
                suppositions["rounded"] += 1
            limit = batch.ceilings[place] if batch.ceilings else None
            code = batch.codes[place] if batch.codes else ""
            yield Wanted((number,), brand, article, part, asked, limit, problem, code)
