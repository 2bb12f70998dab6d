from collections.abc import Callable
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from crossdock.models import BrandAlias, Offer
from crossdock.offers.brands import BrandSpellings
from crossdock.offers.current import Refresh
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part
from tests.factories import make_group, make_offer, make_price_list, make_supplier

APP = "crossdock"
Migrate = Callable[[], None]


@pytest.fixture
def migrate(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Migrate:
    """Has the rows go back to before the migration and through it; they are made before that.

    Today's models know today's tables alone.
    """
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes(APP)
    BrandAlias.objects.all().delete()
    later = import_module("crossdock.migrations.0025_first_aliases")
    monkeypatch.setattr(later, "missing", lambda *_others: [])

    def back_and_forth() -> None:
        for target in ([(APP, "0013_notices")], leaves):
            MigrationExecutor(connection).migrate(target)

    return back_and_forth


def make_old_offer(brand: str, article: str, brand_key: str, article_key: str) -> Offer:
    offer = make_offer(make_price_list(make_supplier()), brand, article)
    Offer.objects.filter(pk=offer.pk).update(brand_key=brand_key, article_key=article_key)
    return offer


def make_old_alias(alias: str, brand: str, alias_key: str, brand_key: str) -> None:
    row = BrandAlias(alias=alias, brand=brand, alias_key=alias_key, brand_key=brand_key)
    BrandAlias.objects.bulk_create([row])  # save() would make the keys anew


def test_offers_have_new_keys_and_are_found_at_once(migrate: Migrate) -> None:
    offers = [
        make_old_offer("MANN-FILTER", "W 712/75", "mann-filter", "W71275"),
        make_old_offer("Mann Filter™", "W712/75 №", "mann filtertm", "W71275NO"),
        make_old_offer("ЗАЗ", "1102-1001", "заз", "11021001"),
    ]
    Refresh().run()
    migrate()
    keys = [("mannfilter", "W71275")] * 2 + [("зaз", "11021001")]
    stored = Offer.objects.order_by("pk").values_list("brand_key", "article_key")
    assert list(stored) == keys
    search = OfferSearch(make_group(*(offer.supplier for offer in offers)), 0)
    answers = search.answers([Part("mannfilter", "W71275"), Part("зaз", "11021001")])
    assert [len(answer.offers) for answer in answers] == [2, 1]
    assert answers[1].offers[0].price == Decimal(100)


def test_many_offers_go_through_in_pieces(
    migrate: Migrate, monkeypatch: pytest.MonkeyPatch
) -> None:
    price_list = make_price_list(make_supplier())
    for number in range(7):
        make_offer(price_list, "LEMFÖRDER", f"A{number}")
    Offer.objects.update(brand_key="lemförder")
    monkeypatch.setattr(import_module("crossdock.migrations.0014_new_keys"), "ROWS_AT_ONCE", 3)
    migrate()
    assert list(Offer.objects.values_list("brand_key", flat=True)) == ["lemforder"] * 7


def test_of_aliases_that_become_one_the_newest_stays(migrate: Migrate) -> None:
    make_old_alias("Mann Filter", "Mahle", "mann filter", "mahle")
    make_old_alias("MANN-FILTER", "MANN", "mann-filter", "mann")
    make_old_alias("Hyundai / Kia", "Hyundai/Kia", "hyundai / kia", "hyundai/kia")
    make_old_alias("Hyundai/Kia/Mobis", "Hyundai/Kia", "hyundai/kia/mobis", "hyundai/kia")
    make_old_alias("Mobis", "Hyundai/Kia", "mobis", "hyundai/kia")
    make_old_alias("®", "BOSCH", "®", "bosch")
    migrate()
    assert set(BrandAlias.objects.values_list("alias", "alias_key", "brand_key")) == {
        ("MANN-FILTER", "mannfilter", "mann"),
        ("Hyundai/Kia/Mobis", "hyundaikiamobis", "hyundaikia"),
        ("Mobis", "mobis", "hyundaikia"),
    }
    spellings = BrandSpellings.load().of("hyundaikia")
    assert spellings == ("hyundaikia", "hyundaikiamobis", "mobis")


def test_a_new_key_that_another_alias_had_before_is_no_clash(migrate: Migrate) -> None:
    make_old_alias("ABC™", "Brand 1", "abctm", "brand 1")
    make_old_alias("ABC-TM", "Brand 2", "abc-tm", "brand 2")
    migrate()
    assert set(BrandAlias.objects.values_list("alias_key", "brand_key")) == {
        ("abc", "brand1"),
        ("abctm", "brand2"),
    }
