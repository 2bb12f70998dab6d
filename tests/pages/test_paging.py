import pytest
from django.contrib.auth.models import User

from crossdock.pages.paging import ShallowPaginator
from tests.factories import make_user


@pytest.mark.parametrize(
    ("rows", "count", "has_more"), [(2, 2, False), (3, 3, False), (4, 3, True)]
)
def test_it_counts_no_further_than_people_leaf(
    rows: int, count: int, *, has_more: bool, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(ShallowPaginator, "counted_at_most", 3)
    for number in range(rows):
        make_user(f"user {number}")
    paginator = ShallowPaginator(User.objects.order_by("pk"), 2)
    assert (paginator.count, paginator.has_more, paginator.num_pages) == (
        count,
        has_more,
        (count + 1) // 2,
    )


def test_the_rows_are_counted_once(db: None, django_assert_num_queries) -> None:
    paginator = ShallowPaginator(User.objects.order_by("pk"), 2)
    with django_assert_num_queries(1):
        assert paginator.count == 0
        assert not paginator.has_more
