"""The answered lines of a result, kept beside it for its page to leaf through.

The file is a row of compressed blocks, each of them some lines, a column after the other: texts as
JSON, then the offers' numbers as the machine has them, for making text of those takes ten times as
long. Then comes an index: how long each block is, how many lines of each kind it has, and who the
suppliers are; then eight bytes that say where the index begins. So a page of any choice of lines
finds its blocks by counting.
"""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import accumulate, count, islice, starmap
from os import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from isal import isal_zlib

from crossdock.keys import LONGEST_TEXT
from crossdock.offers.answers import Answers, BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLines
from crossdock.storage.whole_files import atomic_write

BLOCK = 500
"""Lines in a block: few enough that a page of lines that are far apart decodes in no time."""

POINTER = 8
INDEX_PARTS = 3
TEXTS_END = b"\n"  # JSON has none

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Kind(NamedTuple):
    """What lines are chosen by: what came of the line, and how many offers it has."""

    outcome: str
    offers: int


class KeptLine(NamedTuple):
    """A line of the result; the first has number 1. Texts too long for any part are cut."""

    number: int
    brand: str
    article: str
    outcome: Outcome
    offers: Sequence[BestOffer]


@contextmanager
def keep_lines(path: Path | None) -> Iterator[Callable[[ResultLines], None]]:
    """Keep the lines that are given, in their order, in a file at `path`, if there is one.

    The file appears when the block has ended well, whole or not at all. Raises OSError.
    """
    if path is None:
        yield lambda _lines: None
        return
    with (
        atomic_write(path) as part,
        part.open("wb") as file,
        ThreadPoolExecutor(1, thread_name_prefix="lines") as thread,
    ):
        writer = _Writer(file, thread)
        yield writer.add
        writer.finish()


class _Writer:
    """Compresses and writes the lines of a batch in a thread, while the next is answered."""

    def __init__(self, file: BinaryIO, thread: ThreadPoolExecutor) -> None:
        self._file = file
        self._thread = thread
        self._writing: Future[None] | None = None
        self._blocks = count()
        self._lengths: list[int] = []
        self._counts: defaultdict[Kind, dict[int, int]] = defaultdict(dict)
        self._suppliers: defaultdict[str, int] = defaultdict(count().__next__)

    def add(self, lines: ResultLines) -> None:
        """Write the lines, as one or more blocks."""
        starts = lines.answers.starts
        contents = []
        for start in range(0, len(lines), BLOCK):
            block = slice(start, start + BLOCK)
            its_starts = starts[start : start + BLOCK + 1]
            offers = slice(its_starts[0], its_starts[-1])
            contents.append(
                self._texts(lines, block) + TEXTS_END + self._offers(lines.answers, offers)
            )
        self._wait()
        self._writing = self._thread.submit(self._write, contents)

    def _texts(self, lines: ResultLines, block: slice) -> bytes:
        """Brands and articles, and what lines are chosen by, which is counted too."""
        number = next(self._blocks)
        outcomes, offers = lines.answers.outcomes[block], lines.answers.counts[block]
        for kind, lines_of_it in Counter(zip(outcomes, offers, strict=True)).items():
            self._counts[Kind(*kind)][number] = lines_of_it
        brands = [brand[:LONGEST_TEXT] for brand in lines.brands[block]]
        articles = [article[:LONGEST_TEXT] for article in lines.articles[block]]
        return _encode([brands, articles, outcomes, offers]).encode()

    def _offers(self, answers: Answers, offers: slice) -> bytes:
        """Prices, quantities and suppliers."""
        prices = array("d", answers.prices[offers])
        quantities = array("d", answers.quantities[offers])
        numbers = array("I", map(self._suppliers.__getitem__, answers.suppliers[offers]))
        return b"".join((prices, quantities, numbers))

    def _write(self, contents: Sequence[bytes]) -> None:
        for content in contents:
            self._lengths.append(self._file.write(isal_zlib.compress(content)))

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def finish(self) -> None:
        """Write the index."""
        self._wait()
        blocks = range(len(self._lengths))
        counts = [
            (*kind, [by_block.get(block, 0) for block in blocks])
            for kind, by_block in self._counts.items()
        ]
        index = _encode([self._lengths, counts, list(self._suppliers)]).encode()
        self._file.write(isal_zlib.compress(index))
        self._file.write(sum(self._lengths).to_bytes(POINTER))


