"""A solved basket as plain values: what is written as JSON, kept, and shown."""

from math import ceil
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from crossdock.basket.basket import Basket
from crossdock.basket.problem import amount
from crossdock.basket.solver import Solved
from crossdock.pipeline.basket import Market
from crossdock.pipeline.basket_reasons import Reasons
from crossdock.texts import Number, from_json, to_json

Document = dict[str, Any]


def document(market: Market, solved: Solved) -> Document:
    """All that anybody needs to check the basket with a program of his own.

    Sums are in the currency, `unfilled` has texts as `crossdock.texts` keeps them. `bound` is what
    no basket can undercut that lacks as few pieces; where `fill_is_proven` is false, more might be
    filled, down to `least_missing` pieces, and the bound is that of filling the same pieces.
    """
    basket = solved.basket
    reasons = Reasons(market, basket)
    missing = sum(basket.missing.values())
    return {
        "lines": _lines(market, basket),
        "unfilled": [
            {
                "line": basket.problem.lines[line].number,
                "missing": pieces,
                "reason": to_json(reasons.of(line)),
            }
            for line, pieces in basket.missing.items()
        ],
        "suppliers": [
            {
                "code": market.suppliers[supplier].code,
                "name": market.suppliers[supplier].name,
                "sum": number(sums.goods),
                "delivery": number(sums.delivery),
                "minimum_sum_met": sums.goods >= basket.problem.terms[supplier].minimum_sum,
            }
            for supplier, sums in basket.suppliers.items()
        ],
        "goods": number(basket.goods),
        "delivery": number(basket.delivery),
        "total": number(basket.total),
        "bound": number(min(solved.bound, basket.total)),
        "missing": missing,
        "least_missing": min(solved.least_missing, missing),
        "fill_is_proven": solved.least_missing >= missing,
        "surplus": sum(basket.surplus.values()),
        "latest_hours": basket.latest_hours,
        "prices_as_of": market.prices_as_of.isoformat(),
    }


def number(money: int) -> float:
    """Units of money as a number of JSON, with no more digits than prices have."""
    return float(amount(money))


def _lines(market: Market, basket: Basket) -> list[Document]:
    taken: dict[int, list[Document]] = {}
    for take in basket.takes:
        offer, current = basket.problem.offers[take.offer], market.offers[take.offer]
        taken.setdefault(offer.line, []).append(
            {
                "supplier": market.suppliers[offer.supplier].code,
                "price": number(offer.price),
                "pieces": take.pieces,
                "pack": offer.pack,
                "minimum": offer.minimum,
                "brand": current.brand,
                "article": current.article,
                "store": current.store or "",
                "hours": offer.hours,
            }
        )
    return [
        {
            "line": wanted.lines[0],
            "also_lines": list(wanted.lines[1:]),
            "brand": wanted.brand,
            "article": wanted.article,
            "code": wanted.code,
            "asked": basket.problem.lines[place].asked,
            "offers": taken.get(place, []),
        }
        for place, wanted in enumerate(market.wanted.parts)
    ]


def in_words(document: Document) -> Document:
    """The same with its reasons in the language that is active."""
    unfilled = [line | {"reason": str(from_json(line["reason"]))} for line in document["unfilled"]]
    return document | {"unfilled": unfilled}


def proven(document: Document) -> str:
    """How good the basket is at least, in words."""
    total, bound = document["total"], document["bound"]
    gap = (total - bound) / total if total else 0.0
    if not document["fill_is_proven"]:
        values = {"gap": percents(gap), "missing": Number(document["least_missing"])}
        return (
            gettext(
                "At most %(gap)s above the best possible for the same pieces. Whether more can be "
                "filled is not proven: at least %(missing)s pieces will be missing."
            )
            % values
        )
    if gap == 0:
        return gettext("Nothing better is possible.")
    return gettext("At most %(gap)s above the best possible.") % {"gap": percents(gap)}


def percents(share: float) -> str:
    """A small share, rounded up: 0.1%.

    >>> percents(0.00032), percents(0.0000001), percents(1)
    ('0.04%', '0.01%', '100%')
    """
    hundredths = ceil(share * 10_000 - 1e-9)
    return f"{number_format(f'{hundredths / 100:g}')}%"
