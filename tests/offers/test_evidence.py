import json
from datetime import date

from hypothesis import given

from crossdock.offers.evidence import NO_EVIDENCE, Evidence
from tests import lines


@given(lines.evidence)
def test_evidence_is_the_same_after_json(evidence: Evidence) -> None:
    assert Evidence.from_values(json.loads(json.dumps(evidence))) == evidence
    assert bool(evidence) == (evidence != NO_EVIDENCE)


def test_no_more_names_than_are_shown() -> None:
    assert Evidence.of(["a", "b", "c", "d", "e"], 1.5) == Evidence(("a", "b", "c"), 2, 1.5)
    assert Evidence.of(["a"]) == Evidence(("a",), 0)


def test_a_day_is_a_date() -> None:
    assert Evidence(day=20_000).last_day == date(2024, 10, 4)
    assert NO_EVIDENCE.last_day is None
