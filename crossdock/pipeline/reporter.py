from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from crossdock.progress import Stage


class Reporter(Protocol):
    """Where the pipeline says how far it is, and hears that it has to stop.

    Any of these may raise in order to stop the work.
    """

    def enter(self, stage: Stage) -> None:
        """Name the stage that the user is now waiting for."""

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Say how many steps a stage has behind it, and of how many."""

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """While the block lasts, `stop` is called from another thread if the work is to stop."""


class Silent:
    """A reporter for work that nobody watches and nothing but an error stops."""

    def enter(self, stage: Stage) -> None:
        """Nobody is told."""

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Nobody is told."""

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """Nobody calls `stop`."""
        return nullcontext()
