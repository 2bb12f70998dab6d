"""What a poll costs the web server, beside the least that a page can cost it."""

import asyncio
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.demo_site import as_in_production
from benchmarks.rows import Row
from benchmarks.web import VERSION, Connection, sessions
from tests.faults.installation import Installation
from tests.processes import wait_for_page

RUNNING, LINES = 25, 100_000
BEAT = 0.25
"""Seconds between two signs of life of a worker (crossdock.workers.hold)."""

CONNECTIONS = 8
ROWS = "/tasks/rows/?version="
ROUNDS, SECONDS = 9, 2.0


def rows(var: Path) -> Iterator[Row]:
    """The rows of the table."""
    as_in_production()
    with Installation(var / "polling") as site:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.beside_settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        (session,) = sessions(1, 1)
        _run_tasks()
        site.start("web")
        wait_for_page(f"http://localhost:{site.port}")
        page = asyncio.run(_once(site.port, session))
        (site.var / "page.html").write_bytes(page)
        yield _row(
            "the polled partial, nothing changed, logged in",
            "a view that only reads request.user, same server",
            asyncio.run(_compared(site.port, session, "user", is_known=True)),
            0.9,
        )
        with _all_moving():
            rounds = asyncio.run(_compared(site.port, session, "page", is_known=False))
        yield _row(
            f"the polled partial, {RUNNING} running rows that changed",
            f"a template of the same {len(page) / 1000:.0f} kB with no logic",
            rounds,
            0.7,
        )


def _run_tasks() -> None:
    """Tasks that are running, in the middle of their files, as a worker's hold leaves them."""
    from django.contrib.auth.models import User

    from crossdock.models import CrossDockTask, SupplierGroup

    CrossDockTask.objects.all().delete()
    group, _made = SupplierGroup.objects.get_or_create(name="ОПТ-2")
    user = User.objects.get(username="user0")
    for number in range(RUNNING):
        task = CrossDockTask(filename=f"Заявка {number}.xlsx", user=user, supplier_group=group)
        task.request_file.name = f"tasks/{task.pk}/request.xlsx"
        task.submit()
        task.mark_as_running()
        _publish(task, 1000 * number)


def _publish(task: Any, lines: int) -> None:
    """What a worker says that has looked up so many lines."""
    from crossdock.progress import Progress, Stage
    from crossdock.redis_state import progress

    done = Progress()
    done.enter(Stage.READING)
    done.report(Stage.READING, LINES, LINES)
    done.enter(Stage.MATCHING)
    done.report(Stage.MATCHING, lines, LINES)
    progress.write(task.progress_key, done.fields())


@contextmanager
def _all_moving() -> Iterator[None]:
    """Every task gets on as often as a worker would say so, while the block lasts."""
    from crossdock.models import CrossDockTask
    from crossdock.redis_state import changes

    tasks, done = list(CrossDockTask.objects.all()), threading.Event()

    def move() -> None:
        for step in count():
            for number, task in enumerate(tasks):
                _publish(task, (2000 * step + 1000 * number) % LINES)
            changes.progress_moved()
            if done.wait(BEAT):
                return

    thread = threading.Thread(target=move)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


async def _compared(
    port: int, session: str, beside: str, *, is_known: bool
) -> list[tuple[float, float]]:
    """Answers a second of each round: of the partial, and of what stands beside it.

    Both over the same connections: how these are shared among the server's processes is chance.
    """
    connections = [Connection(port, session) for _number in range(CONNECTIONS)]
    rounds = []
    for _round in range(ROUNDS + 1):
        path = ROWS
        if is_known:  # what is known is forgotten after a minute
            found = VERSION.search((await connections[0].get(ROWS, unpacked=True)).body)
            assert found is not None
            path += found[1].decode()
        mine = await _rate(connections, path, 204 if is_known else 200)
        rounds.append((mine, await _rate(connections, f"/beside/{beside}/")))
    for connection in connections:
        connection.close()
    return rounds[1:]  # the first warms up


async def _once(port: int, session: str) -> bytes:
    return (await Connection(port, session).get(ROWS, unpacked=True)).body


async def _rate(connections: list[Connection], path: str, status: int | None = None) -> float:
    answers = 0
    end = time.perf_counter() + SECONDS

    async def keep_asking(connection: Connection) -> None:
        nonlocal answers
        while time.perf_counter() < end:
            answer = await connection.get(path)
            assert answer.status in ((status,) if status else (200, 204)), answer
            answers += 1

    await asyncio.gather(*map(keep_asking, connections))
    return answers / SECONDS


def _row(name: str, beside: str, rounds: list[tuple[float, float]], at_least: float) -> Row:
    mine = statistics.median(rate for rate, _beside in rounds)
    other = statistics.median(rate for _mine, rate in rounds)
    ratio = statistics.median(rate / beside_rate for rate, beside_rate in rounds)
    figures = f"{mine:,.0f} beside {other:,.0f} answers a second"
    return Row(name, beside, ratio, figures, at_least=at_least)
