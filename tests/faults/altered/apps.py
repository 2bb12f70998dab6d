import os
import signal
import time
from datetime import datetime, timedelta
from typing import Any

from django.apps import AppConfig
from django.db.models import Q

POISON = "poison.xlsx"
SLOW_SECONDS = 3
AHEAD = 300


class AlteredConfig(AppConfig):
    name = "tests.faults.altered"

    def ready(self) -> None:
        """Build the fault in that the environment names."""
        alterations = {
            "no-fence": open_the_fence,
            "poison": let_poison_kill,
            "freeze-after-claim": freeze_after_claim,
            "slow-refresh": slow_the_refresh_down,
            "slow-work": slow_the_work_down,
            "die-before-publication": die_before_publication,
            "five-minutes-ahead": set_the_clock_ahead,
        }
        alterations[os.environ["ALTERATION"]]()


def open_the_fence() -> None:
    """Let every worker that ever had a claim go on as if it were still its own."""
    from crossdock.models.lifecycle import BackgroundTask

    BackgroundTask._held = Q()  # type: ignore[assignment,method-assign]


def let_poison_kill() -> None:
    """Let a file of a certain name kill the process that works on it."""
    from crossdock.pipeline import task

    healthy = task.run

    def run(*arguments: Any, filename: str, **options: Any) -> Any:
        if filename == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        return healthy(*arguments, filename=filename, **options)

    task.run = run  # type: ignore[assignment]


def freeze_after_claim() -> None:
    """Let every claim stop its process, until somebody wakes it."""
    from crossdock.models.lifecycle import BackgroundTask

    healthy = BackgroundTask.mark_as_running

    def mark_as_running(task: BackgroundTask) -> bool:
        claimed = healthy(task)
        if claimed:
            os.kill(os.getpid(), signal.SIGSTOP)
        return claimed

    BackgroundTask.mark_as_running = mark_as_running  # type: ignore[method-assign]


def slow_the_refresh_down() -> None:
    """Let every refresh take long enough to be struck."""
    from django.db import connection

    from crossdock.offers.current import Refresh

    healthy = Refresh.run

    def run(refresh: Refresh) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")
        healthy(refresh)

    Refresh.run = run  # type: ignore[method-assign]


def slow_the_work_down() -> None:
    """Let every request file take some seconds."""
    from crossdock.pipeline import task

    healthy = task.run

    def run(*arguments: Any, **options: Any) -> Any:
        time.sleep(SLOW_SECONDS)
        return healthy(*arguments, **options)

    task.run = run


def die_before_publication() -> None:
    """Let a process die whose files are stored, and whose row does not point to them yet."""
    from crossdock.models import CrossDockTask

    def mark_as_success(_task: CrossDockTask, *_arguments: Any, **_results: Any) -> bool:
        os.kill(os.getpid(), signal.SIGKILL)
        return False

    CrossDockTask.mark_as_success = mark_as_success  # type: ignore[method-assign]


def set_the_clock_ahead() -> None:
    """Let Django and Dramatiq see a host's clock that is five minutes ahead."""
    from django.utils import timezone

    now, seconds = timezone.now, time.time

    def now_ahead() -> datetime:
        return now() + timedelta(seconds=AHEAD)

    timezone.now = now_ahead
    time.time = lambda: seconds() + AHEAD
