import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crossdock.models import Supplier
from crossdock.pricelists.freshness import MAX_LISTS, Freshness, freshness
from tests.factories import make_price_list, make_supplier

pytestmark = pytest.mark.django_db


def of(supplier: Supplier) -> Freshness:
    (found,) = freshness([supplier])
    return found


@pytest.mark.parametrize(
    ("ages", "rhythm", "is_quiet"),
    [
        ([0], None, False),
        ([2], None, False),
        ([3], None, True),
        ([2, 3, 4], 1, False),
        ([3, 4, 5], 1, True),
        ([14, 21, 28], 7, False),
        ([15, 22, 29], 7, True),
        ([9, 10, 15, 20, 25], 5, False),
        ([5, 5, 5, 8], 3, False),
        ([2, 2], None, False),
    ],
)
def test_quiet_is_who_is_overdue_by_its_own_rhythm(
    ages: list[int], rhythm: int | None, is_quiet: bool
) -> None:
    supplier = make_supplier()
    for age in ages:
        make_price_list(supplier, age)
    found = of(supplier)
    assert (found.age, found.rhythm, found.is_quiet) == (min(ages), rhythm, is_quiet)


def test_who_never_sent_a_list_is_quiet_unless_disabled() -> None:
    assert of(make_supplier()).is_quiet
    disabled = of(make_supplier(enabled=False))
    assert (disabled.last, disabled.age, disabled.is_quiet) == (None, None, False)


def test_the_last_list_is_that_of_the_last_day_and_the_last_import() -> None:
    supplier = make_supplier()
    make_price_list(supplier, 1)
    newest = make_price_list(supplier, 1)
    make_price_list(supplier, 3)
    assert of(supplier).last == newest


def test_only_the_last_lists_tell_the_rhythm() -> None:
    supplier = make_supplier()
    for number in range(MAX_LISTS):
        make_price_list(supplier, 7 * number)
    for number in range(20):
        make_price_list(supplier, 100 + number)
    assert of(supplier).rhythm == 7


def test_one_query_for_all() -> None:
    suppliers = [make_supplier() for _ in range(10)]
    for supplier in suppliers:
        make_price_list(supplier, 1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = list(freshness(suppliers))
    assert len(queries) == 1
    assert [each.supplier for each in found] == suppliers
    assert {each.age for each in found} == {1}
