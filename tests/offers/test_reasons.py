"""Why there are no offers for a part, each reason for itself and all of them in one batch."""

from typing import NoReturn

import pytest

from crossdock.models import BrandAlias, Supplier, SupplierGroup
from crossdock.offers import reasons
from crossdock.offers.answers import Answer
from crossdock.offers.days import FIRST_DAY
from crossdock.offers.evidence import Evidence
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, article_key, brand_key
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db

LOOKBACK = 2


@pytest.fixture
def own() -> Supplier:
    return make_supplier("Own")


@pytest.fixture
def group(own: Supplier) -> SupplierGroup:
    return make_group(own)


def look_up(
    group: SupplierGroup, article: str = "0986452041", brand: str = "BOSCH", number: bool = False
) -> Answer:
    part = Part(brand_key(brand), article_key(article), number)
    search = OfferSearch(group, LOOKBACK, original_query=True)
    return search.answers([part], [article])[0]


def test_offered_by_others_the_cheapest_named_first(group: SupplierGroup) -> None:
    for price in (40, 20, 10, 30):
        make_offer(make_price_list(make_supplier(f"S{price}")), price=str(price))
    make_offer(make_price_list(make_supplier("Disabled", enabled=False)), price="1")
    make_offer(make_price_list(make_supplier("Empty")), price="2", quantity="0")
    make_offer(make_price_list(make_supplier("Old"), days_old=9), price="3")
    evidence = Evidence(("S10", "S20", "S30"), 1, 10)
    assert look_up(group) == Answer([], Outcome.OUTSIDE_GROUP, evidence)


def test_offered_by_disabled_suppliers_alone(group: SupplierGroup, own: Supplier) -> None:
    make_offer(make_price_list(own), price="7")
    Supplier.objects.update(enabled=False)
    assert look_up(group) == Answer([], Outcome.DISABLED_ONLY, Evidence(("Own",), 0, 7))


def test_a_late_list_is_older_but_not_over(group: SupplierGroup, own: Supplier) -> None:
    offer = make_offer(make_price_list(own, days_old=5), price="7")
    seen = Evidence(("Own",), 0, 7, (offer.valid_from - FIRST_DAY).days)
    assert look_up(group) == Answer([], Outcome.TOO_OLD, seen)
    make_offer(make_price_list(own, days_old=1), article="another")
    assert look_up(group) == Answer([], Outcome.OFFERED_BEFORE, seen)
    assert seen.last_day == offer.valid_from


def test_offered_once_outside_the_group(group: SupplierGroup) -> None:
    for name, days_old in (("Long ago", 9), ("Last", 8)):
        make_offer(make_price_list(make_supplier(name), days_old))
    answer = look_up(group)
    assert (answer.outcome, answer.evidence.names) == (Outcome.OFFERED_BEFORE, ("Last",))


def test_nobody_has_any_left(group: SupplierGroup) -> None:
    make_offer(make_price_list(make_supplier()), quantity="0")
    assert look_up(group) == Answer([], Outcome.OUT_OF_STOCK)


def test_known_under_other_brands_those_with_most_offers_first(group: SupplierGroup) -> None:
    for brands in (("SKF", "ATE", "Mann"), ("skf", "ATE"), ("SKF",), ("NGK", "TRW")):
        price_list = make_price_list(make_supplier())
        for brand in brands:
            make_offer(price_list, brand)
    answer = look_up(group, brand="Nobody")
    assert answer.outcome is Outcome.OTHER_BRANDS
    names = [name.upper() for name in answer.evidence.names]
    assert (names, answer.evidence.more) == (["SKF", "ATE", "MANN"], 2)
    BrandAlias.objects.create(alias="SKF", brand="ATE")
    assert look_up(group, brand="Nobody").evidence.more == 1, "two spellings are one brand"
    BrandAlias.objects.create(alias="Nobody", brand="Mann")
    assert look_up(group, brand="Nobody").outcome is Outcome.OUTSIDE_GROUP


