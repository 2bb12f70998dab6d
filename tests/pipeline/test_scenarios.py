from dataclasses import replace

from crossdock.basket.problem import Line, Offer, Problem, Rules, Terms
from crossdock.basket.solver import Solved
from crossdock.pipeline.basket_options import BasketOptions
from crossdock.pipeline.scenarios import prices_of_rules, scenarios
from tests.basket.brute_force import best
from tests.pipeline.markets import market_of, solved_by

PROBLEM = Problem(
    (Line(1, 1), Line(2, 1)),
    (
        Offer(0, 0, 2_000_000, 9, hours=48), Offer(0, 1, 2_500_000, 9, hours=4),
        Offer(1, 0, 600_000, 9, hours=48), Offer(1, 1, 400_000, 9, hours=4),
    ),
    (Terms(delivery_cost=70_000, free_from=2_500_000), Terms(delivery_cost=50_000)),
)  # fmt: skip
MARKET = market_of(PROBLEM)
TAKES = [(0, 1), (1, 1), (2, 1), (3, 1)]


def solve(problem: Problem) -> Solved | None:
    """The best of all ways to take one piece of each line."""
    ways = [solved_by(problem, first, second) for first in TAKES[:2] for second in TAKES[2:]]
    allowed = [way for way in ways if way.basket.keeps_the_rules()]
    return min(allowed, key=lambda way: way.basket.worth, default=None)


def test_the_usual_scenarios_and_ones_own() -> None:
    made = scenarios(MARKET, PROBLEM, BasketOptions(max_suppliers=2, budget=9.0))
    assert [(scenario.key, str(scenario.title)) for scenario in made] == [
        ("cheapest", "Cheapest"),
        ("few", "At most 2 suppliers"),
        ("soon", "Within 24 hours"),
        ("one", "One supplier"),
        ("own", "Your rules"),
    ]
    assert [scenario.problem.rules for scenario in made][2:4] == [
        Rules(within_hours=24),
        Rules(max_suppliers=1),
    ]
    assert [scenario.key for scenario in scenarios(MARKET, PROBLEM, BasketOptions())][-1] == "one"


def test_each_rule_has_its_price() -> None:
    solved = {}
    for scenario in scenarios(MARKET, PROBLEM, BasketOptions(within_hours=5, max_suppliers=2)):
        if answer := solve(scenario.problem):
            solved[scenario.key] = (scenario, answer)
    prices = [str(text) for text in prices_of_rules(MARKET, solved, solve)]
    assert prices == [
        "At most 2 suppliers: costs nothing.",
        "Within 5 hours: 43.00 more to pay.",
        "One supplier: 8.00 more to pay.",
        "Among your rules: At most 2 suppliers: costs nothing.",
        "Among your rules: Within 5 hours: 43.00 more to pay.",
        "60.00 more at North makes its delivery free, with lines 2. In all: 8.00 more to pay.",
        "Without North: 43.00 more to pay.",
        "Without South: 8.00 more to pay.",
    ]


def test_where_the_time_is_over_no_price_is_said() -> None:
    scenario = scenarios(MARKET, PROBLEM, BasketOptions())[0]
    cheapest = solve(scenario.problem)
    assert cheapest is not None
    assert cheapest.basket.worth == best(replace(PROBLEM))
    assert list(prices_of_rules(MARKET, {"cheapest": (scenario, cheapest)}, lambda _: None)) == []


def test_that_less_is_bought_is_said_before_what_is_saved() -> None:
    cheapest, few, *_others = scenarios(MARKET, PROBLEM, BasketOptions(max_suppliers=2))
    whole = solve(cheapest.problem)
    assert whole is not None
    partly = solved_by(few.problem, TAKES[3])
    solved = {"cheapest": (cheapest, whole), "few": (few, partly)}
    price, *_rest = prices_of_rules(MARKET, solved, lambda _problem: None)
    saved = (whole.basket.total - partly.basket.total) / 10_000
    assert str(price) == (
        f"At most 2 suppliers: 1 more pieces are missing, {saved:.2f} less to pay."
    )
