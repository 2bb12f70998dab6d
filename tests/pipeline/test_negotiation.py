import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from crossdock.models import CrossDockTask, NegotiationSheet, Offer, Supplier
from crossdock.models.lifecycle import Status
from crossdock.negotiation.bids import PRICE_UNITS, discounted, units
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from crossdock.pipeline import negotiation
from crossdock.pipeline.negotiation import NO_TASKS, NOT_IN_GROUP, run_negotiation
from crossdock.progress import Silent
from crossdock.spreadsheets.reading import BATCH_ROWS
from tests import stored
from tests.factories import (
    make_group,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)
from tests.world import files, make_task_in  # noqa: F401

pytestmark = pytest.mark.django_db

LIST = b"Brand;Article;Quantity\nBOSCH;1;20\nSKF;2;1\nNGK;3;\nNGK;4;5\n"


@pytest.fixture
def task() -> CrossDockTask:
    """North is cheaper for one part, dearer for one, alone with one, and has nothing of one."""
    north, south = make_supplier("North"), make_supplier("South")
    for supplier, prices in ((north, ("10", "200", "5")), (south, ("11", "190"))):
        price_list = make_price_list(supplier)
        for number, (brand, price) in enumerate(zip(("BOSCH", "SKF", "NGK"), prices), 1):  # noqa: B905
            make_offer(price_list, brand, str(number), price=price, quantity="100")
    group = make_group(north, south)
    return make_task_in(Status.SUCCESS, make_user(), group, content=LIST)


def sheet_over(task: CrossDockTask | None, name: str = "North") -> NegotiationSheet:
    supplier = Supplier.objects.get(name=name)
    sheet = NegotiationSheet.objects.create(supplier=supplier, task=task, user=make_user(name))
    sheet.refresh_from_db()
    return sheet


def content(sheet: NegotiationSheet) -> dict[str, Any]:
    columns = run_negotiation(sheet, Silent())
    assert columns["prices_as_of"] is not None
    return json.loads(stored.content(columns["file"]))


def test_what_a_supplier_wins_and_loses(task):
    found = content(sheet_over(task))
    assert (found["lines"], found["offered"], found["won"]) == (4, 3, 2)
    assert (found["won_sum"], found["lost_sum"]) == (205, 200)
    # North stands before South: of equal prices it wins.
    assert found["lost"] == [[0, 2, "SKF", "2", 1.0, 200.0, 190.0, 5.0]]
    assert [point[1] for point in found["curve"][:6]] == [2, 2, 2, 2, 2, 3]
    assert found["requests"] == [task.filename]


def test_nobody_is_named_but_the_supplier(task):
    assert "South" not in json.dumps(content(sheet_over(task)))


def test_the_same_list_counts_once_and_old_tasks_do_not(task):
    CrossDockTask.objects.update(finished_at="2026-01-01T00:00Z")
    with pytest.raises(Exception, match="30 days") as caught:
        content(sheet_over(None))
    assert caught.value.args[0] == NO_TASKS
    for _again in range(2):
        make_task_in(Status.SUCCESS, task.user, task.supplier_group, content=LIST)
    found = content(sheet_over(None, "South"))
    assert (len(found["requests"]), found["lines"]) == (1, 4)


def test_of_a_list_that_is_too_long_the_beginning_is_looked_at(task, monkeypatch):
    monkeypatch.setattr(negotiation, "MAX_LINES", 1)
    stored.put(task.request_file, stored.content(task.request_file) + b"SKF;A1\n" * 4_500)
    looked_at = content(sheet_over(task))
    assert looked_at["is_cut"]
    assert looked_at["lines"] == BATCH_ROWS


def test_a_supplier_that_is_not_asked_any_more(task):
    Supplier.objects.filter(name="North").update(enabled=False)
    with pytest.raises(Exception, match="disabled") as caught:
        content(sheet_over(task))
    assert caught.value.args[0] == NOT_IN_GROUP


price = st.one_of(st.none(), st.integers(9_000, 11_000).map(lambda units: Decimal(units) / 1000))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(price, price, price), min_size=1, max_size=6),
    st.integers(0, 30),
    st.sampled_from(["A", "B", "C"]),
)
def test_the_curve_is_what_a_run_with_the_discounted_list_gives(rows, percent, name):
    with transaction.atomic():
        suppliers = [make_supplier(each) for each in "ABC"]
        lists = {each.name: make_price_list(each) for each in suppliers}
        for number, prices in enumerate(rows):
            for each, amount in zip("ABC", prices, strict=True):
                if amount is not None:
                    make_offer(lists[each], "BOSCH", str(number), price=str(amount), quantity="9")
        request = "Brand;Article\n" + "".join(f"BOSCH;{each}\n" for each in range(len(rows)))
        task = make_task(make_user(), make_group(*suppliers), request.encode())
        point = content(sheet_over(task, name))["curve"][percent]
        for offer in Offer.objects.filter(supplier__name=name):
            reduced = discounted(units(offer.price), percent * 100)
            Offer.objects.filter(pk=offer.pk).update(price=Decimal(reduced) / PRICE_UNITS)
        search = OfferSearch(task.supplier_group, task.lookback_days, original_query=True)
        parts = [Part("bosch", str(number)) for number in range(len(rows))]
        first = [each.offers[0] for each in search.answers(parts) if each.offers]
        won = [offer.price for offer in first if offer.supplier == name]
        assert point[1:] == [len(won), pytest.approx(sum(won), abs=0.005)]
        transaction.set_rollback(True)
