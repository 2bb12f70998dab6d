from typing import Any

import pytest

from crossdock.models import Basket
from crossdock.models.lifecycle import Status
from crossdock.pages.baskets import MAX_UNFILLED, BasketPage, Wish
from crossdock.pipeline.basket_file import write_basket
from crossdock.storage.users_files import users_files
from crossdock.texts import Text, to_json
from tests import stored
from tests.world import MakeTask

REASON = to_json(Text("Its suppliers are excluded."))


def scenario(key: str, total: float, **fields: object) -> dict[str, Any]:
    offers = [{"supplier": "S", "pieces": 1}]
    basket = {
        "lines": [{"line": 7, "offers": offers}, {"line": 8, "offers": []}],
        "unfilled": [{"line": 8, "missing": 3, "reason": REASON}] * (MAX_UNFILLED + 2),
        "suppliers": [
            {"code": "N", "name": "North", "sum": 25.0},
            {"code": "S", "name": "South", "sum": 100.0},
        ],
        "total": total,
        "missing": 3,
    }
    return {"key": key, "title": to_json(Text("Cheapest")), "basket": basket | fields}


@pytest.fixture
def basket(task_in: MakeTask) -> Basket:
    task = task_in(Status.SUCCESS)
    basket = Basket.objects.create(
        task=task, user=task.user, status=Status.SUCCESS, options={"pins": {"7": 12}}
    )
    basket.file.name = f"baskets/{basket.pk}/1.json"
    basket.save()
    head = {"notes": [], "prices": [to_json(Text("costs nothing"))], "is_out_of_time": True}
    scenarios = [scenario("cheapest", 1000.0), scenario("one", 1250.0, missing=5)]
    with users_files.written(basket.file.name) as path:
        write_basket(path, head, scenarios)
    return basket


def test_scenarios_are_compared_with_the_first(basket: Basket) -> None:
    cheapest, one = BasketPage(basket.task).scenarios
    assert (cheapest.is_first, one.is_first) == (True, False)
    assert (one.title, one.more, one.more_missing) == ("Cheapest", 250.0, 2)
    assert (cheapest.width, one.width) == ("80.000%", "100.000%")


def test_the_scenario_that_is_asked_for_is_looked_at(basket: Basket) -> None:
    asked, usual = (BasketPage(basket.task, Wish(key)) for key in ("one", "x"))
    assert (asked.address, usual.address) == ("scenario=one", "scenario=cheapest")
    assert [(row.supplier["name"], row.width) for row in usual.spend] == [
        ("South", "100.000%"),
        ("North", "25.000%"),
    ]
    assert (len(usual.unfilled), usual.more_unfilled) == (MAX_UNFILLED, 2)
    assert usual.unfilled[0]["reason"] == "Its suppliers are excluded."
    assert usual.lines is not None
    first, second = usual.lines.object_list
    assert (first["pin"], first["offers"][0]["name"]) == (12, "South")
    assert (second["pin"], second["offers"]) == (None, [])
    assert usual.prices == [
        "costs nothing",
        "There was no time for the prices of further rules.",
    ]


def test_a_file_that_is_not_kept_any_more_leaves_nothing_to_show(basket: Basket) -> None:
    stored.remove(basket.file)
    page = BasketPage(basket.task)
    assert (page.content, page.scenarios, page.chosen, page.lines) == (None, [], None, None)
    assert (page.spend, page.unfilled, page.prices, page.address) == ([], [], [], "")


def test_a_task_without_a_basket(task_in: MakeTask) -> None:
    page = BasketPage(task_in(Status.SUCCESS))
    assert (page.basket, page.state, page.percent, page.attempts) == (None, (), 0, [])
