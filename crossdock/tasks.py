"""The Dramatiq actors. django-dramatiq finds them by this module's name."""

from datetime import timedelta
from typing import Any

import dramatiq

from crossdock.brands.evidence import Comparison
from crossdock.models import (
    Basket,
    BrandComparison,
    CrossDockTask,
    FilledFile,
    NegotiationSheet,
    OffersRefresh,
    PriceListImport,
)
from crossdock.offers.current import Refresh
from crossdock.pipeline.basket_task import run_basket
from crossdock.pipeline.filling import run_filling
from crossdock.pipeline.negotiation import run_negotiation
from crossdock.pipeline.task import Limits, TooLong, run_task
from crossdock.pricelists.task import run_import
from crossdock.workers.middleware import EXPECTED, HandBack, Result, current_hold

SHORT = Limits(lines=5000, reading_seconds=10)
"""Longer request files go to workers of their own, so that short ones never wait behind them."""

MAX_WORK = timedelta(hours=6)
"""A far backstop: what runs longer has hung."""

OPTIONS: dict[str, Any] = {
    "time_limit": MAX_WORK.total_seconds() * 1000,
    "task_model": CrossDockTask,
    "throws": EXPECTED,
}


@dramatiq.actor(queue_name="short", **OPTIONS)
def process_file_task(task_id: str, attempt: int) -> Result:
    """Turn a task's request file into its result file; a long one is passed on."""
    hold = current_hold(CrossDockTask)
    try:
        return run_task(hold.task, hold, SHORT)
    except TooLong:
        return HandBack(is_long=True)


@dramatiq.actor(queue_name="long", **OPTIONS)
def process_long_file_task(task_id: str, attempt: int) -> Result:
    """Turn a task's long request file into its result file."""
    hold = current_hold(CrossDockTask)
    return run_task(hold.task, hold)


@dramatiq.actor(queue_name="short", **(OPTIONS | {"task_model": FilledFile}))
def fill_workbook_task(task_id: str, attempt: int) -> Result:
    """Write a task's answers into the workbook that was sent: a few seconds, for 100,000 lines."""
    hold = current_hold(FilledFile)
    return run_filling(hold.task, hold)


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": Basket}))
def solve_basket_task(task_id: str, attempt: int) -> Result:
    """Find what to order from whom for a task, in the time that was asked for."""
    hold = current_hold(Basket)
    return run_basket(hold.task, hold)


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": NegotiationSheet}))
def negotiate_task(task_id: str, attempt: int) -> Result:
    """Find which lines a supplier has lost, and what discounts would win."""
    hold = current_hold(NegotiationSheet)
    return run_negotiation(hold.task, hold)


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": OffersRefresh}))
def refresh_offers(task_id: str, attempt: int) -> Result:
    """Bring the materialized view of the offers up to date."""
    refresh = Refresh()
    with current_hold(OffersRefresh).stoppable(refresh.cancel):
        refresh.run()
    return {}


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": BrandComparison}))
def compare_brands(task_id: str, attempt: int) -> Result:
    """Find brands that may be one."""
    comparison = Comparison()
    with current_hold(BrandComparison).stoppable(comparison.cancel):
        comparison.run()
    return {}


@dramatiq.actor(queue_name="long", **(OPTIONS | {"task_model": PriceListImport}))
def import_price_list_task(task_id: str, attempt: int) -> Result:
    """Take an uploaded price list into the offers table."""
    hold = current_hold(PriceListImport)
    return run_import(hold.task, hold)
