"""Trials with two hosts, each in a network of its own: killed whole, cut off, with clocks apart."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from random import Random

from django.db import connection

from crossdock.models import Offer, PriceList
from crossdock.progress import Stage
from tests.factories import make_price_list, make_supplier
from tests.faults.installation import WORKERS, Installation, Program
from tests.faults.jobs import LONG, SMALL, Job, Trial, submit, verdict
from tests.faults.network import Host
from tests.faults.strikes import IN_THE_END, reach, wait_until_idle
from tests.faults.waiting import insist, wait_for

Row = Iterator[Trial]

CUT_SECONDS = 25
"""Longer than an open connection waits for an answer."""

HEALTH_SECONDS, AGAIN_SECONDS = 2.0, 30.0
END_SECONDS = 120
OLD_OFFERS = 40_000
PRUNE = (
    'python -c "import django; django.setup(); '
    'from crossdock.offers.pruning import prune_old_offers; prune_old_offers()"'
)
MAKE_OFFERS = """
    INSERT INTO crossdock_offer (supplier_id, price_list_id, valid_from, brand, article, brand_key,
        article_key, price, quantity)
    SELECT %s, %s, %s, 'Bosch', n, 'BOSCH', n, 1, 1 FROM generate_series(1, %s) AS n
"""


def killed_whole(site: Installation, trials: int) -> Row:
    """A host loses its power: nobody is told, and its tasks are finished on the other."""
    random, (first, second) = Random("killed"), _hosts(site)
    for _number in range(-(-trials // 2)):
        struck, jobs = _at_work(site, first, random)
        _lose_power(first, *struck)
        since = time.monotonic()
        site.start_workers(second)
        for job in jobs:
            yield verdict(job, since, lost_claims=1, within=IN_THE_END)
        _end_all(site, first)


def cut_off(site: Installation, trials: int) -> Row:
    """A host loses its network at work; what it does when it is back changes nothing."""
    random, (first, second) = Random("cut off"), _hosts(site)
    for _number in range(-(-trials // 2)):
        lonely, jobs = _at_work(site, first, random)
        first.cut_off()
        since = time.monotonic()
        site.start_workers(second)
        ended = [verdict(job, since, within=IN_THE_END) for job in jobs]
        before = [insist(job.read) for job in jobs]
        first.plug_in()
        wait_until_idle([program for program in lonely if program.name in WORKERS])
        for job, trial, task in zip(jobs, ended, before, strict=True):
            changed = "" if task.updated_at == insist(job.read).updated_at else f"{job.id} changed"
            again = verdict(job, since)
            yield Trial(trial.seconds, trial.mistake or changed or again.mistake)
        _end_all(site, first)


def clocks_apart(site: Installation, trials: int) -> Row:
    """All processes of one host think that it is five minutes later: each task is done once."""
    for host, alteration in zip(_hosts(site), ("", "five-minutes-ahead"), strict=True):
        site.start("worker", host=host, alteration=alteration)
        site.start("clock", host=host, alteration=alteration)
    jobs = [submit(SMALL) for _each in range(trials)]
    since = time.monotonic()
    workers = set()
    for job in jobs:
        trial = verdict(job, since, lost_claims=0)
        task = insist(job.read)
        workers.add(task.worker.partition(":")[0])
        wrong = "" if task.claim == 1 else f"{job.id} was claimed {task.claim} times"
        yield Trial(trial.seconds, trial.mistake or wrong)
    if len(workers) < 2 <= trials // 5:
        yield Trial(0, f"only {workers} worked")


def database_cut_off(site: Installation, trials: int) -> Row:
    """PostgreSQL vanishes from a host without a word: /health/ says so in time, and heals."""
    host, _other = _hosts(site)
    site.start("web", host=host)
    wait_for(lambda: _health(site, host)[0] == 200, "the site")
    for number in range(trials):
        host.cut_off()
        cut_at = time.monotonic()
        answers = [_health(site, host) for _each in range(3)]
        time.sleep(max(0, CUT_SECONDS * (number % 2) - (time.monotonic() - cut_at)))
        host.plug_in()
        since = time.monotonic()
        wait_for(lambda: _health(site, host)[0] == 200, "the site is well", AGAIN_SECONDS)
        wrong = [each for each in answers if each[0] != 503 or each[1] > HEALTH_SECONDS]
        yield Trial(time.monotonic() - since, f"/health/ said {wrong}" if wrong else "")


def two_prune(site: Installation, trials: int) -> Row:
    """Two hosts remove one list's offers, and one of them loses its power: none is left."""
    first, second = _hosts(site)
    supplier = make_supplier()
    make_price_list(supplier)
    for _number in range(trials):
        old = make_price_list(supplier, days_old=90)
        with connection.cursor() as cursor:
            cursor.execute(MAKE_OFFERS, [supplier.pk, old.pk, old.valid_from, OLD_OFFERS])
        offers = Offer.objects.filter(price_list=old)
        struck, other = (site.start("prune", host=host, command=PRUNE) for host in (first, second))
        wait_for(lambda offers=offers: offers.count() < OLD_OFFERS, "a batch is gone", every=0.002)  # type: ignore[misc]
        _lose_power(first, struck)
        since = time.monotonic()
        code = _code(other)
        marked = PriceList.objects.get(pk=old.pk).pruned_at
        is_right = code == 0 and marked is not None and not offers.exists()
        yield Trial(
            time.monotonic() - since,
            "" if is_right else f"ended with {code}, {offers.count()} left, marked: {marked}",
        )
        _end_all(site, first)


