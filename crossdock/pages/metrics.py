"""What monitoring asks for, read from PostgreSQL and Redis when it asks.

Nothing is counted in a process's memory, so the figures are right with any number of processes and
hosts, and whichever of them is asked.
"""

import shutil
from collections.abc import Iterator
from typing import Any

import dramatiq
from django.conf import settings
from django.db import connection
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from crossdock.models import (
    Basket,
    BrandComparison,
    CrossDockTask,
    FilledFile,
    NegotiationSheet,
    OffersRefresh,
    PriceListImport,
    Supplier,
)
from crossdock.models.lifecycle import BackgroundTask
from crossdock.pages.redis_metrics import redis_figures
from crossdock.pricelists.freshness import freshness

KINDS: dict[str, type[BackgroundTask]] = {
    "request_file": CrossDockTask,
    "filled_file": FilledFile,
    "basket": Basket,
    "negotiation_sheet": NegotiationSheet,
    "price_list": PriceListImport,
    "offers_refresh": OffersRefresh,
    "brand_comparison": BrandComparison,
}

UNDER_WAY = """
    SELECT status, {is_long} AS is_long, count(*), count(*) FILTER (WHERE lease_until < now()),
        extract(epoch FROM now() - min(created_at))
    FROM {table} WHERE status IN ('PENDING', 'RUNNING') GROUP BY 1, 2
"""
ENDED = """
    SELECT ended ->> 'status', count(*),
        coalesce(sum(extract(epoch FROM
            (ended ->> 'finished_at')::timestamptz - (ended ->> 'started_at')::timestamptz
        )), 0)
    FROM {table}, jsonb_array_elements(attempts) AS ended
    WHERE finished_at > now() - interval '1 hour'
        AND (ended ->> 'finished_at')::timestamptz > now() - interval '1 hour'
    GROUP BY 1
"""
STAGES = """
    SELECT stage.key, count(*), sum((stage.value ->> 1)::float - (stage.value ->> 0)::float)
    FROM {table}, jsonb_array_elements(attempts) AS ended,
        jsonb_each(ended -> 'stages') AS stage
    WHERE finished_at > now() - interval '1 hour'
        AND (ended ->> 'finished_at')::timestamptz > now() - interval '1 hour'
        AND stage.value ->> 1 IS NOT NULL
    GROUP BY 1
"""
BEHIND = "SELECT count(DISTINCT supplier_id) FROM crossdock_offerchange"
VIEW_AGE = """
    SELECT extract(epoch FROM now() - max(started_at))
    FROM crossdock_offersrefresh WHERE status = 'SUCCESS'
"""
LEFT_OUT = """
    SELECT coalesce(sum(rows_taken), 0), coalesce(sum(rows_left_out), 0)
    FROM crossdock_pricelistimport
    WHERE status = 'SUCCESS' AND finished_at > now() - interval '1 hour'
"""

Family = GaugeMetricFamily


def exposition() -> bytes:
    """All figures in Prometheus' text format. Raises DatabaseError."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    return generate_latest(registry)


class _Figures(Collector):
    def collect(self) -> Iterator[Family]:
        yield from _under_way()
        yield from _ended()
        yield from _offers()
        yield from _room()
        yield from redis_figures()


def _under_way() -> Iterator[Family]:
    labels = ("kind", "queue", "status")
    tasks = Family("crossdock_tasks", "Tasks that wait or run", labels=labels)
    oldest = Family("crossdock_oldest_seconds", "Age of the oldest", labels=labels)
    overdue = Family("crossdock_leases_overdue", "Claims without a sign of life", labels=("kind",))
    for kind, model in KINDS.items():
        rows = {row[:2]: row[2:] for row in _rows(UNDER_WAY, model)}
        late = 0
        for is_long, queue in _queues(model).items():
            for status in ("PENDING", "RUNNING"):
                count, late_here, age = rows.get((status, is_long), (0, 0, 0))
                tasks.add_metric((kind, queue, status.lower()), count)
                oldest.add_metric((kind, queue, status.lower()), age)
                late += late_here
        overdue.add_metric((kind,), late)
    yield from (tasks, oldest, overdue)


def _queues(model: type[BackgroundTask]) -> dict[bool, str]:
    """The queue of such a task, by whether it is a long one."""
    if model is CrossDockTask:
        actors = {is_long: CrossDockTask(is_long=is_long).actor_name for is_long in (False, True)}
    else:
        actors = {False: model().actor_name}
    get_actor = dramatiq.get_broker().get_actor
    return {is_long: get_actor(name).queue_name for is_long, name in actors.items()}


def _ended() -> Iterator[Family]:
    labels = ("kind", "outcome")
    attempts = Family("crossdock_attempts_last_hour", "Attempts that ended", labels=labels)
    seconds = Family("crossdock_attempt_seconds_last_hour", "Their time", labels=labels)
    stages = Family("crossdock_stage_seconds_last_hour", "By stage", labels=("kind", "stage"))
    for kind, model in KINDS.items():
        for outcome, count, duration in _rows(ENDED, model):
            attempts.add_metric((kind, outcome.lower()), count)
            seconds.add_metric((kind, outcome.lower()), duration or 0)
        for stage, _count, duration in _rows(STAGES, model):
            stages.add_metric((kind, stage), duration)
    yield from (attempts, seconds, stages)


def _offers() -> Iterator[Family]:
    ((age,),) = _rows(VIEW_AGE)
    if age is not None:
        yield Family("crossdock_offers_ready_age_seconds", "Age of the offers made ready", age)
    ((behind,),) = _rows(BEHIND)
    yield Family("crossdock_suppliers_newer", "Suppliers newer than the offers made ready", behind)
    quiet = sum(supplier.is_quiet for supplier in freshness(Supplier.objects.all()))
    yield Family("crossdock_suppliers_quiet", "Suppliers whose price list is overdue", quiet)
    ((rows_taken, rows_left_out),) = _rows(LEFT_OUT)
    yield Family("crossdock_price_list_rows_taken_last_hour", "Rows that became offers", rows_taken)
    yield Family("crossdock_price_list_rows_left_out_last_hour", "Rows left out", rows_left_out)


def _room() -> Iterator[Family]:
    ((size,),) = _rows("SELECT pg_database_size(current_database())")
    yield Family("crossdock_database_bytes", "Size of the database", size)
    free = shutil.disk_usage(settings.MEDIA_ROOT).free
    yield Family("crossdock_files_free_bytes", "Room that is left for files on this host", free)


def _rows(query: str, model: type[BackgroundTask] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if model:
            is_long = "is_long" if model is CrossDockTask else "false"
            query = query.format(table=model._meta.db_table, is_long=is_long)
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
