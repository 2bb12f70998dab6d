from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from crossdock.pipeline.offers import Answer, OfferSearch, Part
from crossdock.pipeline.outcomes import Outcome
from crossdock.pipeline.request_file import RequestLine
from crossdock.pipeline.result_lines import ResultLine

BATCH = 2000
"""Lines looked up by one query: enough that a query's fixed cost is small, small enough that
progress is seen to move and a wish to cancel is heard within a fraction of a second."""

AHEAD = 2
"""Batches that wait to be looked up, so that the database always has one to work on."""


def match(lines: Iterable[RequestLine], search: OfferSearch) -> Generator[list[ResultLine]]:
    """Answer request lines, a batch at a time and in their order.

    Batches are looked up while the caller still works on the ones before. To be closed: until then
    the search is in another thread's hands.
    """
    rest = iter(lines)
    ahead: deque[Future[list[ResultLine]]] = deque()
    thread = ThreadPoolExecutor(1, thread_name_prefix="look-up")
    try:
        while batch := list(islice(rest, BATCH)):
            ahead.append(thread.submit(_answered, batch, search))
            if len(ahead) > AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        thread.shutdown(cancel_futures=True)


def _answered(batch: Sequence[RequestLine], search: OfferSearch) -> list[ResultLine]:
    return [
        ResultLine(line.brand, line.article, answer.offers, answer.outcome, line.other)
        for line, answer in zip(batch, _look_up(batch, search), strict=True)
    ]


def _look_up(batch: Sequence[RequestLine], search: OfferSearch) -> list[Answer]:
    answers = [Answer([], line.problem or Outcome.NOT_FOUND) for line in batch]
    asked = [place for place, line in enumerate(batch) if line.problem is None]
    _ask(search, batch, asked, answers, ignore_zeros=False)
    asked = [
        place
        for place in asked
        if batch[place].stored_as_number and answers[place].outcome is Outcome.NOT_FOUND
    ]
    _ask(search, batch, asked, answers, ignore_zeros=True)
    return answers


def _ask(
    search: OfferSearch,
    batch: Sequence[RequestLine],
    asked: Sequence[int],
    answers: list[Answer],
    *,
    ignore_zeros: bool,
) -> None:
    """Put the answers for the asked places of the batch into `answers`."""
    if asked:
        parts = [
            Part(batch[place].brand_key, batch[place].article_key, ignore_zeros) for place in asked
        ]
        for place, answer in zip(asked, search.answers(parts), strict=True):
            answers[place] = answer
