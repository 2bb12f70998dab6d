import json
import random
from decimal import Decimal

import pytest

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.summary import WINNERS_KEPT, Summary
from tests.lines import columns

SUPPLIERS = ["Armtek", "Rossko", "АвтоЕвро", "Форум-Авто"]


def some_lines(count: int) -> list[ResultLine]:
    chance = random.Random(count)
    lines = []
    for number in range(count):
        suppliers = chance.sample(SUPPLIERS, chance.randint(0, 3))
        prices = sorted(chance.randint(1, 10**6) / 100 for _ in suppliers)
        offers = [
            BestOffer(price, 1.0, supplier)
            for price, supplier in zip(prices, suppliers, strict=True)
        ]
        found = [Outcome.FOUND, Outcome.FOUND_IGNORING_ZEROS]
        missing = [outcome for outcome in Outcome if not outcome.is_found]
        outcome = chance.choice(found if offers else missing)
        lines.append(ResultLine("BOSCH", str(number), offers, outcome, ()))
    return lines


def summed_up(lines: list[ResultLine]) -> Summary:
    summary = Summary()
    summary.add(columns(lines[:2]))
    summary.add(columns(lines[2:]))
    return summary


def test_numbers_are_those_of_a_count_over_the_whole_list() -> None:
    lines = some_lines(2000)
    summary = summed_up(lines)
    answered = [line for line in lines if line.offers]
    assert summary.lines == 2000
    assert summary.by_offers == [
        sum(len(line.offers) == number for line in lines) for number in range(4)
    ]
    assert summary.found == len(answered) == sum(line.outcome.is_found for line in lines)
    assert summary.share_found == pytest.approx(len(answered) / 2000)
    cheapest = (min(offer.price for offer in line.offers) for line in answered)
    assert summary.best_price_total == sum(Decimal(str(price)) for price in cheapest)
    assert summary.won == {
        name: sum(line.offers[0].supplier == name for line in answered) for name in SUPPLIERS
    }
    assert summary.by_outcome == {
        outcome: sum(line.outcome is outcome for line in lines) for outcome in Outcome
    }


def test_prices_add_up_without_rounding() -> None:
    offer = BestOffer(0.1, 1.0, "Armtek")
    summary = summed_up([ResultLine("B", "1", [offer], Outcome.FOUND, ())] * 1000)
    assert summary.best_price_total == Decimal("100.00")


def test_suppliers_come_by_lines_won_then_by_name() -> None:
    winners = ["Rossko", "Zeta", "Armtek", "Armtek", "Zeta"]
    offers = [BestOffer(1.0, 1.0, winner) for winner in winners]
    summary = summed_up([ResultLine("B", "1", [offer], Outcome.FOUND, ()) for offer in offers])
    assert summary.suppliers() == [("Armtek", 2), ("Zeta", 2), ("Rossko", 1)]


def test_lines_won_name_the_best_and_count_the_others() -> None:
    names = [f"Supplier {number:02}" for number in range(WINNERS_KEPT + 2)]
    offers = [BestOffer(1.0, 1.0, name) for name in [*names, names[-1]]]
    won = summed_up(
        [ResultLine("B", "1", [each], Outcome.FOUND, ()) for each in offers]
    ).lines_won()
    won = json.loads(json.dumps(won))
    assert won["best"][:2] == [[names[-1], 2], [names[0], 1]]
    assert (len(won["best"]), won["others"]) == (WINNERS_KEPT, 2)


def test_outcome_counts_go_through_json() -> None:
    lines = [
        ResultLine("B", "1", (), Outcome.TOO_OLD, ()),
        ResultLine("B", "", (), Outcome.NO_ARTICLE, ()),
        ResultLine("B", "2", (), Outcome.TOO_OLD, ()),
    ]
    counts = summed_up(lines).outcome_counts()
    assert counts == {"too_old": 2, "no_article": 1}
    assert [type(key) for key in counts] == [str, str]
    assert json.loads(json.dumps(counts)) == counts


def test_no_lines_are_no_division_by_zero() -> None:
    summary = Summary()
    assert (summary.lines, summary.found, summary.share_found) == (0, 0, 0.0)
    assert summary.best_price_total == 0
    assert summary.outcome_counts() == {}
