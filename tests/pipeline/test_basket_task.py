from typing import Any

import pytest

from crossdock.basket.solver import Solved, Solver
from crossdock.models import (
    Basket,
    CrossDockTask,
    Offer,
    PriceList,
    PurchasingRule,
    RuleSet,
    Supplier,
)
from crossdock.models.lifecycle import Status
from crossdock.pipeline.basket_file import BasketFile
from crossdock.pipeline.basket_options import BasketOptions
from crossdock.pipeline.basket_task import run_basket
from crossdock.progress import Silent
from crossdock.texts import from_json
from tests import stored
from tests.factories import (
    make_group,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)
from tests.pipeline.running import work_on
from tests.world import files  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task() -> CrossDockTask:
    """Two parts that North sells for less, and South soon; North delivers free from 500."""
    north = make_supplier("North", delivery_cost=30, free_from=500, delivery_hours=48)
    south = make_supplier("South", delivery_hours=4)
    for supplier, prices in ((north, ("10", "200")), (south, ("12", "202"))):
        price_list = make_price_list(supplier)
        make_offer(price_list, "BOSCH", "1", price=prices[0], quantity="100")
        make_offer(price_list, "SKF", "2", price=prices[1], quantity="5")
    content = b"Brand;Article;Quantity\nBOSCH;1;20\nSKF;2;1\n"
    group = make_group(north, south)
    return make_task(make_user(), group, content, filename="request.csv")


def ask_for(task: CrossDockTask, **options: Any) -> Basket:
    rule_set = options.pop("rule_set", None)
    chosen = BasketOptions(**options).to_json()
    basket = Basket.ask_for(task, user=task.user, options=chosen, rule_set=rule_set)
    assert basket is not None
    return basket


def content(basket: Basket) -> dict[str, Any]:
    assert basket.status == Status.SUCCESS, basket.error_message
    file = BasketFile(basket.file)
    scenarios = [each | {"basket": file.document(each["key"])} for each in file.head["scenarios"]]
    return file.head | {"scenarios": scenarios}


def totals(basket: Basket) -> dict[str, float]:
    return {each["key"]: each["basket"]["total"] for each in content(basket)["scenarios"]}


def test_scenarios_stand_side_by_side_and_each_rule_has_its_price(task):
    basket = work_on(ask_for(task, within_hours=24, max_suppliers=2))
    assert totals(basket) == {"cheapest": 430, "few": 430, "soon": 442, "one": 430, "own": 442}
    prices = [str(from_json(text)) for text in content(basket)["prices"]]
    assert prices == [
        "At most 2 suppliers: costs nothing.",
        "Within 24 hours: 12.00 more to pay.",
        "One supplier: costs nothing.",
        "Among your rules: At most 2 suppliers: costs nothing.",
        "Among your rules: Within 24 hours: 12.00 more to pay.",
        "Without North: 12.00 more to pay.",
    ]
    assert basket.prices_as_of is not None


def test_what_makes_a_delivery_free_is_said_with_its_lines(task):
    Supplier.objects.filter(name="South").update(delivery_cost=5)
    Supplier.objects.filter(name="North").update(free_from=250, delivery_cost=7)
    make_offer(PriceList.objects.get(supplier__name="North"), "NGK", "3", price="60")
    make_offer(PriceList.objects.get(supplier__name="South"), "NGK", "3", price="40")
    Offer.objects.filter(supplier__name="South", article="2").update(price=250)
    rows = b"Brand;Article;Quantity\nSKF;2;1\nNGK;3;1\n"
    stored.put(task.request_file, rows)
    # 200 + 7 at North and 40 + 5 at South, or 260 at North, which is then free.
    basket = work_on(ask_for(task))
    assert totals(basket)["cheapest"] == 252
    text = "60.00 more at North makes its delivery free, with lines 2. In all: 8.00 more to pay."
    assert text in [str(from_json(each)) for each in content(basket)["prices"]]


def test_lines_are_pinned_and_suppliers_excluded(task):
    south = Supplier.objects.get(name="South")
    pinned = content(work_on(ask_for(task, pins={"2": south.pk})))["scenarios"][0]["basket"]
    assert [
        (line["line"], [offer["supplier"] for offer in line["offers"]]) for line in pinned["lines"]
    ] == [(1, [Supplier.objects.get(name="North").code]), (2, [south.code])]
    excluded = content(work_on(ask_for(task, excluded=[south.pk])))["scenarios"][0]["basket"]
    assert [each["name"] for each in excluded["suppliers"]] == ["North"]


@pytest.mark.parametrize(
    ("wish", "supplier", "brand", "total"),
    [
        (PurchasingRule.Wish.PREFERRED, "South", "", 442),
        (PurchasingRule.Wish.LAST_RESORT, "North", "", 442),
        (PurchasingRule.Wish.NEVER, "North", "", 442),
        (PurchasingRule.Wish.NEVER, "North", "skf", 402 + 30),
        (PurchasingRule.Wish.NEVER, None, "Bosch", 202),
    ],
)
def test_the_teams_rules_are_kept_to(task, wish, supplier, brand, total):
    rules = RuleSet.objects.create(name="Ours")
    about = supplier and Supplier.objects.get(name=supplier)
    rules.rules.create(wish=wish, supplier=about, brand=brand)
    assert totals(work_on(ask_for(task, rule_set=rules)))["cheapest"] == total


def test_a_second_one_waits_until_the_first_has_ended(task):
    first = ask_for(task)
    assert Basket.ask_for(task, user=task.user) is None
    assert first.cancel()
    assert work_on(ask_for(task)).status == Status.SUCCESS


def test_a_cancelled_search_stops_in_the_middle_and_is_tried_again(task, monkeypatch):
    basket = ask_for(task)
    solve = Solver.solve

    def cancelled(solver: Solver, seconds: float) -> Solved:
        assert basket.cancel()
        return solve(solver, seconds)

    with monkeypatch.context() as patches:
        patches.setattr("crossdock.basket.solver.CHILD", "tests.basket.endless")
        patches.setattr(Solver, "solve", cancelled)
        assert work_on(basket).status == Status.CANCELLED
    assert not basket.file
    assert basket.retry()
    assert work_on(basket).status == Status.SUCCESS


def test_the_best_so_far_is_taken_when_somebody_wishes(task):
    basket = ask_for(task, seconds=600)
    assert basket.take_best_so_far()
    assert set(totals(work_on(basket))) == {"cheapest", "few", "soon", "one"}


def test_a_lost_claim_publishes_nothing(task):
    basket = ask_for(task)
    assert basket.mark_as_running()
    columns = run_basket(basket, Silent())
    assert stored.exists(columns["file"])
    assert basket.cancel()
    assert not basket.mark_as_success(**columns)
    basket.discard()
    assert not stored.exists(columns["file"])


def test_a_request_file_that_is_not_kept_any_more_is_named(task):
    stored.remove(task.request_file)
    basket = work_on(ask_for(task))
    assert basket.status == Status.FAILURE
    assert "not kept any more" in str(basket.error_message)
