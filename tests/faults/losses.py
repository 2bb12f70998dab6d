"""Trials with what has lost its workers before: a refresh while another waits, tasks at stake."""

import time
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models.functions import Now

from crossdock.models import CrossDockTask, OfferChange, OffersRefresh, PriceListImport, Supplier
from crossdock.models.lifecycle import ACTIVE, MAX_CLAIMS, Status
from crossdock.models.refreshes import GATHERING
from tests.factories import make_import
from tests.faults.installation import Installation
from tests.faults.jobs import SMALL, USER, Trial, submit, verdict
from tests.faults.strikes import RECOVERY
from tests.faults.waiting import insist, wait_for

Row = Iterator[Trial]

TASKS_AT_STAKE, MAX_SECONDS_AT_STAKE = 12, 60

LIST = "Brand;Article;Price;Quantity\nBosch;W 1;100;1\n"


def refresh_struck(site: Installation, trials: int) -> Row:
    """A refresh is killed, or told to end, while another waits and an import waits to be announced.

    The two refreshes become one, and all is done.
    """
    site.start("clock")
    user, supplier = User.objects.get(username=USER), Supplier.objects.all()[0]
    for number in range(-(-trials // 2)):
        struck = site.start("worker_long", alteration="slow-refresh")
        OfferChange.objects.create(supplier_id=supplier.pk)
        OffersRefresh(next_dispatch_at=Now()).submit()
        wait_for(OffersRefresh.objects.filter(status=Status.RUNNING).exists, "a refresh", 60)
        OffersRefresh.request()
        waiting = make_import(user, supplier, LIST)
        if number % 2:
            struck.terminate()
        else:
            struck.kill()
        since = time.monotonic()
        site.start("worker_long")
        within = RECOVERY + GATHERING.total_seconds()
        try:
            wait_for(lambda pk=waiting.pk: _all_is_done(pk), "all done", within)  # type: ignore[misc]
        except TimeoutError:
            found = insist(lambda: list(OffersRefresh.objects.filter(status__in=ACTIVE)))
            yield Trial(within, f"refreshes: {found}, marks: {OfferChange.objects.count()}")
        else:
            yield Trial(time.monotonic() - since)
        site.end_programs()
        site.start("clock")


def _all_is_done(import_pk: object) -> bool:
    imported = PriceListImport.objects.filter(pk=import_pk, status=Status.SUCCESS)
    refreshing = OffersRefresh.objects.filter(status__in=ACTIVE)
    return imported.exists() and not (refreshing.exists() or OfferChange.objects.exists())


def many_at_stake(site: Installation, trials: int) -> Row:
    """Many tasks of some seconds that have lost two workers each: none holds the others up."""
    site.start("clock")
    for _round in range(-(-trials // TASKS_AT_STAKE)):
        jobs = [submit(SMALL) for _each in range(TASKS_AT_STAKE)]
        tasks = CrossDockTask.objects.filter(pk__in=[job.id for job in jobs])
        tasks.update(claim=MAX_CLAIMS - 1, claims_in_attempt=MAX_CLAIMS - 1)
        worker = site.start("worker", alteration="slow-work")
        wait_for(tasks.filter(status=Status.RUNNING).exists, "a task that runs")
        since = time.monotonic()
        for job in jobs:
            yield verdict(job, since, within=MAX_SECONDS_AT_STAKE)
        worker.end()
