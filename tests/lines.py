"""Result lines as the pipeline hands them on."""

from collections.abc import Iterable

from crossdock.offers.answers import Answers
from crossdock.results.lines import ResultLine, ResultLines
from crossdock.results.remarks import NO_REMARK


def columns(lines: Iterable[ResultLine]) -> ResultLines:
    """The lines, which are easier to write down one by one, as columns."""
    lines = list(lines)
    offers = [offer for line in lines for offer in line.offers]
    answers = Answers(
        [line.outcome for line in lines],
        [len(line.offers) for line in lines],
        [offer.price for offer in offers],
        [offer.quantity for offer in offers],
        [offer.supplier for offer in offers],
        [offer.day for offer in offers],
        [offer.terms_text for offer in offers],
    )
    brands, articles = [line.brand for line in lines], [line.article for line in lines]
    demands = [line.demand for line in lines]
    asks = any(demand is not None for demand in demands)
    others = [line.other for line in lines]
    codes = [line.code for line in lines]
    remarks = {place: line.remark for place, line in enumerate(lines) if line.remark != NO_REMARK}
    asked = demands if asks else None
    return ResultLines(brands, articles, answers, others, asked, codes, remarks)
