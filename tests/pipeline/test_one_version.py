"""Price lists that arrive while a task is under way: its result knows nothing of them."""

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import openpyxl
import pytest
from django.db import connection

from crossdock.models import Supplier
from crossdock.offers.current import Refresh
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.progress import Silent, Stage
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db(transaction=True)

LINES = 12_000
"""Enough for some batches to be looked up only after the first is answered."""


class Interrupted(Silent):
    """Has something happen, once, when the first lines are answered; on another connection."""

    def __init__(self, happening: Callable[[], None]) -> None:
        self._happening: Callable[[], None] | None = happening

    def report(self, stage: Stage, done: int, total: int) -> None:
        if stage == Stage.MATCHING and self._happening:
            happening, self._happening = self._happening, None
            thread = Thread(target=lambda: (happening(), connection.close()))
            thread.start()
            thread.join()


def offer(supplier: Supplier, price: str) -> None:
    make_offer(make_price_list(supplier), "BOSCH", "1", price)


@pytest.mark.parametrize("is_refreshed", [False, True], ids=["the view is behind", "refreshed"])
@pytest.mark.parametrize("original_query", [False, True], ids=["by the view", "original query"])
def test_a_result_has_one_version_of_each_suppliers_list(
    tmp_path: Path, is_refreshed: bool, original_query: bool
) -> None:
    supplier = make_supplier()
    offer(supplier, "100")
    Refresh().run()

    def next_list() -> None:
        offer(supplier, "200")
        if is_refreshed:
            Refresh().run()

    request, result = tmp_path / "request.csv", tmp_path / "result.xlsx"
    request.write_text("Brand;Article\n" + "Bosch;1\n" * LINES)
    search = OfferSearch(make_group(supplier), 2, original_query=original_query)
    run(request, result, search, Interrupted(next_list), filename="request.csv")
    rows = list(openpyxl.load_workbook(result, read_only=True).worksheets[0].values)[1:]
    assert len(rows) == LINES
    assert {row[3] for row in rows} == {100}
