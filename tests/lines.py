"""Result lines as the pipeline hands them on."""

from collections.abc import Iterable

from hypothesis import strategies as st

from crossdock.offers.answers import Answers
from crossdock.offers.evidence import NO_EVIDENCE, Evidence, Hint
from crossdock.parts.keys import Part, article_key, brand_key
from crossdock.results.lines import ResultLine, ResultLines
from crossdock.results.remarks import NO_REMARK

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_prices = st.floats(min_value=0, max_value=10**9)
evidence = st.one_of(
    st.just(NO_EVIDENCE),
    st.builds(
        Evidence,
        st.lists(_texts, max_size=3).map(tuple),
        st.integers(0, 99),
        st.one_of(st.none(), _prices),
        st.one_of(st.none(), st.integers(0, 30_000)),
        st.one_of(st.none(), st.builds(Hint, _texts, st.integers(1, 3), _prices)),
    ),
)
"""What may be said of a line without offers."""


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
    parts = [Part(brand_key(line.brand), article_key(line.article)) for line in lines]
    demands = [line.demand for line in lines]
    asks = any(demand is not None for demand in demands)
    others = [line.other for line in lines]
    codes = [line.code for line in lines]
    remarks = {place: line.remark for place, line in enumerate(lines) if line.remark != NO_REMARK}
    asked = demands if asks else None
    return ResultLines(brands, articles, parts, answers, others, asked, codes, remarks)
