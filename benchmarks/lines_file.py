"""What it costs to keep a result's lines for its page, and to show them.

python -m benchmarks.lines_file [LINES ...]          (default: 100,000, 300,000 and 1,000,000)
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

SUPPLIERS = 100
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
    from crossdock.results.line_blocks import Kind
    from crossdock.results.lines_file import LinesFile, keep_lines

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

        def show(outcome: str | None, share: float) -> None:
            """One page, so far into the lines."""

            def takes(kind: Kind) -> bool:
                return outcome in (None, kind.outcome)

            file = LinesFile(path)
            start = int(file.count(takes) * share)
            assert file.lines(takes, range(start, start + PAGE))

        rare = Outcome.NO_BRAND.value
        for name, outcome, share in (
            ("the first page", None, 0),
            ("a page in the middle", None, 0.5),
            ("a page of rare lines", rare, 0.5),
        ):
            spent = statistics.median(_seconds(lambda: show(outcome, share)) for _ in range(TIMES))  # noqa: B023
            yield name, f"{1000 * spent:.1f} ms"


def _batches(lines: int) -> Iterator["ResultLines"]:  # noqa: F821
    from crossdock.offers.answers import BestOffer
    from crossdock.offers.outcomes import Outcome
    from crossdock.results.lines import ResultLine
    from tests.lines import columns

    chance = random.Random(1)
    suppliers = [f"Поставщик автозапчастей {number}" for number in range(SUPPLIERS)]

    def offer() -> BestOffer:
        price = chance.randrange(1, 10**6) / 100
        return BestOffer(price, float(chance.randrange(1, 50)), chance.choice(suppliers))

    def line(number: int) -> ResultLine:
        article = f"{chance.randrange(10**9):010}"
        if number % RARE == 0:
            return ResultLine("", article, (), Outcome.NO_BRAND, ())
        offers = [offer() for _ in range(chance.choice((0, 1, 2, 3, 3, 3)))]
        outcome = Outcome.FOUND if offers else Outcome.NOT_FOUND
        return ResultLine(f"BRAND {chance.randrange(300)}", article, offers, outcome, ())

    for start in range(0, lines, BATCH):
        yield columns(line(number) for number in range(start, min(start + BATCH, lines)))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [100_000, 300_000, 1_000_000])
