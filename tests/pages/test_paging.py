import re

import pytest
from django.contrib.auth.models import Group, User
from django.db.models import F

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


def test_pages_have_the_rows_in_their_order_and_what_belongs_to_them(
    db: None, django_assert_num_queries
) -> None:
    group = Group.objects.create(name="buyers")
    for number in range(5):
        make_user(f"user {number}").groups.add(group)
    users = User.objects.filter(groups=group).order_by("-pk").annotate(hanging=F("groups__name"))
    paginator = ShallowPaginator(users, 2)
    assert paginator.count == 5
    with django_assert_num_queries(3) as queries:
        pages = [list(page) for page in paginator]
    # What is skipped is skipped as keys.
    assert re.search(r'IN \(SELECT \w+."id" AS "pk" .* OFFSET 4\)', queries[2]["sql"])
    assert pages == [list(users[start : start + 2]) for start in (0, 2, 4)]
    assert pages[2][0].hanging == "buyers"
    assert not list(ShallowPaginator(users.none(), 2).get_page(7))
