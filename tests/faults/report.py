"""The table."""

import statistics
import sys

from tests.faults.jobs import Trial

WIDTH = 44


def heading() -> None:
    say(f"{'':{WIDTH}} {'trials':>7} {'right':>7} {'':>6} {'median':>9} {'worst':>9}")


def line(name: str, trials: list[Trial]) -> bool:
    """One row, its mistakes under it; whether all went right."""
    wrong = [trial.mistake for trial in trials if trial.mistake]
    right = len(trials) - len(wrong)
    times = [trial.seconds for trial in trials] or [0.0]
    share = 100 * right / len(trials) if trials else 0
    say(
        f"{name:{WIDTH}} {len(trials):7} {right:7} {share:5.0f}%"
        f" {statistics.median(times):7.2f} s {max(times):7.2f} s"
    )
    for mistake in wrong:
        say(f"    {mistake}")
    return bool(trials) and not wrong


def left_out(name: str, needs: str) -> None:
    """A row that cannot be tried here."""
    say(f"{name:{WIDTH}} left out: {needs}")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
