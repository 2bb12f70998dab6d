"""A task that has missed lines for their brand's spelling, and the suggestion that would help."""

import pytest

from crossdock.models import BrandAlias, BrandSuggestion, CrossDockTask, MissedLine
from crossdock.models.lifecycle import Status
from tests.factories import make_offer, make_price_list, make_suggestion, make_supplier
from tests.world import MakeTask


@pytest.fixture
def mann(db: None) -> BrandSuggestion:
    BrandAlias.objects.all().delete()  # Mann is MANN-FILTER among those that come with the product
    examples = {"agree": [["W712", "", "Armtek"]], "against": [["W799", "Rossko"]]}
    facts = {"suppliers_1": 0, "suppliers_2": 5, "lines": 41, "lines_with_sum": 12, "sum": "8300"}
    return make_suggestion("MANN", "MANN-FILTER", **facts, conflicts=1, examples=examples)


@pytest.fixture
def task(task_in: MakeTask) -> CrossDockTask:
    """Has asked for three parts of MANN of which two are offered as MANN-FILTER."""
    task = task_in(Status.SUCCESS, lines=3, lines_found=0)
    for article in ("W712", "W713", "W714"):
        MissedLine.objects.create(
            task=task, brand="MANN", brand_key="mann", article_key=article, lines=2
        )
    stranger = make_price_list(make_supplier())
    make_offer(stranger, "MANN-FILTER", "W714")
    price_list = make_price_list(task.supplier_group.suppliers.get())
    for article in ("W 712", "W 713", "W 719"):
        make_offer(price_list, "MANN-FILTER", article)
    return task