def two_migrate(site: Installation, trials: int) -> Row:
    """Two hosts migrate an empty database at once: one waits, and neither fails."""
    address = site.network.address if site.network else ""
    command = (
        f"env DATABASE_URL=postgres://postgres@{address}/migrated python manage.py migrate -v 0"
    )
    for _number in range(trials):
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS migrated WITH (FORCE)")
            cursor.execute("CREATE DATABASE migrated")
        since = time.monotonic()
        programs = [site.start("migrate", host=host, command=command) for host in _hosts(site)]
        codes = [_code(program) for program in programs]
        yield Trial(time.monotonic() - since, "" if codes == [0, 0] else f"ended with {codes}")
        site.programs.clear()


def _hosts(site: Installation) -> tuple[Host, Host]:
    assert site.network is not None
    return site.network.host(0), site.network.host(1)


def _at_work(site: Installation, host: Host, random: Random) -> tuple[list[Program], list[Job]]:
    """All of a host's processes, in the middle of two tasks; the other host has a clock."""
    for each in _hosts(site):
        site.start("clock", host=each)
    site.start_workers(host)
    jobs = [submit(LONG), submit(LONG)]
    reach(jobs, random.choice((Stage.READING, Stage.MATCHING, Stage.WRITING)), random)
    return [program for program in site.programs if program.host is host], jobs


def _lose_power(host: Host, *programs: Program) -> None:
    """First the network, or PostgreSQL would hear that the processes have ended."""
    host.cut_off()
    for program in programs:
        program.kill()


def _end_all(site: Installation, host: Host) -> None:
    site.end_programs()
    host.plug_in()


def _code(program: Program) -> int | None:
    """What it ends with; None if it does not."""
    with suppress(subprocess.TimeoutExpired):
        return program.process.wait(END_SECONDS)
    return None


def _health(site: Installation, host: Host) -> tuple[int, float]:
    """What the host's own web process says, and after how many seconds."""
    return host.do(partial(_answer, f"http://127.0.0.1:{site.port}/health/"))


def _answer(address: str) -> tuple[int, float]:
    began, status = time.monotonic(), 0
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            status = int(answer.status)
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        pass
    return status, time.monotonic() - began
