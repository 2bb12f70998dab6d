"""Finds the best basket for a problem, in a child process that may be stopped at any moment."""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread, Timer

from crossdock.basket.basket import Basket
from crossdock.basket.instance import Instance, instance_of
from crossdock.basket.problem import Problem
from crossdock.children import ENVIRONMENT, sigterm_blocked

logger = logging.getLogger(__name__)

CHILD = "crossdock.basket.child"
DEFAULT_SECONDS, MAX_SECONDS = 60.0, 3600.0
GRACE_SECONDS = 5.0
"""How much longer the child may take than it was told, before it is killed."""


class SolvingStopped(Exception):
    """`Solver.stop` was called."""


@dataclass(frozen=True)
class Solved:
    """The best basket found, and what is proven about it.

    `least_missing` pieces no basket can fill; `bound` is money that none can undercut which lacks
    as few as this one.
    """

    basket: Basket
    least_missing: int
    bound: int

    @property
    def gap(self) -> float:
        """How far the total is above the bound at most, as a part of the total."""
        total = self.basket.total
        return (total - self.bound) / total if total else 0.0

    def under(self, problem: Problem) -> "Solved | None":
        """The same for a problem with more rules, if it keeps to them and nothing is better."""
        basket = Basket(problem, self.basket.takes)
        if not self.is_best or not basket.keeps_the_rules():
            return None
        return Solved(basket, self.least_missing, self.bound)

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no basket is better."""
        missing = sum(self.basket.missing.values())
        return missing == self.least_missing and self.bound == self.basket.total


class Solver:
    """One search for a basket."""

    def __init__(self, problem: Problem, *, on_better: Callable[[Solved], None] | None = None):
        self._problem = problem
        self._on_better = on_better
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = self._enough = False

    def solve(self, seconds: float = DEFAULT_SECONDS) -> Solved:
        """The best basket that is found in this time. Raises SolvingStopped.

        Offers that are wanted less count where a line, or the basket, cannot be filled otherwise.
        """
        began = time.monotonic()
        instance = instance_of(self._problem)
        solved = self._run(instance, seconds)
        everything = instance_of(self._problem, ranked=False)
        seconds_left = seconds - (time.monotonic() - began)
        lacks = sum(solved.basket.missing.values())
        is_other = len(everything.offer) > len(instance.offer)
        if is_other and lacks > least_missing(everything) and seconds_left > 0 and not self._enough:
            of_everything = self._run(everything, seconds_left)
            if sum(of_everything.basket.missing.values()) < lacks:
                solved = of_everything
        return solved

    def stop(self) -> None:
        """End the search without a basket; from any thread at any time."""
        self._stopped = True
        self._kill()

    def take_best_so_far(self) -> None:
        """End the search with the best basket found so far; from any thread at any time."""
        self._enough = True
        self._kill()

    def _kill(self) -> None:
        if self._process:
            self._process.kill()

    def _run(self, instance: Instance, seconds: float) -> Solved:
        best = Solved(Basket(self._problem, ()), least_missing(instance), 0)
        # A group of its own: Ctrl-C must not reach it.
        with sigterm_blocked():
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", CHILD, str(seconds), str(os.getpid())],
                env=ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                process_group=0,
            )
        deadline = Timer(seconds + GRACE_SECONDS, process.kill)
        with process:
            if self._stopped or self._enough:
                process.kill()
            deadline.start()
            try:
                writer = Thread(target=_write, args=[process, instance.to_bytes()], daemon=True)
                writer.start()
                assert process.stdout is not None
                for line in process.stdout:
                    if line.endswith(b"\n"):
                        best = self._better(best, json.loads(line))
            finally:
                deadline.cancel()
                process.kill()
        if self._stopped:
            raise SolvingStopped
        if process.returncode:
            logger.warning("The solver ended with exit status %s", process.returncode)
        return best

    def _better(self, best: Solved, message: dict[str, object]) -> Solved:
        """What is known after a message of the child."""
        taken = message["taken"]
        assert isinstance(taken, list)
        basket = Basket.of(self._problem, taken)
        if not basket.keeps_the_rules():
            logger.warning("The solver has found a basket that breaks a rule")
            basket = best.basket
        elif basket.worth > best.basket.worth:
            basket = best.basket
        missing, bound = message.get("missing", best.least_missing), message.get("bound", 0)
        assert isinstance(missing, int)
        assert isinstance(bound, int)
        lacks_more = sum(basket.missing.values()) < sum(best.basket.missing.values())
        better = Solved(basket, missing, bound if lacks_more else max(bound, best.bound))
        if self._on_better:
            self._on_better(better)
        return better


def least_missing(instance: Instance) -> int:
    """The pieces that no basket can fill, whatever the rules."""
    has = [0] * len(instance.asked)
    for line, most in zip(instance.line, instance.most, strict=True):
        has[line] = max(has[line], most) if instance.no_split else has[line] + most
    pairs = zip(instance.asked, has, strict=True)
    return sum(max(asked - pieces, 0) for asked, pieces in pairs)


def _write(process: "subprocess.Popen[bytes]", content: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(content)
        process.stdin.close()
    except OSError:  # it has been killed
        logger.info("The solver takes no problem any more")
