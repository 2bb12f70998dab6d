"""What it costs to keep a result's lines for its page, and to show them.

python -m benchmarks.lines_file [LINES ...]          (default: 100,000, 300,000 and 1,000,000)
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

SUPPLIERS = 100
SUPPLIER = "Поставщик автозапчастей {}"
BATCH, BATCHED, PAGE = 2000, 100_000, 25
TIMES = 9
RARE = 1000
"""One line in so many has no brand: a page of those takes lines from many blocks."""


def main(sizes: list[int]) -> None:
    """Print a table with a column for each size."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    import django

    django.setup()
    columns = [dict(measure(lines)) for lines in sizes]
    print(f"| | {' | '.join(f'{lines:,} lines' for lines in sizes)} |")
    print(f"|---|{'---|' * len(sizes)}")
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


def measure(lines: int) -> Iterator[tuple[str, str]]:
    """The measurements of one size, as names and values."""
    from crossdock.offers.outcomes import Outcome
    from crossdock.results.lines_file import Kind, keep_lines
    from crossdock.results.lines_query import LinesFile, LinesQuery

    with TemporaryDirectory() as folder:
        path = Path(folder) / "lines.sqlite3"
        batches = list(_batches(min(lines, BATCHED)))
        start = time.process_time()
        with keep_lines(path) as keep:
            for _time in range(0, lines, BATCHED):
                for batch in batches:
                    keep(batch)
        spent = time.process_time() - start
        yield "kept in, of a processor", f"{spent:.2f} s"
        yield "on disk", f"{path.stat().st_size / 1e6:.1f} MB"

        def show(share: float, outcome: str | None = None, **wanted: str) -> None:
            """One page, so far into the lines."""

            def takes(kind: Kind) -> bool:
                return outcome in (None, kind.outcome)

            file, query = LinesFile(path), LinesQuery(takes, **wanted)
            start = int(file.count(query) * share)
            assert file.lines(query, range(start, start + PAGE))

        rare = Outcome.NO_BRAND.value
        pages = {
            "the first page": partial(show, 0),
            "a page in the middle": partial(show, 0.5),
            "a page of rare lines": partial(show, 0.5, rare),
            "searched by article": partial(show, 0, search="1234"),
            "one supplier's lines": partial(show, 0.5, supplier=SUPPLIER.format(7)),
            "the cheapest lines": partial(show, 0, order="price"),
            "by price, in the middle": partial(show, 0.5, order="-price"),
            "by supplier, in the middle": partial(show, 0.5, order="supplier"),
        }
        for name, page in pages.items():
            spent = statistics.median(_seconds(page) for _ in range(TIMES))
            yield name, f"{1000 * spent:.1f} ms"


def _batches(lines: int) -> Iterator["ResultLines"]:  # noqa: F821
    from crossdock.offers.answers import BestOffer
    from crossdock.offers.outcomes import Outcome
    from crossdock.results.lines import ResultLine
    from tests.lines import columns

    chance = random.Random(1)
    suppliers = [SUPPLIER.format(number) for number in range(SUPPLIERS)]

    def offer() -> BestOffer:
        price = chance.randrange(1, 10**6) / 100
        return BestOffer(price, float(chance.randrange(1, 50)), chance.choice(suppliers), 20_000)

    def line(number: int) -> ResultLine:
        article = f"{chance.randrange(10**9):010}"
        if number % RARE == 0:
            return ResultLine("", article, (), Outcome.NO_BRAND, ())
        offers = [offer() for _ in range(chance.choice((0, 1, 2, 3, 3, 3)))]
        outcome = Outcome.FOUND if offers else Outcome.NOT_FOUND
        brand, demand = f"BRAND {chance.randrange(300)}", float(chance.randrange(1, 60))
        return ResultLine(brand, article, offers, outcome, (), demand)

    for start in range(0, lines, BATCH):
        yield columns(line(number) for number in range(start, min(start + BATCH, lines)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [100_000, 300_000, 1_000_000])
