"""After Yes exactly the lines concerned change; after undoing it everything is as before."""

from contextlib import suppress

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crossdock.brands.deciding import Answer, decide, undo
from crossdock.errors import UserError
from crossdock.models import (
    BrandAlias,
    BrandComparison,
    BrandDecision,
    BrandSuggestion,
    PriceList,
    Supplier,
    SupplierGroup,
)
from crossdock.offers.answers import Answer as LineAnswer
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, brand_key
from tests.brands.conftest import offer
from tests.factories import make_group, make_user

pytestmark = pytest.mark.django_db(transaction=True)

BRANDS = ("MANN", "MANN-FILTER", "Mann Hummel", "Bosch")
ARTICLES = ("W712", "W713", "W714")


def suggestion(name_1: str, name_2: str, suppliers_1: int = 1, suppliers_2: int = 2):
    sides = sorted(
        [(brand_key(name_1), name_1, suppliers_1), (brand_key(name_2), name_2, suppliers_2)]
    )
    (key_1, name_1, suppliers_1), (key_2, name_2, suppliers_2) = sides
    return BrandSuggestion(
        rule="A",
        key_1=key_1,
        key_2=key_2,
        name_1=name_1,
        name_2=name_2,
        suppliers_1=suppliers_1,
        suppliers_2=suppliers_2,
        lines=41,
    )


@pytest.fixture
def staff(db: None) -> User:
    return make_user("staff", is_staff=True)


def aliases() -> list[tuple[str, str]]:
    return list(BrandAlias.objects.order_by("alias").values_list("alias", "brand"))


def test_yes_makes_the_alias_of_the_name_that_fewer_suppliers_use(staff):
    before = aliases()
    decision = decide(suggestion("MANN", "MANN-FILTER"), Answer.YES, staff)
    assert set(aliases()) - set(before) == {("MANN", "MANN-FILTER")}
    assert (decision.change, decision.lines, decision.user) == ("MANN → MANN-FILTER", 41, staff)
    decide(suggestion("Knecht", "Mahle", suppliers_1=5), Answer.YES, staff)
    assert ("Mahle", "Knecht") in aliases()


@pytest.mark.parametrize("answer", [Answer.NO, Answer.LATER, Answer.PROPOSED])
def test_other_answers_change_nothing(staff, answer):
    before = aliases()
    assert decide(suggestion("MANN", "MANN-FILTER"), answer, staff).change == ""
    assert aliases() == before


def test_a_name_that_means_a_brand_already_brings_that_brand_along(staff):
    BrandAlias.objects.create(alias="MANN", brand="Mann Hummel")
    decide(suggestion("MANN", "MANN-FILTER"), Answer.YES, staff)
    assert ("Mann Hummel", "MANN-FILTER") in aliases()


def test_what_was_decided_is_not_decided_again(staff):
    pair = suggestion("MANN", "MANN-FILTER")
    decide(pair, Answer.NO, staff)
    with pytest.raises(UserError, match="different brands"):
        decide(pair, Answer.YES, staff)
    with pytest.raises(UserError, match="meanwhile"):
        decide(pair, Answer.NO, staff)
    undo(BrandDecision.objects.get(), staff)
    assert BrandComparison.objects.exists(), "it is to be asked about again"
    decide(pair, Answer.YES, staff)
    with pytest.raises(UserError, match="already"):
        decide(pair, Answer.NO, staff)


def test_yes_makes_no_brands_one_that_were_told_apart_by_a_third(staff):
    decide(suggestion("MANN", "Bosch"), Answer.NO, staff)
    decide(suggestion("MANN", "MANN-FILTER"), Answer.YES, staff)
    before = aliases()
    with pytest.raises(UserError, match="staff has said that Bosch and MANN are different"):
        decide(suggestion("MANN-FILTER", "Bosch"), Answer.YES, staff)
    assert aliases() == before


def test_an_alias_that_was_changed_since_is_nobodys_to_remove(staff):
    decision = decide(suggestion("MANN", "MANN-FILTER"), Answer.YES, staff)
    decision.alias.brand = "Mann Hummel"
    decision.alias.save()
    with pytest.raises(UserError, match="MANN → Mann Hummel"):
        undo(decision, staff)
    assert BrandAlias.objects.filter(pk=decision.alias.pk).exists()
    decision.alias.delete()
    undo(decision, staff)
    with pytest.raises(UserError, match="undone already"):
        undo(decision, staff)


pairs = st.tuples(st.sampled_from(BRANDS), st.sampled_from(BRANDS)).filter(lambda p: p[0] != p[1])
listed = st.lists(
    st.dictionaries(st.sampled_from(BRANDS), st.lists(st.sampled_from(ARTICLES), min_size=1)),
    min_size=1,
    max_size=3,
)


def answers(group: SupplierGroup) -> dict[Part, LineAnswer]:
    """What a task would find for each part; the original query says the same."""
    parts = [Part(brand_key(brand), article) for brand in BRANDS for article in ARTICLES]
    found = OfferSearch(group, 2).answers(parts)
    assert found == OfferSearch(group, 2, original_query=True).answers(parts)
    return dict(zip(parts, found, strict=True))


@given(lists=listed, pair=pairs, earlier=st.none() | pairs)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_exactly_the_lines_of_the_two_brands_change_and_undoing_restores_all(lists, pair, earlier):
    for model in (BrandDecision, BrandAlias, PriceList, SupplierGroup, Supplier):
        model.objects.all().delete()
    staff = User.objects.filter(username="staff").first() or make_user("staff", is_staff=True)
    group = make_group(*offer(*lists))
    if earlier:
        decide(suggestion(*earlier), Answer.YES, staff)
    before, aliases_before = answers(group), aliases()
    with suppress(UserError):
        decision = decide(suggestion(*pair), Answer.YES, staff)
        after = answers(group)
        one = {brand_key(name) for name in pair}
        if earlier and one & {brand_key(name) for name in earlier}:
            one |= {brand_key(name) for name in earlier}
        offered = {part for part, answer in before.items() if answer.offers}
        for part in before:
            is_concerned = part.brand_key in one and any(
                Part(key, part.article_key) in offered for key in one - {part.brand_key}
            )
            if is_concerned:
                assert after[part].offers
            else:  # why there are none may be said in other words
                assert after[part].offers == before[part].offers
        undo(decision, staff)
    assert answers(group) == before
    assert aliases() == aliases_before
