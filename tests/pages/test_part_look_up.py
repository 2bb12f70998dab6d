import pytest

from crossdock.models import SupplierGroup
from crossdock.offers.outcomes import Outcome
from crossdock.pages.part_look_up import LookUp, look_up
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SupplierGroup:
    supplier = make_supplier()
    price_list = make_price_list(supplier)
    make_offer(price_list, "Mann Filter", "W712")
    make_offer(price_list, "TRW", "GDB1")
    return make_group(supplier)


def parts(found: LookUp) -> list[tuple[str, str]]:
    return [(part.brand, part.article) for part in found.parts]


@pytest.mark.parametrize(
    ("brand", "article"),
    [("mann filter", "w 712"), ("", "W712"), ("", "Mann Filter W 712")],
)
def test_a_part_is_found_by_what_is_known_of_it(
    group: SupplierGroup, brand: str, article: str
) -> None:
    found = look_up(brand, article, group, 2)
    assert [(name.lower(), key.replace(" ", "").upper()) for name, key in parts(found)] == [
        ("mann filter", "W712")
    ]


def test_where_nothing_is_found_it_says_what_else_is_known(group: SupplierGroup) -> None:
    other_brand = look_up("TRW", "W712", group, 2)
    assert (parts(other_brand), other_brand.other_brands) == ([], ["Mann Filter"])
    assert other_brand.is_known_brand
    assert other_brand.answer is not None
    assert other_brand.answer.outcome is Outcome.OTHER_BRANDS
    unknown = look_up("", "TRW GDB9", group, 2)
    assert (unknown.brand, unknown.article, unknown.is_known_brand) == ("TRW", "GDB9", True)
    assert look_up("", "nonsense", group, 2) == LookUp("", "nonsense", ())
