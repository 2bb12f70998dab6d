"""What it costs to say of lines without offers why there are none.

    python -m benchmarks.reasons VAR OFFERS LINES

prints what `rows` makes its table of. Each list is answered by turns with the reasons and without,
in one process; what counts is processor time, its own, its reader's and PostgreSQL's for it.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import psutil

from benchmarks.demo_site import demo_site, in_process_of_its_own, parts_there
from benchmarks.rows import Row

OFFERS, LINES = 10_000_000, 100_000
TIMES = 7
MISSING = 0.3


def rows(var: Path) -> Iterator[Row]:
    """The rows of the table."""
    measured = in_process_of_its_own("reasons", var, OFFERS, LINES)
    titles = (("missing", f"{MISSING:.0%} not found", 1.2), ("found", "all found", 1.01))
    for name, title, limit in titles:
        with_reasons, without = measured[name]["with"], measured[name]["without"]
        yield Row(
            f"{LINES:,} lines, {title}: processor time with the reasons why",
            "itself without reasons",
            measured[name]["ratio"],
            f"{with_reasons:.2f} s beside {without:.2f} s; {measured[name]['outcomes']}",
            at_most=limit,
        )


def measure(var: Path, offers: int, lines: int) -> dict[str, Any]:
    """The medians and their ratio, for a list of which all is found and one of which not."""
    with demo_site(var, offers):
        from crossdock.models import Supplier, SupplierGroup

        group, _made = SupplierGroup.objects.get_or_create(name="Reasons")
        group.suppliers.set(Supplier.objects.order_by("id")[:50])
        found = _parts_found(group, lines)
        missing = [
            _missing(part, number) if number % 10 < 10 * MISSING else part
            for number, part in enumerate(found)
        ]
        return {
            "missing": _by_turns(group, missing, var / str(offers)),
            "found": _by_turns(group, found, var / str(offers)),
        }


def _parts_found(group: Any, lines: int) -> list[tuple[str, str]]:
    """So many brands and articles of which the group has offers that count."""
    from crossdock.management import demo
    from crossdock.offers.search import OfferSearch
    from crossdock.parts.keys import Part, article_key, brand_key

    wanted = Random("reasons").choices(demo.parts(parts_there()), k=3 * lines)
    search, found = OfferSearch(group, 2), []
    for start in range(0, len(wanted), 2_000):
        batch = wanted[start : start + 2_000]
        answers = search.answers([Part(brand_key(p.brand), article_key(p.article)) for p in batch])
        found += [
            (part.brand, part.article)
            for part, answer in zip(batch, answers, strict=True)
            if answer.offers
        ]
    return (found * 3)[:lines]


def _missing(part: tuple[str, str], number: int) -> tuple[str, str]:
    """The part as it is lost: its brand misspelt, its zeros gone, or something that nobody has."""
    brand, article = part
    match number // 10 % 5:
        case 0 | 1:
            return f"{brand} Auto", article
        case 2:
            return brand, f"00{article}"
        case 3:
            return brand, f"{number:07}X"
    return f"Brand {number % 300}", f"{number:07}X"


def _by_turns(group: Any, parts: list[tuple[str, str]], var: Path) -> dict[str, Any]:
    from rustpy_xlsxwriter import FastExcel

    from crossdock.offers.reasons import Reasons

    request = var / "reasons.xlsx"
    rows = ({"Бренд": brand, "Артикул": article, "Кол-во": 2} for brand, article in parts)
    FastExcel(str(request)).sheet("Заявка", rows).save()
    spent: dict[str, list[float]] = {"with": [], "without": []}
    outcomes = _run(group, request)[1]
    for _time in range(TIMES):
        spent["with"].append(_run(group, request)[0])
        with mock.patch.object(Reasons, "of", return_value={}):
            spent["without"].append(_run(group, request)[0])
    pairs = zip(spent["with"], spent["without"], strict=True)
    return {
        **{name: statistics.median(seconds) for name, seconds in spent.items()},
        "ratio": statistics.median(more / less for more, less in pairs),
        "outcomes": ", ".join(f"{name} {count:,}" for name, count in outcomes.items()),
    }


def _run(group: Any, request: Path) -> tuple[float, dict[str, int]]:
    """Seconds of processor time from a request file to its result, and what came of the lines."""
    from django.db import connection

    from crossdock.offers.search import OfferSearch
    from crossdock.pipeline.run import run
    from crossdock.progress import Silent

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    result, kept = request.with_suffix(".result.xlsx"), request.with_suffix(".sqlite3")
    began = _processor_time(server)
    summary = run(
        request, result, OfferSearch(group, 2), Silent(), filename="reasons", lines_path=kept
    )
    return _processor_time(server) - began, summary.outcome_counts()


def _processor_time(server: psutil.Process) -> float:
    """Of this process, of the reader that it has started, and of PostgreSQL for it."""
    reader = resource.getrusage(resource.RUSAGE_CHILDREN)
    of_server = server.cpu_times()
    return time.process_time() + reader.ru_utime + reader.ru_stime + sum(of_server[:2])


if __name__ == "__main__":
    folder, *sizes = sys.argv[1:]
    print(json.dumps(measure(Path(folder), *map(int, sizes))))
