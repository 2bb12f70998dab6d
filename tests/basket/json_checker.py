"""Judges the JSON of `manage.py basket` by what was offered. It uses nothing of the product."""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Stocked:
    """What a supplier (its code) lists: a part, and on what terms."""

    supplier: str
    article: str
    price: Fraction
    stock: Fraction
    pack: int = 1
    minimum: int = 1


@dataclass(frozen=True)
class Buying:
    """What a supplier asks of an order, in the currency and in percent."""

    hours: int = 24
    minimum_sum: Fraction = Fraction(0)
    delivery: Fraction = Fraction(0)
    free_from: Fraction | None = None
    discount: Fraction = Fraction(0)


@dataclass(frozen=True)
class Wish:
    """The rules that the command was given."""

    max_suppliers: int | None = None
    within_hours: int | None = None
    budget: int | None = None
    max_share: int | None = None
    no_split: bool = False


@dataclass
class Judge:
    """Complains of what is wrong with a basket; a fine one has no complaints."""

    asked: dict[str, int]
    stocked: list[Stocked]
    buying: dict[str, Buying]
    wish: Wish = field(default_factory=Wish)

    def complaints(self, result: Json) -> Iterator[str]:
        """What is wrong."""
        goods: dict[str, Fraction] = defaultdict(Fraction)
        seen: set[str] = set()
        for line in result["lines"]:
            yield from self._line(line, {each["line"]: each for each in result["unfilled"]})
            seen.add(line["article"])
            for offer in line["offers"]:
                goods[offer["supplier"]] += exact(offer["price"]) * offer["pieces"]
        if seen != set(self.asked):
            yield "not the lines that were asked for"
        yield from self._sums(result, goods)
        yield from self._wishes(result, goods)

    def _line(self, line: Json, unfilled: dict[int, Json]) -> Iterator[str]:
        name, asked = line["article"], self.asked.get(line["article"])
        pieces = sum(offer["pieces"] for offer in line["offers"])
        if line["asked"] != asked:
            yield f"{name}: {line['asked']} asked for instead of {asked}"
        missing = unfilled.get(line["line"])
        if (missing["missing"] if missing else 0) != max(0, line["asked"] - pieces):
            yield f"{name}: what is missing is not told"
        if missing and not missing["reason"]:
            yield f"{name}: no reason"
        if self.wish.no_split and len(line["offers"]) > 1:
            yield f"{name}: split"
        used: dict[Stocked, int] = defaultdict(int)
        for taken in line["offers"]:
            listed = self._listed(name, taken)
            if listed is None:
                yield f"{name}: nobody offers that"
                continue
            used[listed] += taken["pieces"]
            if taken["pieces"] % listed.pack or taken["pieces"] < max(1, listed.minimum):
                yield f"{name}: a broken pack, or less than the minimum"
        if any(count > listed.stock for listed, count in used.items()):
            yield f"{name}: more than the stock"
        least = [max(each.pack, each.minimum) for each in self.stocked if each.article == name]
        if pieces - line["asked"] >= max(least, default=1):
            yield f"{name}: a whole pack too many"

    def _listed(self, article: str, taken: Json) -> Stocked | None:
        for each in self.stocked:
            same = (each.supplier, each.article) == (taken["supplier"], article)
            if same and kopecks(each.price, self.buying[each.supplier]) == exact(taken["price"]):
                return each
        return None

    def _sums(self, result: Json, goods: dict[str, Fraction]) -> Iterator[str]:
        told = {supplier["code"]: supplier for supplier in result["suppliers"]}
        if told.keys() != goods.keys():
            yield "not the suppliers that something is taken from"
            return
        delivery = Fraction(0)
        for code, money in goods.items():
            terms = self.buying[code]
            is_free = terms.free_from is not None and money >= terms.free_from
            cost = Fraction(0) if is_free else terms.delivery
            delivery += cost
            if (exact(told[code]["sum"]), exact(told[code]["delivery"])) != (money, cost):
                yield f"{code}: its sum or its delivery is wrong"
            if money < terms.minimum_sum or not told[code]["minimum_sum_met"]:
                yield f"{code}: below its minimum sum"
        total = sum(goods.values(), delivery)
        sums = [exact(result[name]) for name in ("goods", "delivery", "total")]
        if sums != [total - delivery, delivery, total]:
            yield "the sums do not add up"
        if exact(result["bound"]) > total:
            yield "the bound is above the basket"
        if result["missing"] != sum(each["missing"] for each in result["unfilled"]):
            yield "the missing pieces do not add up"

    def _wishes(self, result: Json, goods: dict[str, Fraction]) -> Iterator[str]:
        wish, total = self.wish, exact(result["total"])
        if wish.max_suppliers is not None and len(goods) > wish.max_suppliers:
            yield "too many suppliers"
        if wish.budget is not None and total > wish.budget:
            yield "above the budget"
        if wish.max_share is not None:
            share = max(goods.values(), default=Fraction(0)) * 100
            if share > wish.max_share * sum(goods.values()):
                yield "too large a share with one supplier"
        if wish.within_hours is not None:
            late = {code for code in goods if self.buying[code].hours > wish.within_hours}
            if late:
                yield f"too late: {late}"


def exact(number: float) -> Fraction:
    """What a person reads of a number in JSON."""
    return Fraction(repr(number))


def kopecks(price: Fraction, terms: Buying) -> Fraction:
    """What a piece costs with the discount, to the kopeck, half up."""
    return Fraction(math.floor(price * (100 - terms.discount) + Fraction(1, 2)), 100)
