import argparse
import logging
from collections.abc import Callable, Iterator
from io import StringIO

from django.core.management import call_command
from django.db import connection

from crossdock.progress import Stage
from tests.faults import (
    baskets,
    clients,
    freezes,
    hosts,
    losses,
    outages,
    races,
    report,
    storages,
    strikes,
)
from tests.faults.installation import Installation
from tests.faults.jobs import (
    HUGE,
    LONG,
    LONGER,
    SHORT,
    SMALL,
    Trial,
    prepare_data,
)

Row = Callable[[Installation, int], Iterator[Trial]]
Groups = list[dict[str, Row]]
"""Rows by their names; those of a group share the processes, for they strike none of them."""

STAGES = (Stage.READING, Stage.MATCHING, Stage.WRITING)
CANCEL_STAGES = (Stage.READING, Stage.MATCHING)
"""What is left to write after the last line takes less than a beat: a cancel in it is the race with
the finish."""


PAGES: dict[str, Row] = {
    "100 clients that send nothing": clients.slow_clients(100),
    "bursts of pages": clients.bursts_of_pages,
    "tasks locked by somebody": clients.tasks_locked,
    "PostgreSQL hangs": clients.postgres_hung,
}

RACES: dict[str, Row] = {
    "web killed after the upload": outages.web_killed,
    "the same message delivered ten times": races.delivered_often,
    "cancel racing with the finish": races.cancel_against_finish,
    "retry pressed twice": races.retried_twice,
}


STORAGES: dict[str, Row] = {
    "killed between upload and publication": storages.killed_before_publication,
    "the object storage hangs for 20 s": storages.away(20),
    "the object storage refuses a tenth": storages.unwilling,
}

HOSTS: dict[str, Row] = {
    "a host killed whole": hosts.killed_whole,
    "a host cut off": hosts.cut_off,
    "hosts' clocks five minutes apart": hosts.clocks_apart,
    "a host's database cut off without a reset": hosts.database_cut_off,
    "two hosts prune, one dies": hosts.two_prune,
    "two hosts migrate": hosts.two_migrate,
}
"""In network namespaces, which only root may make."""


def prepare(arguments: argparse.Namespace) -> None:
    """An empty database, then what the trials need in it."""
    logging.disable(logging.CRITICAL)  # outages are what this is about
    call_command("check", stdout=StringIO())  # or no process would start, and all would time out
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)  # pages want to know their names
    most = (SMALL, SHORT, LONG)
    prepare_data(most if arguments.command or arguments.short else (*most, LONGER))


def run(site: Installation, arguments: argparse.Namespace) -> int:
    """Do what was asked for; returns the exit code."""
    if arguments.command == "storm":
        from tests.faults import storm

        return storm.run(site, arguments.seed, arguments.seconds, fence=not arguments.no_fence)
    if arguments.short:
        return _table(site, short_rows(), 1, arguments.only)
    return _table(site, full_rows(), arguments.trials, arguments.only)


def full_rows() -> Groups:
    """The table's rows."""
    table: dict[str, Row] = {}
    for stage in CANCEL_STAGES:
        table[f"cancel in {stage}, {HUGE.lines:,} lines"] = strikes.cancelled_in(stage, file=HUGE)
    for stage in STAGES:
        table[f"SIGTERM in {stage}"] = strikes.ended_in(stage)
    table["SIGTERM to the tree, in reading"] = strikes.trees_ended_in(Stage.READING)
    table["SIGTERM to the tree, in matching"] = strikes.trees_ended_in(Stage.MATCHING)
    for stage in STAGES:
        table[f"worker killed with -9 in {stage}"] = strikes.killed_in(stage)
    return [
        *_alone(RACES | table),
        PAGES,
        _outages(20, 20),
        *_alone(
            {
                "worker frozen past its lease": strikes.frozen,
                "worker frozen between claim and work": freezes.frozen_after_claim,
                "a poisonous file among others": strikes.poisoned,
                "a refresh struck while another waits": losses.refresh_struck,
                "12 tasks of 3 s at stake at once": losses.many_at_stake,
                "worker killed with -9 while solving a basket": baskets.killed_while_solving,
            }
            | STORAGES
            | HOSTS
        ),
    ]


def short_rows() -> Groups:
    """The same with smaller files and shorter outages; all stages wait for their leases at once."""
    table = {
        "cancel in reading and matching": strikes.cancelled_in(*CANCEL_STAGES, file=LONGER),
        "SIGTERM in each stage": strikes.ended_in(*STAGES, files=(LONG,)),
        "SIGTERM to the tree, in reading": strikes.trees_ended_in(Stage.READING, files=(LONG,)),
        "worker killed with -9 in each stage": strikes.killed_in(*STAGES),
        "worker frozen between claim and work": freezes.frozen_after_claim,
    }
    return [*_alone(RACES | table), PAGES, _outages(2, 5)]


def _outages(stopped: float, hung: float) -> dict[str, Row]:
    """For so many seconds each."""
    return {
        "Redis flushed, tasks queued and running": outages.redis_flushed,
        f"Redis stopped for {stopped:.0f} s": outages.redis_stopped(stopped),
        f"Redis hangs for {hung:.0f} s": outages.redis_hung(hung),
        "PostgreSQL restarted in the middle": outages.postgres_restarted,
    }


def _alone(rows: dict[str, Row]) -> Groups:
    """Each has processes of its own."""
    return [{name: row} for name, row in rows.items()]


def _table(site: Installation, groups: Groups, trials: int, only: str) -> int:
    report.heading()
    right = True
    for rows in groups:
        for name, row in rows.items():
            if only in name and name in HOSTS and site.network is None:
                report.left_out(name, "needs root, ip and network namespaces")
            elif only in name:
                right &= report.line(name, list(_to_its_end(row(site, trials))))
        site.end_programs()
    return 0 if right else 1


def _to_its_end(row: Iterator[Trial]) -> Iterator[Trial]:
    """The trials; what waits in vain is the last and a mistake, and the other rows come still."""
    try:
        yield from row
    except TimeoutError as error:
        yield Trial(0, str(error))
