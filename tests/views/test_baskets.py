import re
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from crossdock.forms import baskets
from crossdock.models import Basket, Order, PurchasingRule, RuleSet, Supplier
from crossdock.models.lifecycle import Status
from crossdock.pipeline.basket_file import write_basket
from tests import stored
from tests.factories import make_price_list, make_supplier
from tests.spoken import left_in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(task_in):
    return task_in(Status.SUCCESS)


def address(task, name="task_basket"):
    return reverse(f"crossdock:{name}", args=[task.pk])


def scenario(key, total, **fields):
    """One of a basket's scenarios, as its file has it."""
    basket = {
        "lines": [
            {
                "line": number,
                "also_lines": [],
                "brand": "BOSCH",
                "article": f"A{number}",
                "asked": 2,
                "code": "",
                "offers": [
                    {
                        "supplier": "N", "price": 12.5, "pieces": 10, "pack": 10,
                        "brand": "Bosch", "article": f"A-{number}", "store": "",
                    }
                ],
            }
            for number in range(1, 31)
        ],
        "unfilled": [{"line": 7, "missing": 3, "reason": told("Its suppliers are excluded.")}],
        "suppliers": [{"code": "N", "name": "North", "sum": total, "delivery": 0.0}],
        "goods": total,
        "delivery": 0.0,
        "total": total,
        "bound": total * 0.999,
        "missing": 3,
        "least_missing": 3,
        "fill_is_proven": True,
        "surplus": 8,
        "latest_hours": 24,
        "prices_as_of": "2026-11-28T08:00:00+00:00",
    } | fields  # fmt: skip
    title = {"cheapest": "Cheapest", "one": "One supplier"}[key]
    return {"key": key, "title": told(title), "basket": basket}


def told(text):
    """A text as it is kept for its reader."""
    return {"text": "Text", "id": text, "values": None}


HEAD = {"notes": [], "prices": [told("costs nothing")], "is_out_of_time": False}


@pytest.fixture
def basket(done):
    kept = Basket.objects.create(task=done, user=done.user, status=Status.SUCCESS)
    kept.file.name = f"baskets/{kept.pk}/1.json"
    scenarios = [scenario("cheapest", 1000.0), scenario("one", 1234.5, missing=5)]
    with stored.written(kept.file) as path:
        write_basket(path, HEAD, scenarios)
    kept.save()
    return kept


def test_a_basket_is_asked_for_with_rules_of_ones_own(done, as_bob, group):
    north = group.suppliers.get()
    rules = RuleSet.objects.create(name="Ours")
    form = {
        "rule_set": rules.pk, "max_suppliers": 3, "within_hours": 24, "budget": "1000.50",
        "max_share": "33.3", "no_split": "on", "excluded": [], "seconds": 30, "pin-7": north.name,
    }  # fmt: skip
    assert as_bob.post(address(done), form).status_code == 302
    basket = Basket.objects.get(task=done)
    assert basket.rule_set == rules
    assert basket.user.username == "bob"
    assert basket.options == {
        "max_suppliers": 3, "within_hours": 24, "budget": 1000.5, "max_share": 33.3,
        "no_split": True, "pins": {"7": north.pk}, "excluded": [], "seconds": 30, "again": False,
    }  # fmt: skip


def test_what_is_pinned_stays_until_it_is_let_go(done, as_alice, group):
    north = group.suppliers.get()
    for fields, pins in (
        ({"pin-7": north.name}, {"7": north.pk}),
        ({"pin-8": north.name}, {"7": north.pk, "8": north.pk}),
        ({"pin-7": ""}, {"8": north.pk}),
    ):
        as_alice.post(address(done), {"seconds": 30} | fields)
        latest = Basket.latest_of(done)
        assert latest.options["pins"] == pins
        assert latest.cancel()


def test_a_supplier_that_is_not_in_the_group_is_named(done, as_alice):
    page = as_alice.post(address(done), {"seconds": 30, "pin-7": "Nobody"})
    assert "Line 7: there is no supplier “Nobody” in the group." in page.content.decode()
    assert not Basket.objects.exists()


def test_no_second_basket_while_one_is_on_its_way(done, as_alice):
    as_alice.post(address(done), {"seconds": 30})
    page = as_alice.post(address(done), {"seconds": 30}, follow=True)
    assert "A basket is on its way already" in page.content.decode()
    assert Basket.objects.count() == 1