def test_an_unknown_article_of_a_known_brand(group: SupplierGroup, own: Supplier) -> None:
    make_offer(make_price_list(own), "Mobis")
    assert look_up(group, "1", "Hyundai/Kia") == Answer([], Outcome.NEVER_SEEN)
    assert look_up(group, "1", "BOSCH") == Answer([], Outcome.UNKNOWN_BRAND)


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("4861965AA", "0486-1965AA"),
        ("04861965AA", "4861965AA"),
        ("O4861965AA", "04861965AA"),
        ("04861965AA", "O4861965AA"),
        ("486I965O", "486I9650"),
        ("04861965AA, 04861966AA", "04861966AA"),
        ("BOSCH 04861965AA", "04861965AA"),
    ],
)
def test_what_a_line_may_have_meant(
    asked: str, offered: str, group: SupplierGroup, own: Supplier
) -> None:
    price_list = make_price_list(own)
    make_offer(price_list, "BOSCH", offered, price="12.5")
    make_offer(price_list, "SKF", asked)  # another brand's is not meant
    answer = look_up(group, asked)
    assert answer.offers == []
    assert answer.evidence.hint is not None
    assert answer.evidence.hint[1:] == (1, 12.5)
    assert article_key(answer.evidence.hint.article) == article_key(offered)


def test_nothing_is_hinted_at_that_has_no_offers(group: SupplierGroup, own: Supplier) -> None:
    make_offer(make_price_list(own), "BOSCH", "04861965AA", quantity="0")
    assert look_up(group, "4861965AA") == Answer([], Outcome.NEVER_SEEN)


def test_an_article_stored_as_a_number_is_the_same_without_its_zeros(group: SupplierGroup) -> None:
    make_offer(make_price_list(make_supplier("Other")), "BOSCH", "00123", price="7")
    answer = look_up(group, "123", number=True)
    assert answer == Answer([], Outcome.OUTSIDE_GROUP, Evidence(("Other",), 0, 7))


def test_a_batch_takes_as_many_queries_as_a_line(group: SupplierGroup, own: Supplier) -> None:
    price_list = make_price_list(own)
    make_offer(price_list)
    make_offer(make_price_list(make_supplier(), 9), article="old")
    search = OfferSearch(group, LOOKBACK, original_query=True)
    executed: list[str] = []
    execute = search.database.from_table
    search.database.from_table = lambda query, parameters: (  # type: ignore[method-assign]
        executed.append(query) or execute(query, parameters)  # type: ignore[func-returns-value]
    )
    search.answers([Part("bosch", "0986452041")])
    assert len(executed) == 1, "what is found costs nothing more"
    executed.clear()
    lines = ["old", "O986452041", "unknown", "1 0986452041"] * 9
    answers = search.answers([Part("bosch", article_key(line)) for line in lines], lines)
    assert not any(answer.offers for answer in answers)
    assert len(executed) == len(set(executed)) + 1, "hints are looked up as parts are"


class Unwalked(dict[str, bool]):
    """A dict that is only asked for one key at a time, however many it has."""

    def keys(self) -> NoReturn:
        raise AssertionError("walked through for each line")


def test_a_list_with_a_new_brand_in_each_line_costs_no_more_for_those_before(
    group: SupplierGroup, own: Supplier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "MAX_BRANDS", 10)
    make_offer(make_price_list(own), article="1")
    search = OfferSearch(group, LOOKBACK, original_query=True)
    search.reasons._known_brands = Unwalked()
    for batch in range(8):
        brands = [f"b{batch}{number}" for number in range(4)]
        answers = search.answers([Part(brand, "x") for brand in ("bosch", *brands)])
        outcomes = [answer.outcome for answer in answers]
        assert outcomes == [Outcome.NEVER_SEEN, *[Outcome.UNKNOWN_BRAND] * 4]
    assert len(search.reasons._known_brands) <= 10 + 5
