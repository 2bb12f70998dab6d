import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from crossdock.models import Basket, PurchasingRule, RuleSet
from crossdock.models.baskets import MAX_KEPT
from crossdock.models.lifecycle import Status
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask


def test_one_at_a_time_and_only_the_latest_are_kept(task_in: MakeTask, alice: User) -> None:
    task = task_in(Status.SUCCESS)
    for _ in range(MAX_KEPT):  # one by one, for the order goes by the database's time
        Basket.objects.create(task=task, user=alice, status=Status.FAILURE)
    oldest = Basket.objects.filter(task=task).last()
    basket = Basket.ask_for(task, user=alice)
    assert Basket.latest_of(task) == basket
    assert Basket.objects.filter(task=task).count() == MAX_KEPT
    assert oldest not in Basket.objects.all()
    assert Basket.ask_for(task, user=alice) is None


def test_the_wish_for_the_best_so_far_is_of_one_attempt(task_in: MakeTask, alice: User) -> None:
    basket = Basket.ask_for(task_in(Status.SUCCESS), user=alice)
    assert basket is not None
    assert basket.take_best_so_far()
    assert basket.cancel()
    assert not basket.take_best_so_far()
    assert basket.retry()
    basket.refresh_from_db()
    assert not basket.takes_best_so_far


@pytest.mark.django_db
def test_a_rule_is_about_a_supplier_or_a_brand() -> None:
    rules = RuleSet.objects.create(name="Ours")
    rule = PurchasingRule.objects.create(
        rule_set=rules, wish=PurchasingRule.Wish.NEVER, brand="Mann-Filter"
    )
    assert (str(rule), rule.brand_key) == ("Never: Mann-Filter", "mannfilter")
    with pytest.raises(IntegrityError), transaction.atomic():
        PurchasingRule.objects.create(rule_set=rules, wish=PurchasingRule.Wish.NEVER)
