from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from crossdock.offers.answers import Answers
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.ceilings import under_ceilings
from crossdock.pipeline.request_file import RequestLines
from crossdock.results.lines import ResultLines
from crossdock.results.purchases import PRICE_DIGITS
from crossdock.results.remarks import NO_REMARK, Remark

BATCHES_AHEAD = 2
"""Batches that wait to be looked up, so that the database always has one to work on."""

TELLING = (None, Outcome.SEVERAL_ARTICLES)
"""Of a line with another problem the article is not what stands there."""


def match(batches: Iterable[RequestLines], search: OfferSearch) -> Generator[ResultLines]:
    """Answer request lines, in their order and batches, each of them by a few queries.

    Batches are looked up while the caller still works on the ones before. To be closed: until then
    the search is in another thread's hands.
    """
    ahead: deque[tuple[RequestLines, Future[Callable[[], Answers]]]] = deque()
    thread = ThreadPoolExecutor(1, thread_name_prefix="look-up")
    try:
        for batch in batches:
            ahead.append((batch, thread.submit(search.look_up, batch.parts, batch.articles)))
            if len(ahead) > BATCHES_AHEAD:
                yield _answered(*ahead.popleft())
        while ahead:
            yield _answered(*ahead.popleft())
    finally:
        thread.shutdown(cancel_futures=True)


def _answered(batch: RequestLines, look_up: "Future[Callable[[], Answers]]") -> ResultLines:
    answers = look_up.result()().with_outcomes(batch.problems)
    remarks = dict(batch.remarks)
    for place, evidence in answers.evidence.items():
        if batch.problems.get(place) in TELLING:
            remark = remarks.get(place)
            remarks[place] = (
                remark._replace(evidence=evidence) if remark else Remark(evidence=evidence)
            )
    if batch.ceilings is not None:
        answers, cheapest = under_ceilings(answers, batch.ceilings)
        for place, price in cheapest.items():
            excess = round(price - (batch.ceilings[place] or 0), PRICE_DIGITS)
            remark = remarks.get(place, NO_REMARK)
            remarks[place] = remark._replace(cheapest=price, excess=excess)
    columns = (batch.brands, batch.articles, batch.parts, answers, batch.other, batch.demands)
    return ResultLines(*columns, batch.codes, remarks)
