from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User

from crossdock.brands.first_aliases import (
    add_first_aliases,
    first_aliases,
    remove_first_aliases,
    unchanged,
)
from crossdock.models import BrandAlias, BrandDecision
from crossdock.offers.brands import BrandSpellings
from crossdock.parts.keys import brand_key
from tests.factories import make_user

MAX_FIRST_ALIASES = 100


def kept() -> set[str]:
    return set(BrandAlias.objects.values_list("alias_key", flat=True))


def test_each_means_one_brand_and_has_its_reason() -> None:
    keys = [each.keys for each in first_aliases()]
    assert len(keys) <= MAX_FIRST_ALIASES
    assert all(all(each) for each in first_aliases())
    assert len({alias for alias, _brand in keys}) == len(keys)
    assert {alias for alias, _brand in keys}.isdisjoint(brand for _alias, brand in keys)


def test_makers_who_are_not_one_stay_apart() -> None:
    spellings = BrandSpellings([each.keys for each in first_aliases()])
    for one, other in (("NRF", "NGK"), ("SKF", "Febi"), ("Mobil", "Mobiletron"), ("MAN", "Mann")):
        assert brand_key(other) not in spellings.of(brand_key(one))
    assert brand_key("Bilstein") not in spellings.of(brand_key("Febi"))


@pytest.fixture
def some(db: None) -> None:
    """Aliases that were there before."""
    BrandAlias.objects.all().delete()
    BrandAlias.objects.create(alias="Mann", brand="MAN")
    BrandAlias.objects.create(alias="Own", brand="Brand")


def test_they_come_and_go_and_nothing_else_does(some: None) -> None:
    added = add_first_aliases()
    assert added == len(unchanged()) == len(first_aliases()) - 1, "Mann meant something already"
    assert BrandAlias.objects.get(alias="Mann").brand == "MAN"
    assert add_first_aliases() == 0
    assert remove_first_aliases() == added
    assert kept() == {"mann", "own"}


def test_what_people_have_changed_or_decided_on_is_theirs(some: None) -> None:
    add_first_aliases()
    changed = BrandAlias.objects.get(alias="Kayaba")
    changed.brand = "Another"
    changed.save()
    BrandDecision.objects.create(
        answer=BrandDecision.Answer.YES,
        key_1="knecht",
        key_2="mahle",
        name_1="Knecht",
        name_2="MAHLE",
        user=User.objects.create(username="staff"),
        alias=BrandAlias.objects.get(alias="Knecht"),
    )
    remove_first_aliases()
    assert kept() == {"mann", "own", "kayaba", "knecht"}


@pytest.mark.django_db
def test_the_migration_switches_them_on_and_takes_nothing_from_people() -> None:
    BrandAlias.objects.create(alias="Mann", brand="MAN")
    decision = {"answer": "NO", "name_1": "x", "name_2": "y", "user": make_user()}
    BrandDecision.objects.create(key_1="kayaba", key_2="kyb", **decision)
    import_module("crossdock.migrations.0003_first_aliases").add_aliases(apps, None)
    assert BrandAlias.objects.get(alias="Mann").brand == "MAN"
    assert kept() == {each.keys[0] for each in first_aliases()} - {"kayaba"}


def test_what_people_have_told_apart_stays_apart(some: None) -> None:
    BrandDecision.objects.create(
        answer=BrandDecision.Answer.NO,
        key_1="knecht",
        key_2="mahleoriginal",
        name_1="Knecht",
        name_2="Mahle",
        user=User.objects.create(username="staff"),
    )
    add_first_aliases()
    spellings = BrandSpellings.load()
    assert "mahleoriginal" not in spellings.of("knecht")
    assert "mahle" in spellings.of("knecht")
