from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crossdock.management import demo
from crossdock.models import CrossDockTask, Offer, PriceList
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.reader_process import open_table
from crossdock.storage.users_files import local
from tests.factories import make_price_list, make_supplier, make_user, today

OFFERS = 500


def test_the_parts_are_the_same_in_every_run() -> None:
    parts = demo.parts(100)
    demo.parts.cache_clear()
    assert demo.parts(100) == parts
    assert len({part[:2] for part in parts}) == 100


@pytest.mark.django_db
def test_price_lists_are_brought_up_to_today_and_others_left_alone() -> None:
    own = make_price_list(make_supplier(), days_old=400)
    assert OFFERS <= demo.make_price_lists(OFFERS) == Offer.objects.count()
    assert demo.make_price_lists(OFFERS) == 0
    newest = demo.make_suppliers(1)[0][0].price_lists.latest("valid_from")
    assert newest.valid_from == today()

    PriceList.objects.exclude(pk=own.pk).update(
        valid_from=today() - timedelta(days=demo.KEPT_DAYS + 1)
    )
    assert demo.make_price_lists(OFFERS) > 0
    assert PriceList.objects.filter(pk=own.pk).exists()
    others = PriceList.objects.exclude(pk=own.pk)
    assert min(others.values_list("valid_from", flat=True)) > today() - timedelta(days=demo.DAYS)


@pytest.mark.django_db
def test_the_request_can_be_read(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    demo.make_suppliers(len(demo.SUPPLIERS))
    task = demo.make_request(make_user())
    assert CrossDockTask.objects.get() == task
    needed = {Column.BRAND, Column.ARTICLE}
    with local(task.request_file) as path, open_table(path, needed=needed) as table:
        assert sum(1 for _row in table.rows()) == demo.REQUEST_LINES
