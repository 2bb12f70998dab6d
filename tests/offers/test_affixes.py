import pytest

from crossdock.models import BrandAffix
from crossdock.offers.affixes import MAX_AFFIXES, Affixes
from crossdock.offers.brands import BrandSpellings
from crossdock.offers.database import OfferDatabase
from crossdock.parts.keys import Part
from tests.factories import make_price_list, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def affixes() -> Affixes:
    make_price_list(make_supplier())
    BrandAffix.objects.create(brand_key="bosch", affix="BOS", is_prefix=True, suppliers=2)
    BrandAffix.objects.create(brand_key="bosch", affix="BO", is_prefix=False, suppliers=1)
    for number in range(MAX_AFFIXES + 1):
        BrandAffix.objects.create(brand_key="skf", affix=f"S{number}", is_prefix=True, suppliers=1)
    affixes = Affixes(BrandSpellings([]), OfferDatabase(original_query=True))
    affixes.learn({"bosch", "skf", "trw"})
    return affixes


@pytest.mark.parametrize(
    ("article", "others"),
    [
        ("0986452041", ["BOS0986452041", "0986452041BO"]),
        ("BOS0986452041", ["0986452041", "BOS0986452041BO"]),
        ("BOS123", ["BOS123BO"]),  # too little would be left
    ],
)
def test_letters_are_added_or_taken_away(affixes: Affixes, article: str, others: list[str]) -> None:
    assert list(affixes.others(Part("bosch", article))) == others


def test_of_many_letters_some_are_tried_and_each_brand_is_asked_for_once(
    affixes: Affixes,
) -> None:
    assert len(list(affixes.others(Part("skf", "6204")))) == MAX_AFFIXES
    assert list(affixes.others(Part("trw", "GDB1"))) == []
    BrandAffix.objects.all().delete()
    affixes.learn(["bosch"])
    assert list(affixes.others(Part("bosch", "1234")))