class LinesFile:
    """A file of lines. Raises FileNotFoundError, also where it goes while it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            file.seek(-POINTER, SEEK_END)
            file.seek(int.from_bytes(file.read(POINTER)))
            index = json.loads(isal_zlib.decompress(file.read()[:-POINTER]))
        if len(index) < INDEX_PARTS:  # from before the offers had columns of their own
            raise FileNotFoundError(path)
        lengths, counts, self._suppliers = index
        self._starts: list[int] = [0, *accumulate(lengths)]
        self._counts: dict[Kind, list[int]] = {
            Kind(outcome, offers): by_block for outcome, offers, by_block in counts
        }

    def count(self, takes: Callable[[Kind], bool]) -> int:
        """The number of lines whose kind is taken."""
        return sum(sum(by_block) for kind, by_block in self._counts.items() if takes(kind))

    def choose(self, takes: Callable[[Kind], bool]) -> "ChosenLines":
        """The lines whose kind is taken."""
        return ChosenLines(self, {kind for kind in self._counts if takes(kind)})

    def lines_by_block(self, kinds: set[Kind]) -> list[int]:
        """The number of lines of these kinds in each block."""
        counts = (self._counts[kind] for kind in kinds)
        return [sum(each) for each in zip(*counts, strict=True)]

    def read(self, blocks: Sequence[int], kinds: set[Kind]) -> Iterator[KeptLine]:
        """The lines of these kinds in some blocks."""
        lines_before = [0, *accumulate(self.lines_by_block(set(self._counts)))]
        with self._path.open("rb") as file:
            for block in blocks:
                file.seek(self._starts[block])
                packed = file.read(self._starts[block + 1] - self._starts[block])
                yield from self._lines(isal_zlib.decompress(packed), lines_before[block] + 1, kinds)

    def _lines(self, block: bytes, first: int, kinds: set[Kind]) -> Iterator[KeptLine]:
        texts, _end, numbers = block.partition(TEXTS_END)
        brands, articles, outcomes, offers_by_line = json.loads(texts)
        columns = _offer_columns(numbers, sum(offers_by_line))
        offers = zip(*columns[:2], map(self._suppliers.__getitem__, columns[2]), strict=True)
        lines = zip(brands, articles, outcomes, offers_by_line, strict=True)
        for number, (brand, article, outcome, offers_here) in enumerate(lines, first):
            its_offers = list(islice(offers, offers_here))
            if (outcome, offers_here) in kinds:
                best = list(starmap(BestOffer, its_offers))
                yield KeptLine(number, brand, article, Outcome(outcome), best)


class ChosenLines:
    """The lines of some kinds in their order, as a sequence that is read a slice at a time."""

    def __init__(self, file: LinesFile, kinds: set[Kind]) -> None:
        self._file = file
        self._kinds = kinds
        self._ends = list(accumulate(file.lines_by_block(kinds)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, wanted: slice) -> list[KeptLine]:
        first, end, _step = wanted.indices(len(self))
        starts = [0, *self._ends]
        blocks = [
            block
            for block, its_end in enumerate(self._ends)
            if starts[block] < end and its_end > first and its_end > starts[block]
        ]
        if not blocks:
            return []
        skipped = first - starts[blocks[0]]
        lines = self._file.read(blocks, self._kinds)
        return list(islice(lines, skipped, skipped + end - first))


def _offer_columns(packed: bytes, count: int) -> "list[array[Any]]":
    """Prices, quantities and the suppliers' numbers of so many offers."""
    columns: list[array[Any]] = [array("d"), array("d"), array("I")]
    start = 0
    for column in columns:
        end = start + count * column.itemsize
        column.frombytes(packed[start:end])
        start = end
    return columns