def test_a_task_that_is_not_done_has_no_basket(pending, as_alice):
    assert "once the task is done" in as_alice.get(address(pending)).content.decode()
    as_alice.post(address(pending), {"seconds": 30})
    assert not Basket.objects.exists()


def test_scenarios_stand_side_by_side_with_their_differences(basket, as_bob):
    page = as_bob.get(address(basket.task)).content.decode()
    for text in ("1,000.00", "+234.50", "2 more missing", "At most 0.1% above the best possible.",
                 "Costs nothing".lower(), "Line 7, 3 pieces: Its suppliers are excluded.",
                 "10 × 12.50, North", "pack of 10", "1–25 of 30"):  # fmt: skip
        assert text in page, text
    other = as_bob.get(address(basket.task), {"scenario": "one", "page": 2}).content.decode()
    assert "What each supplier gets: One supplier" in other
    assert "26–30 of 30" in other


def test_a_scenario_is_downloaded_as_anybody_can_check_it(basket, as_bob):
    answer = as_bob.get(address(basket.task, "task_basket_json"), {"scenario": "one"})
    assert answer.json()["total"] == 1234.5
    assert answer.json()["unfilled"][0]["reason"] == "Its suppliers are excluded."
    assert f"request {timezone.localdate()} one.json" in answer["Content-Disposition"]


def test_a_basket_that_is_not_kept_any_more_says_so(basket, as_bob):
    stored.remove(basket.file)
    assert "not kept any more" in as_bob.get(address(basket.task)).content.decode()


def test_the_search_is_told_to_end_cancelled_and_begun_again(done, as_alice):
    as_alice.post(address(done), {"seconds": 30})
    as_alice.post(address(done, "task_basket_enough"))
    basket = Basket.objects.get()
    assert basket.takes_best_so_far
    as_alice.post(address(done, "task_basket_cancel"))
    basket.refresh_from_db()
    assert basket.status == Status.CANCELLED
    as_alice.post(address(done, "task_basket_retry"))
    basket.refresh_from_db()
    assert (basket.status, basket.attempt) == (Status.PENDING, 2)
    assert not basket.takes_best_so_far
    for name in ("task_basket_cancel", "task_basket_enough", "task_basket_retry"):
        as_alice.post(address(done, name))
    assert "nothing to retry" not in as_alice.get(address(done)).content.decode()


def test_a_poll_gets_news_only(basket, as_bob):
    page = as_bob.get(address(basket.task))
    version = page.context["version"]
    status = address(basket.task, "task_basket_status")
    assert as_bob.get(status, {"version": version}).status_code == 204
    Basket.objects.update(status=Status.FAILURE, error_message="broken")
    assert "broken" in as_bob.get(status, {"version": version[-17:]}).content.decode()


def test_rules_take_no_query_each_and_are_not_without_end(as_alice, django_assert_max_num_queries):
    kept = RuleSet.objects.create(name="Ours")
    for number in range(30):
        PurchasingRule.objects.create(
            rule_set=kept, wish="never", supplier=make_supplier(f"{number}")
        )
    address = reverse("crossdock:rule_set_edit", args=[kept.pk])
    with django_assert_max_num_queries(12):
        page = as_alice.get(address).content.decode()
    assert page.count(">29</option>") == 30 + 3
    form = {"name": "Ours", "rules-TOTAL_FORMS": 2**31, "rules-INITIAL_FORMS": 0}
    page = as_alice.post(reverse("crossdock:rule_set_create"), form).content.decode()
    assert page.count('<option value="never"') == baskets.MAX_RULES


def test_a_poll_reads_no_file_while_nothing_has_changed(basket, as_bob):
    page = as_bob.get(address(basket.task))
    stored.remove(basket.file)
    changed_elsewhere = "x." + page.context["version"].partition(".")[2]
    status = address(basket.task, "task_basket_status")
    assert as_bob.get(status, {"version": changed_elsewhere}).status_code == 204


