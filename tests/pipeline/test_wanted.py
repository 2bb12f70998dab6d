import pytest

from crossdock.models import BrandAlias
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import Part, article_key, brand_key
from crossdock.pipeline.request_file import RequestLines
from crossdock.pipeline.wanted import wanted_parts

pytestmark = pytest.mark.django_db


def lines(*rows, demands=None, ceilings=None, problems=None):
    """A batch of request lines for rows of brand and article."""
    brands, articles = zip(*rows, strict=True)
    parts = [Part(brand_key(brand), article_key(article)) for brand, article in rows]
    other = [[]] * len(rows)
    columns = (brands, articles, parts, problems or {}, other)
    return RequestLines(*columns, demands=demands, ceilings=ceilings)


def test_equal_parts_are_added_up_also_under_an_alias():
    BrandAlias.objects.create(alias="Bosh", brand="BOSCH")
    batches = [
        lines(("BOSCH", "1"), ("SKF", "2"), demands=[2.0, 1.0], ceilings=[None, 7.0]),
        lines(("Bosh", "1"), demands=[3.0], ceilings=[5.0]),
    ]
    wanted = wanted_parts(batches)
    assert [(each.lines, each.asked, each.ceiling) for each in wanted.parts] == [
        ((1, 3), 5, 5.0),
        ((2,), 1, 7.0),
    ]


def test_lines_that_cannot_be_looked_up_stay_apart_and_empty_ones_count_as_lines():
    rows = (("", ""), ("BOSCH", ""), ("BOSCH", ""), ("SKF", "1"))
    problems = {0: Outcome.EMPTY, 1: Outcome.NO_ARTICLE, 2: Outcome.NO_ARTICLE}
    wanted = wanted_parts([lines(*rows, problems=problems)])
    assert [each.lines for each in wanted.parts] == [(2,), (3,), (4,)]


def test_lines_ordered_before_are_left_out():
    wanted = wanted_parts([lines(("BOSCH", "1"), ("SKF", "2"))], ordered=frozenset({1}))
    assert [each.lines for each in wanted.parts] == [(2,)]
    assert [str(note) for note in wanted.notes()] == [
        "Lines without a quantity, which count as one piece: 1.",
        "Lines that have been ordered before and are left out: 1.",
    ]
