from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from crossdock.batches import in_batches
from crossdock.pipeline.offers import Answer, OfferSearch, Part
from crossdock.pipeline.outcomes import Outcome
from crossdock.pipeline.request_file import RequestLine
from crossdock.pipeline.result_lines import ResultLine
from crossdock.spreadsheets.cells import HEAVIEST_BATCH, weight_of

BATCH = 2000
"""Lines looked up by one query: enough that a query's fixed cost is small, small enough that
progress is seen to move and a wish to cancel is heard within a fraction of a second."""

AHEAD = 2
"""Batches that wait to be looked up, so that the database always has one to work on."""

Answers = Callable[[], list[Answer]]
"""What makes the answers, once the database has answered."""


def match(lines: Iterable[RequestLine], search: OfferSearch) -> Generator[list[ResultLine]]:
    """Answer request lines, a batch at a time and in their order.

    Batches are looked up while the caller still works on the ones before. To be closed: until then
    the search is in another thread's hands.
    """
    ahead: deque[tuple[list[RequestLine], Future[Answers]]] = deque()
    thread = ThreadPoolExecutor(1, thread_name_prefix="look-up")
    try:
        for batch in in_batches(lines, BATCH, weight=_weight, heaviest=HEAVIEST_BATCH):
            ahead.append((batch, thread.submit(_look_up, batch, search)))
            if len(ahead) > AHEAD:
                yield list(_answered(*ahead.popleft()))
        while ahead:
            yield list(_answered(*ahead.popleft()))
    finally:
        thread.shutdown(cancel_futures=True)


def _weight(line: RequestLine) -> int:
    return len(line.brand) + len(line.article) + weight_of(line.other)


def _look_up(batch: Sequence[RequestLine], search: OfferSearch) -> Answers:
    """The answers for those lines that have no problem."""
    asked = [line for line in batch if line.problem is None]
    answers = search.ask([Part(line.brand_key, line.article_key) for line in asked])
    if not any(line.stored_as_number for line in asked):
        return answers
    made = answers()
    again = [
        place
        for place, line in enumerate(asked)
        if line.stored_as_number and made[place].outcome is Outcome.NOT_FOUND
    ]
    parts = [Part(asked[place].brand_key, asked[place].article_key, True) for place in again]
    for place, answer in zip(again, search.answers(parts), strict=True):
        made[place] = answer
    return lambda: made


def _answered(batch: Sequence[RequestLine], answers: "Future[Answers]") -> Iterator[ResultLine]:
    found = iter(answers.result()())
    for line in batch:
        offers, outcome = next(found) if line.problem is None else ((), line.problem)
        yield ResultLine(line.brand, line.article, offers, outcome, line.other)