def test_earlier_baskets_are_listed_shown_and_ordered(basket, as_alice, as_bob, group):
    group.suppliers.update(code="N")
    later = Basket.objects.create(task=basket.task, user=basket.user, status=Status.FAILURE)
    latest = as_bob.get(address(basket.task)).content.decode()
    assert f"?basket={basket.pk}" in latest
    assert "Side by side" not in latest
    earlier = as_bob.get(address(basket.task), {"basket": basket.pk}).content.decode()
    assert "Side by side" in earlier
    assert f"?basket={later.pk}" in earlier
    assert f"scenario=cheapest&amp;basket={basket.pk}&amp;page=2" in earlier
    order = address(basket.task, "task_basket_order")
    as_alice.post(order, {"format": "csv", "scenario": "one"})
    assert not Order.objects.exists()  # the latest has nothing to order
    as_alice.post(order, {"format": "csv", "scenario": "one", "basket": basket.pk})
    assert Order.objects.count() == 1


def test_a_basket_of_ten_thousand_lines_is_shown_and_ordered(basket, as_alice, group):
    group.suppliers.update(code="N")
    many = scenario("cheapest", 1000.0)
    line = many["basket"]["lines"][0]
    many["basket"]["lines"] = [line | {"line": number} for number in range(1, 10_001)]
    stored.remove(basket.file)
    with stored.written(basket.file) as path:
        write_basket(path, HEAD, [many, scenario("one", 1.0)])
    page = as_alice.get(address(basket.task), {"page": 400}).content.decode()
    assert "9,976–10,000 of 10,000" in page
    as_alice.post(
        address(basket.task, "task_basket_order"), {"format": "xlsx", "scenario": "cheapest"}
    )
    order = Order.objects.get()
    assert len(order.line_numbers) == 10_000
    assert order.total == 10_000 * 125


def test_the_team_keeps_rules_under_a_name(as_alice, as_bob, db):
    supplier = make_price_list(Supplier.objects.create(code="n", name="North")).supplier
    form = {
        "name": "Ours", "rules-TOTAL_FORMS": 2, "rules-INITIAL_FORMS": 0,
        "rules-0-wish": "never", "rules-0-supplier": supplier.pk, "rules-0-brand": "SKF",
        "rules-1-wish": "preferred", "rules-1-supplier": "", "rules-1-brand": "",
    }  # fmt: skip
    page = as_alice.post(reverse("crossdock:rule_set_create"), form).content.decode()
    assert "Choose a supplier, or write a brand, or both." in page
    as_alice.post(reverse("crossdock:rule_set_create"), form | {"rules-1-brand": "NGK"})
    listed = as_bob.get(reverse("crossdock:rule_sets")).content.decode()
    assert "Never: North · SKF" in listed
    assert "Preferred: NGK" in listed
    kept = RuleSet.objects.get()
    as_bob.post(reverse("crossdock:rule_set_delete", args=[kept.pk]))
    assert not PurchasingRule.objects.exists()


def test_nothing_is_left_in_english(basket, as_bob, group):
    Basket.objects.update(rule_set=RuleSet.objects.create(name="Наши"))
    group.suppliers.update(name="Север")
    addresses = [address(basket.task, name) for name in ("task_basket", "task_basket_status")]
    addresses += [reverse(f"crossdock:{name}") for name in ("rule_sets", "rule_set_create")]
    for each in addresses:
        html = as_bob.get(each, headers={"Accept-Language": "ru"}).content.decode()
        names = r"request\.xlsx|North|BOSCH|\balice\b|\bbob\b"
        assert left_in_english(re.sub(names, "", html)) == []


def test_a_basket_becomes_orders_once(basket, as_alice, group):
    group.suppliers.update(code="N", name="North")
    form = {"scenario": "cheapest", "format": "csv"}
    page = as_alice.post(address(basket.task, "task_basket_order"), form, follow=True)
    assert page.redirect_chain[-1][0] == address(basket.task, "task_orders")
    order = Order.objects.get()
    assert (order.total, order.line_numbers) == (3750, list(range(1, 31)))
    with ZipFile(order.file.open()) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".csv"))
        rows = archive.read(name).decode("utf-8-sig").splitlines()
    assert rows[1] == "Bosch;A-1;10;12,50;125,00" or rows[1].startswith("Bosch;A-1;10;12,5")
    again = as_alice.post(address(basket.task, "task_basket_order"), form, follow=True)
    assert "has been ordered already" in again.content.decode()
    assert Order.objects.count() == 1


def test_a_supplier_that_has_left_the_group_is_named(basket, as_alice):
    form = {"scenario": "cheapest", "format": "xlsx"}
    page = as_alice.post(address(basket.task, "task_basket_order"), form, follow=True)
    assert "Not in the group any more: N." in page.content.decode()
    assert not Order.objects.exists()
