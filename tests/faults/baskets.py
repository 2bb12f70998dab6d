"""Trials in which a worker is killed while it looks for a basket."""

import time
from pathlib import Path
from random import Random

from django.conf import settings

from crossdock.models import Basket
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.models.status import progress_of
from crossdock.pipeline.basket_file import BasketFile
from crossdock.pipeline.basket_options import BasketOptions
from crossdock.progress import Stage
from tests.faults.installation import Installation
from tests.faults.jobs import SMALL, Trial, submit
from tests.faults.strikes import RECOVERY, Row, kill_workers, strays
from tests.faults.waiting import insist, wait_for


def killed_while_solving(site: Installation, trials: int) -> Row:
    """The worker and its solver die; another one makes the same basket, once, and nothing stays."""
    random = Random("baskets")
    site.start("clock")
    site.start_workers()
    job = submit(SMALL)
    wait_for(lambda: job.has_ended, "the task's end")
    task = job.read()
    for _trial in range(trials):
        asked = Basket.ask_for(task, user=task.user, options=BasketOptions().to_json())
        assert asked is not None
        pk = asked.pk

        def read() -> Basket:
            return Basket.objects.get(pk=pk)  # noqa: B023 - used in this round only

        def is_solving() -> bool:
            basket = read()
            return basket.is_running and progress_of([basket])[pk].stage == Stage.SOLVING  # noqa: B023

        wait_for(is_solving, "a basket that is being solved", every=0.005)
        kill_workers(site, random)
        since = time.monotonic()
        try:
            wait_for(lambda: read().status not in ACTIVE, "the end", RECOVERY)
        except TimeoutError as late:
            yield Trial(time.monotonic() - since, str(late))
            continue
        yield Trial(time.monotonic() - since, "; ".join(_mistakes(insist(read))))
    yield from strays(site)


def _mistakes(basket: Basket) -> list[str]:
    """What is wrong with a basket that has ended."""
    if (basket.status, basket.attempt) != (Status.SUCCESS, 1):
        return [f"{basket.status} in attempt {basket.attempt} ({basket.error_message})"]
    found = []
    path = Path(basket.file.path)
    keys = {each["key"] for each in BasketFile(path).head["scenarios"]}
    if not keys >= {"cheapest", "few", "soon", "one"}:
        found.append(f"only the scenarios {keys}")
    folder = Path(settings.MEDIA_ROOT) / "baskets" / str(basket.pk)
    if left := {each.name for each in folder.iterdir()} - {path.name}:
        found.append(f"left over: {', '.join(sorted(left))}")
    return found
