from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from crossdock.pipeline.offers import Answer, OfferSearch
from crossdock.pipeline.outcomes import Outcome
from crossdock.pipeline.request_file import RequestLine
from crossdock.pipeline.result_lines import ResultLine

AHEAD = 2
"""Batches that wait to be looked up, so that the database always has one to work on."""

Answers = Callable[[], list[Answer]]
"""What makes the answers, once the database has answered."""


def match(
    batches: Iterable[Sequence[RequestLine]], search: OfferSearch
) -> Generator[list[ResultLine]]:
    """Answer request lines, in their order and batches, each of them by one query or two.

    Batches are looked up while the caller still works on the ones before. To be closed: until then
    the search is in another thread's hands.
    """
    ahead: deque[tuple[Sequence[RequestLine], Future[Answers]]] = deque()
    thread = ThreadPoolExecutor(1, thread_name_prefix="look-up")
    try:
        for batch in batches:
            ahead.append((batch, thread.submit(_look_up, batch, search)))
            if len(ahead) > AHEAD:
                yield list(_answered(*ahead.popleft()))
        while ahead:
            yield list(_answered(*ahead.popleft()))
    finally:
        thread.shutdown(cancel_futures=True)


def _look_up(batch: Sequence[RequestLine], search: OfferSearch) -> Answers:
    """The answers for those lines that have no problem."""
    asked = [line for line in batch if line.problem is None]
    answers = search.ask([line.part for line in asked])
    if not any(line.stored_as_number for line in asked):
        return answers
    made = answers()
    again = [
        place
        for place, line in enumerate(asked)
        if line.stored_as_number and made[place].outcome is Outcome.NOT_FOUND
    ]
    parts = [asked[place].part._replace(ignore_zeros=True) for place in again]
    for place, answer in zip(again, search.answers(parts), strict=True):
        made[place] = answer
    return lambda: made


def _answered(batch: Sequence[RequestLine], answers: "Future[Answers]") -> Iterator[ResultLine]:
    found = iter(answers.result()())
    for line in batch:
        offers, outcome = next(found) if line.problem is None else ((), line.problem)
        yield ResultLine(line.brand, line.article, offers, outcome, line.other)
