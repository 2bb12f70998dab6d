import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.utils import timezone

from crossdock.models import BrandDecision
from crossdock.models.brand_decisions import LATER
from tests.world import *  # noqa: F403  # its fixtures

Answer = BrandDecision.Answer


def decided(answer: str, user: User, *keys: str) -> BrandDecision:
    key_1, key_2 = keys
    names = {"name_1": key_1.upper(), "name_2": key_2.upper()}
    return BrandDecision.objects.create(answer=answer, key_1=key_1, key_2=key_2, user=user, **names)


def test_no_is_kept_and_later_for_a_time(staff: User) -> None:
    decided(Answer.NO, staff, "mann", "mannfilter")
    decided(Answer.LATER, staff, "ngk", "nrf")
    assert BrandDecision.told_apart() == {("mann", "mannfilter")}
    assert BrandDecision.put_off() == {("ngk", "nrf")}
    BrandDecision.objects.update(created_at=timezone.now() - LATER)
    assert BrandDecision.put_off() == set()
    assert BrandDecision.told_apart() == {("mann", "mannfilter")}


def test_one_that_is_undone_says_nothing_and_the_pair_may_be_decided_again(staff: User) -> None:
    decision = decided(Answer.NO, staff, "mann", "mannfilter")
    BrandDecision.objects.update(undone_at=timezone.now())
    assert BrandDecision.told_apart() == set()
    assert decision not in BrandDecision.standing()
    decided(Answer.YES, staff, "mann", "mannfilter")
    with pytest.raises(IntegrityError):
        decided(Answer.NO, staff, "mann", "mannfilter")
