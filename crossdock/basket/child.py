"""The process that solves a basket: limited, and what it has found is known when it dies.

Run as `python -m crossdock.basket.child SECONDS PARENT`. It reads an Instance from its standard
input and writes a line of JSON whenever it knows more: `taken` ([choice, pieces] each), `missing`
(pieces that no basket can fill), `bound` (money that no basket with so few missing pieces can
undercut). Must not import Django. It ends with its parent.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from math import ceil
from typing import Any

import highspy
import numpy as np

from crossdock.basket.covers import Covers, Taken
from crossdock.basket.dual import Dual, whole
from crossdock.basket.heuristic import first_basket
from crossdock.basket.instance import Instance
from crossdock.basket.model import MANY_CHOICES, Array, Model
from crossdock.children import end_with

MAX_MEMORY = 2_000_000_000
"""Bytes of address space: a programme of a million offers needs about half of it."""

SEED = 1
TOLERANCE = 1e-9
"""How far a whole number may be from one: times a minimum sum this is no money."""

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
        self._dual = Dual(self._covers)
        self._least_missing = sum(instance.asked) - sum(self._covers.fillable)
        self._is_small = len(instance.line) <= MANY_CHOICES
        self._end = time.monotonic() + seconds
        self._say = say

    def run(self) -> None:
        """A good basket at once; then the fewest missing pieces; then the least cost."""
        if not self.instance.line:
            self._say(taken=[], missing=sum(self.instance.asked), bound=0)
            return
        covers = self._covers
        taken = first_basket(covers)
        if not covers.keeps_the_rules(taken):
            taken = []
        missing, cost = covers.worth(taken)
        is_full = missing == self._least_missing
        bound = covers.least_cost() if is_full else 0
        self._say(taken=taken, missing=self._least_missing, bound=bound)
        if not is_full:
            taken = self._filled(taken)
            missing, cost = covers.worth(taken)
        # If more might be filled, the cost is compared with that of filling the same.
        is_certain = missing == self._least_missing
        needed = covers.filled(taken) if is_full or not is_certain else None
        if needed is not None:
            bound = max(bound, whole(self._dual.least_cost(cost, np.array(needed, float))))
            self._say(taken=taken, missing=self._least_missing, bound=bound)
        is_worth_while = cost - bound > NEGLIGIBLE * cost and len(self.instance.line) <= MAX_CHOICES
        if self._is_small or is_worth_while:
            model = Model(covers, missing, needed)
            taken, least = self._solve(model, taken, share=1.0)
            bound = max(bound, model.cost_bound(least))
            self._say(taken=taken, missing=self._least_missing, bound=bound)

    def _filled(self, taken: Taken) -> Taken:
        """What is taken where as few pieces as possible are missing."""
        covers = self._covers
        missing = covers.missing(taken)
        self._least_missing = max(
            self._least_missing, ceil(self._dual.fewest_missing(missing) - 1e-6)
        )
        if missing > self._least_missing:
            taken, fewest = self._solve(Model(covers, None), taken, share=FILLING_SHARE)
            self._least_missing = max(self._least_missing, ceil(fewest - 1e-6))
        self._say(taken=taken, missing=self._least_missing)
        return taken

    def _solve(self, model: Model, start: Taken, *, share: float) -> tuple[Taken, float]:
        """What is taken in the best basket found, and the bound of the objective."""
        end = time.monotonic() + (self._end - time.monotonic()) * share
        programme = model.programme()
        values, promised, bound = self._run(model, programme, model.start(start), end)
        # HiGHS 1.16 may improve a start by its presolve, and give back the start all the same.
        if values is None or programme.col_cost_ @ values > promised + 0.5:
            values, _promised, other = self._run(model, programme, None, end)
            bound = max(bound, other)
        return (start if values is None else model.taken(values)), bound

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
            self._say(taken=model.taken(event.data_out.mip_solution))

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
