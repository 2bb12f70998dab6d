import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from crossdock.brands.by_hand import change_alias, delete_alias, make_alias, tell_apart
from crossdock.brands.deciding import undo
from crossdock.errors import UserError
from crossdock.models import BrandAlias, BrandDecision
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Answer = BrandDecision.Answer


@pytest.fixture
def staff(db: None) -> User:
    return make_user("staff", is_staff=True)


@pytest.fixture
def teves(staff: User) -> BrandAlias:
    return make_alias(BrandAlias(alias="Teves", brand="ATE"), staff).alias


def aliases() -> list[tuple[str, str]]:
    return list(BrandAlias.objects.order_by("alias").values_list("alias", "brand"))


def standing() -> list[tuple[str, str]]:
    decisions = BrandDecision.standing().order_by("pk")
    return [(decision.answer, str(decision)) for decision in decisions]


def test_an_alias_of_somebody_s_own_is_a_decision_too(staff: User) -> None:
    decision = make_alias(BrandAlias(alias="Teves", brand="ATE"), staff)
    assert (decision.key_1, decision.name_1, decision.name_2) == ("ate", "ATE", "Teves")
    assert (decision.answer, decision.change) == (Answer.YES, "Teves → ATE")
    undo(decision, staff)
    assert aliases() == []
    tell_apart("Teves", "ATE", staff)
    with pytest.raises(UserError, match="different brands"):
        make_alias(BrandAlias(alias="Teves", brand="ATE"), staff)
    assert aliases() == []


def test_a_changed_alias_is_another_decision_and_undoing_it_brings_the_first_back(
    staff: User, teves: BrandAlias
) -> None:
    assert change_alias(teves, staff) is None, "it says the same"
    teves.brand = "Continental"
    decision = change_alias(teves, staff)
    assert decision is not None
    assert aliases() == [("Teves", "Continental")]
    assert (decision.change, decision.aliases_taken) == ("Teves → Continental", ["Teves → ATE"])
    assert standing() == [(Answer.YES, "Continental – Teves")]
    undo(decision, staff)
    assert aliases() == [("Teves", "ATE")]
    assert standing() == []


def test_a_deleted_alias_says_that_the_brands_are_different(staff: User, teves: BrandAlias) -> None:
    decision = delete_alias(teves, staff)
    assert aliases() == []
    assert standing() == [(Answer.NO, "ATE – Teves")]
    assert BrandDecision.told_apart() == {("ate", "teves")}
    undo(decision, staff)
    assert aliases() == [("Teves", "ATE")]
    delete_alias(BrandAlias.objects.get(), staff)
    BrandAlias.objects.create(alias="Teves", brand="Continental")
    with pytest.raises(UserError, match="means another brand by now"):
        undo(BrandDecision.standing().get(), staff)
    assert aliases() == [("Teves", "Continental")]


def test_no_by_hand_needs_two_brands_that_are_not_one(staff: User, teves: BrandAlias) -> None:
    with pytest.raises(UserError, match="one brand already"):
        tell_apart("ATE", "teves", staff)
    for names in (("ATE", "®"), ("ATE", "A.T.E.")):
        with pytest.raises(ValidationError):
            tell_apart(*names, staff)
    tell_apart("NRF", "NGK", staff)
    with pytest.raises(UserError, match="meanwhile"):
        tell_apart("NGK", "nrf", staff)
    assert BrandDecision.told_apart() == {("ngk", "nrf")}
