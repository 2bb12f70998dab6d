"""A task's request file into a basket, on a worker."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from crossdock.basket.problem import Problem
from crossdock.basket.solver import Solved, Solver
from crossdock.models import Basket, Order
from crossdock.models.orders import ordered_numbers
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.basket import load_market
from crossdock.pipeline.basket_document import document
from crossdock.pipeline.basket_file import write_basket
from crossdock.pipeline.basket_options import BasketOptions, ranked
from crossdock.pipeline.scenarios import Scenario, prices_of_rules, scenarios
from crossdock.progress import Reporter, Stage
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.storage.users_files import kept, users_files
from crossdock.texts import to_json

MIN_SECONDS = 2.0
"""Every scenario may take as long, also when the time is over: it is the first basket's time."""

LOOK_SECONDS = 0.5
FURTHER = 12
"""About so many further baskets say what rules cost, for the progress."""


def run_basket(basket: Basket, reporter: Reporter) -> dict[str, Any]:
    """Write the held claim's file; returns the columns of the model that publish it.

    Raises UserError where a file is not kept any more, OSError, and what `reporter` raises to stop.
    """
    task = basket.task
    search = OfferSearch(task.supplier_group, task.lookback_days, within_hours=task.within_hours)
    mapping = ColumnMapping.from_json(task.columns)
    options = BasketOptions.from_json(basket.options)
    orders = Order.objects.none() if options.again else Order.of_same_list(task)
    ordered = ordered_numbers(orders)
    with kept(task.request_file) as request:
        market = load_market(request, search, reporter, mapping=mapping, ordered=ordered)
    problem = ranked(market, basket.rule_set)
    wishes = scenarios(market, problem, options)
    reporter.enter(Stage.SOLVING)
    search_for = _Search(basket, options.seconds, len(wishes), reporter)
    with search_for.watched():
        solved: dict[str, tuple[Scenario, Solved]] = {}
        for scenario in wishes:
            solved[scenario.key] = scenario, search_for.scenario(scenario.problem)
        prices = list(prices_of_rules(market, solved, search_for.further))
    reporter.report(Stage.SOLVING, 1, 1)
    reporter.enter(Stage.WRITING)
    head = {
        "notes": [to_json(note) for note in market.wanted.notes()],
        "prices": [to_json(text) for text in prices],
        "is_out_of_time": search_for.is_over,
    }
    documents = [
        {"key": key, "title": to_json(scenario.title), "basket": document(market, answer)}
        for key, (scenario, answer) in solved.items()
    ]
    with users_files.written(basket.claimed_name) as path:
        write_basket(path, head, documents)
    reporter.report(Stage.WRITING, 1, 1)
    return {"file": basket.claimed_name, "prices_as_of": market.prices_as_of}


class _Search:
    """Solves one problem after the other in the time that there is for all of them."""

    def __init__(self, basket: Basket, seconds: float, count: int, reporter: Reporter) -> None:
        self._basket = basket
        self._reporter = reporter
        self._end = time.monotonic() + seconds
        self._scenarios_left = count
        self._done, self._total = 0, count + FURTHER
        self._solver: Solver | None = None
        self._first: Solved | None = None
        """Of all problems the one with the fewest rules."""

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def scenario(self, problem: Problem) -> Solved:
        """The best basket in its share of the time."""
        seconds = (self._end - time.monotonic()) / (self._scenarios_left + 1)
        self._scenarios_left -= 1
        return self._solve(problem, max(seconds, MIN_SECONDS))

    def further(self, problem: Problem) -> Solved | None:
        """The best basket in what is left of the time, if anything is."""
        if self.is_over:
            return None
        return self._solve(problem, max((self._end - time.monotonic()) / 2, MIN_SECONDS))

    def _solve(self, problem: Problem, seconds: float) -> Solved:
        if self._first and (same := self._first.under(problem)):
            return same
        solver = self._solver = Solver(problem)
        with self._reporter.stoppable(solver.stop):
            solved = solver.solve(seconds)
        self._first = self._first or solved
        self._done = min(self._done + 1, self._total - 1)
        self._reporter.report(Stage.SOLVING, self._done, self._total)
        return solved

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While the block lasts, the wish to take the best so far ends the search.

        The search asks the database nothing, so who looks for the wish may use its connection.
        """
        is_over = threading.Event()
        lent = connections[DEFAULT_DB_ALIAS]
        lent.inc_thread_sharing()
        thread = threading.Thread(target=self._watch, args=[is_over, lent], daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()
            lent.dec_thread_sharing()

    def _watch(self, is_over: threading.Event, lent: BaseDatabaseWrapper) -> None:
        connections[DEFAULT_DB_ALIAS] = lent
        rows = Basket.objects.filter(pk=self._basket.pk, takes_best_so_far=True)
        try:
            while not is_over.wait(LOOK_SECONDS):
                if rows.exists():
                    self._end = time.monotonic()
                    if self._solver:
                        self._solver.take_best_so_far()
                    return
        except DatabaseError:  # the search ends in its time all the same
            return
