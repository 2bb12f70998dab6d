"""The process that solves a basket: limited, and what it has found is known when it dies.

Run as `python -m crossdock.basket.child SECONDS PARENT`. It reads an Instance from its standard
input and writes a line of JSON whenever it knows more: `taken` ([offer, pieces] each, the offer's
place in the problem), `missing` (pieces that no basket can fill), `bound` (money that no basket
with so few missing pieces can undercut). Must not import Django. It ends with its parent.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from math import ceil, isfinite
from typing import Any

import highspy
import numpy as np

from crossdock.basket.covers import Covers, Taken
from crossdock.basket.dual import Dual, whole
from crossdock.basket.fullest import fullest
from crossdock.basket.heuristic import first_basket
from crossdock.basket.instance import Instance
from crossdock.basket.model import MANY_CHOICES, Array, Model
from crossdock.children import end_with

MAX_MEMORY = 2_000_000_000
"""Bytes of address space: a programme of a million offers needs about half of it."""

SEED = 1
TOLERANCE = 1e-9
"""How far a whole number may be from one: times a minimum sum this is no money."""

SETS_SHARE = 0.4
"""Of the time that is left, for trying sets of few suppliers."""

FILLING_SHARE = 0.5
"""Of the time that is left, for filling as much as possible."""

NEGLIGIBLE = 1e-5
"""A gap that nobody waits for, in a large basket: other sums have to be exact, this one near."""

MAX_CHOICES = 200_000
"""With more, the programme has found nothing after a minute, and takes 800 MB."""

NOTHING_LEFT = 0.01
"""Seconds that are too few to begin anything."""


class Solving:
    """Solves an instance in three steps, each with what the one before has found."""

    def __init__(self, instance: Instance, seconds: float, say: Callable[..., None]) -> None:
        self.instance = instance
        self._covers = Covers(instance)
        self._least_missing = sum(instance.asked) - sum(self._covers.fillable)
        self._is_small = len(instance.line) <= MANY_CHOICES
        self._end = time.monotonic() + seconds
        self._dual = Dual(self._covers, self._end)
        self._say_values = say

    def run(self) -> None:
        """A good basket at once; then the fewest missing pieces; then the least cost."""
        if not self.instance.line:
            self._say([], 0)
            return
        covers = self._covers
        taken = first_basket(covers)
        if not covers.keeps_the_rules(taken):
            taken = []
        is_full = covers.missing(taken) == self._least_missing
        bound = covers.least_cost() if is_full else 0
        self._say(taken, bound)
        if not is_full:
            if narrow := self._narrowed(covers.missing(taken)):
                Solving(narrow, self._end - time.monotonic(), self._say_values).run()
                return
            self._say(taken, self._least_cost(taken))
            taken = self._filled(taken)
        # If more might be filled, the cost is compared with that of filling the same.
        missing, cost = covers.worth(taken)
        is_certain = missing == self._least_missing
        needed = covers.filled(taken) if is_full or not is_certain else None
        if needed is not None:
            bound = max(bound, self._least_cost(taken))
            self._say(taken, bound)
        is_worth_while = cost - bound > NEGLIGIBLE * cost and len(self.instance.line) <= MAX_CHOICES
        if self._is_small or is_worth_while:
            model = Model(covers, missing, needed)
            taken, least = self._solve(model, taken, share=1.0)
            self._say(taken, max(bound, model.cost_bound(least)))

    def _say(self, taken: Taken, bound: int) -> None:
        offers = [(self.instance.offer[choice], pieces) for choice, pieces in taken]
        self._say_values(taken=offers, missing=self._least_missing, bound=bound)

    def _narrowed(self, missing: int) -> Instance | None:
        """The instance with the only suppliers of whom as few pieces as possible are missing.

        None if they are not known, or if their terms are in the way. So many are `missing` so far.
        """
        asked = sum(self.instance.asked)
        best = fullest(self.instance, asked - missing, self._after(SETS_SHARE))
        if best is None:
            return None
        self._least_missing = max(self._least_missing, asked - best.pieces)
        if len(best.sets) != 1:
            return None
        narrow = Covers(self.instance.among(best.sets[0]))
        taken = first_basket(narrow)
        is_full = narrow.missing(taken) == self._least_missing and narrow.keeps_the_rules(taken)
        return narrow.instance if is_full else None

    def _least_cost(self, taken: Taken) -> int:
        """What nothing undercuts that fills the same pieces."""
        needed = np.array(self._covers.filled(taken), float)
        return whole(self._dual.least_cost(self._covers.total(taken), needed))

    def _filled(self, taken: Taken) -> Taken:
        """What is taken where as few pieces as possible are missing."""
        covers = self._covers
        missing = covers.missing(taken)
        self._raise_least_missing(self._dual.fewest_missing(missing))
        if missing > self._least_missing and len(self.instance.line) <= MAX_CHOICES:
            taken, fewest = self._solve(Model(covers, None), taken, share=FILLING_SHARE)
            self._raise_least_missing(fewest)
        self._say(taken, 0)
        return taken

    def _raise_least_missing(self, bound: float) -> None:
        """A programme whose time is over before it has begun has a bound of minus infinity."""
        if isfinite(bound):
            self._least_missing = max(self._least_missing, ceil(bound - 1e-6))

    def _solve(self, model: Model, start: Taken, *, share: float) -> tuple[Taken, float]:
        """What is taken in the best basket found, and the bound of the objective."""
        end = self._after(share)
        programme = model.programme()
        values, promised, bound = self._run(model, programme, model.start(start), end)
        # HiGHS 1.16 may improve a start by its presolve, and give back the start all the same.
        if values is None or programme.col_cost_ @ values > promised + 0.5:
            values, _promised, run_bound = self._run(model, programme, None, end)
            bound = max(bound, run_bound)
        return (start if values is None else model.taken(values)), bound

    def _after(self, share: float) -> float:
        """When so much of the time that is left will be over."""
        now = time.monotonic()
        return now + (self._end - now) * share

    def _run(
        self, model: Model, programme: highspy.HighsLp, start: Array | None, end: float
    ) -> tuple[Array | None, float, float]:
        """The variables' values, None where there are none; the objective, and its bound."""
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        options = {
            "output_flag": False, "log_to_console": False, "threads": 1, "random_seed": SEED,
            "time_limit": max(end - time.monotonic(), NOTHING_LEFT),
            "mip_rel_gap": 0.0 if self._is_small else NEGLIGIBLE,
            "mip_feasibility_tolerance": TOLERANCE,
        }  # fmt: skip
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(programme)
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = start.tolist()
            solver.setSolution(solution)

        def improved(event: highspy.highs.HighsCallbackEvent) -> None:
            self._say(model.taken(event.data_out.mip_solution), 0)

        solver.cbMipImprovingSolution.subscribe(improved)
        solver.run()
        info = solver.getInfo()
        is_feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = np.array(solver.getSolution().col_value) if is_feasible else None
        return values, info.objective_function_value, info.mip_dual_bound


def main(seconds: float, parent: int) -> None:
    """Solves what comes from standard input."""
    end_with(parent)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    output = os.dup(1)
    os.dup2(2, 1)  # what libraries print must not get in between the lines

    def say(**values: Any) -> None:
        line = json.dumps(values).encode() + b"\n"
        while line:
            line = line[os.write(output, line) :]

    Solving(Instance.from_bytes(sys.stdin.buffer.read()), seconds, say).run()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
