from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from crossdock.pipeline.offers import Answer, OfferSearch, Part
from crossdock.pipeline.outcomes import Outcome
from crossdock.pipeline.request_file import RequestLine
from crossdock.pipeline.result_lines import ResultLine

BATCH = 2000
"""Lines looked up by one query: enough that a query's fixed cost is small, small enough that
progress is seen to move and a wish to cancel is heard within a fraction of a second."""


def match(lines: Iterable[RequestLine], search: OfferSearch) -> Iterator[list[ResultLine]]:
    """Answer request lines, a batch at a time and in their order."""
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        answers = _look_up(batch, search)
        yield [
            ResultLine(line.brand, line.article, answer.offers, answer.outcome, line.other)
            for line, answer in zip(batch, answers, strict=True)
        ]


def _look_up(batch: Sequence[RequestLine], search: OfferSearch) -> list[Answer]:
    answers = [Answer((), line.problem or Outcome.NOT_FOUND) for line in batch]
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
