"""What is on offer, without a database and a request file."""

from datetime import UTC, date, datetime
from decimal import Decimal

from crossdock.basket.basket import Basket
from crossdock.basket.problem import Problem, amount
from crossdock.basket.solver import Solved
from crossdock.models import Supplier
from crossdock.offers.found import CurrentOffer
from crossdock.parts.keys import Part
from crossdock.pipeline.basket import Market
from crossdock.pipeline.wanted import Wanted, WantedParts

NAMES = ("North", "South", "West")


def market_of(problem: Problem) -> Market:
    """A market for a problem: parts A1, A2…, offered by suppliers N, S and W with ids from 11."""
    wanted = [
        Wanted((line.number,), "BOSCH", f"A{line.number}", Part("bosch", f"A{line.number}"),
               line.asked, None, None, f"own {line.number}")
        for line in problem.lines
    ]  # fmt: skip
    suppliers = [
        Supplier(pk=11 + place, code=name[0], name=name)
        for place, name in enumerate(NAMES[: len(problem.terms)])
    ]
    offers = [
        CurrentOffer(
            offer_id=place,
            supplier_id=11 + offer.supplier,
            price=amount(offer.price),
            quantity=Decimal(offer.stock),
            valid_from=date(2026, 11, 28),
            brand="Bosch",
            article=wanted[offer.line].article,
            pack=offer.pack,
            minimum_quantity=offer.minimum,
            delivery_hours=offer.hours,
            store=None,
        )
        for place, offer in enumerate(problem.offers)
    ]
    as_of = datetime(2026, 11, 28, tzinfo=UTC)
    return Market(WantedParts(wanted), tuple(suppliers), tuple(offers), problem, as_of)


def solved_by(problem: Problem, *takes: tuple[int, int]) -> Solved:
    """These takes, proven to be the best."""
    basket = Basket.of(problem, takes)
    return Solved(basket, sum(basket.missing.values()), basket.total)
