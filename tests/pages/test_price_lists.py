from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.utils import timezone

from crossdock.models import OffersRefresh
from crossdock.models.lifecycle import Status
from crossdock.pages.price_lists import (
    ImportRow,
    OffersFreshness,
    columns_read,
    offers_freshness,
    present_imports,
)
from crossdock.progress import Progress, Stage
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from tests.factories import make_import, make_suggestion, make_supplier


def test_columns_are_named_with_what_is_fixed_added_or_guessed() -> None:
    mapping = ColumnMapping(
        {Column.PRICE: Place("Цена", "D"), Column.QUANTITY: Place("Склад 1", "E")},
        stores=[Place("Склад 2", "F")],
        guesses=[Column.PRICE],
        fixed={Column.BRAND: "BOSCH"},
    )
    assert columns_read(mapping) == [
        ("Brand", "BOSCH", "in all rows, as is fixed for the supplier"),
        ("Price (a guess)", "Цена", "D"),
        ("Quantity", "Склад 1", "E"),
        ("Quantity", "Склад 2", "F"),
    ]


def test_what_came_of_an_import_the_most_first(staff: User) -> None:
    report = {"left_out": {"no_price": 1, "no_brand": 7}, "unread": {"pack": 2}}
    task = make_import(staff, make_supplier(), report=report)
    row = ImportRow(task, Progress())
    assert row.left_out == [("no brand", 7), ("no price", 1)]
    assert row.unread == [("Pack", 2)]
    row.progress.report(Stage.WRITING, 3, 9)
    assert (row.rows_done, row.rows) == (3, 9)


def test_new_brands_bring_the_questions_about_them(staff: User) -> None:
    make_suggestion("AB", "CD")
    make_suggestion("EF", "GH")
    report = {"new_brands": [["cd", "CD", 3]]}
    plain = make_import(staff, make_supplier())
    new = make_import(staff, make_supplier(), report=report)
    asked = [[pair.name_2 for pair in row.questions] for row in present_imports([plain, new])]
    assert asked == [[], ["CD"]]


def test_the_view_is_as_old_as_its_last_refresh(staff: User) -> None:
    assert offers_freshness() == OffersFreshness(None, None, None)
    started_at = timezone.now() - timedelta(minutes=7)
    last = OffersRefresh.objects.create(
        status=Status.SUCCESS, started_at=started_at, finished_at=started_at
    )
    failed = OffersRefresh.objects.create(
        status=Status.FAILURE, started_at=timezone.now(), finished_at=timezone.now()
    )
    freshness = offers_freshness()
    assert (freshness.last, freshness.failed) == (last, failed)
    assert (freshness.as_of, freshness.minutes) == (started_at, 7)
    assert not freshness.is_refreshing


@pytest.mark.django_db
def test_a_running_refresh_shows_how_far_it_is_by_the_time_of_the_last_one():
    OffersRefresh.request()
    last = OffersRefresh.objects.get()
    last.mark_as_running()
    last.mark_as_success()
    OffersRefresh.objects.update(started_at=Now() - timedelta(seconds=100), finished_at=Now())
    OffersRefresh.request()
    running = OffersRefresh.objects.get(status="PENDING")
    assert offers_freshness().percent is None
    running.mark_as_running()
    OffersRefresh.objects.filter(pk=running.pk).update(started_at=Now() - timedelta(seconds=40))
    assert offers_freshness().percent == pytest.approx(40, abs=2)
    OffersRefresh.objects.filter(pk=running.pk).update(started_at=Now() - timedelta(seconds=400))
    assert offers_freshness().percent == 99
