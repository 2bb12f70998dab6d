import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from crossdock.forms.task_filter import ORDERS, TaskFilter
from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.redis_state import changes
from tests.factories import make_group, make_task, make_user
from tests.world import HTMX

ANNA = "anna"


@pytest.fixture
def anna(db: None) -> User:
    return make_user(ANNA)


@pytest.fixture
def boris(db: None) -> User:
    return make_user("boris")


@pytest.fixture
def group(db: None) -> SupplierGroup:
    return make_group(name="ОПТ-2")


@pytest.fixture
def tasks(anna: User, boris: User, group: SupplierGroup) -> list[CrossDockTask]:
    """Five tasks, the oldest first, an hour apart."""
    other = make_group(name="Other")
    made = [
        make_task(anna, group, filename="Заявка ЛЕТО.xlsx"),
        make_task(boris, group, filename="order 100%.csv"),
        make_task(anna, other, filename="B_est.xlsx"),
        make_task(boris, other, filename="a order.xlsx"),
        make_task(anna, group, filename="заявка.xlsx"),
    ]
    now = timezone.now()
    for number, task in enumerate(made):
        started = now - timedelta(hours=5 - number)
        values: dict[str, Any] = {"created_at": started}
        if number in (1, 2):
            values |= {"started_at": started, "status": Status.FAILURE}
            values |= {"finished_at": started + timedelta(seconds=10 * number)}
        if number == 4:
            values |= {"status": Status.RUNNING, "lease_until": now, "started_at": started}
        CrossDockTask.objects.filter(pk=task.pk).update(**values)
    return made


def _tasks(query: str, reader: User) -> QuerySet[CrossDockTask]:
    return TaskFilter(QueryDict(query), reader.pk).among(CrossDockTask.objects.all())


def shown(query: str, reader: User, tasks: list[CrossDockTask]) -> list[int]:
    """The numbers of the tasks that an address shows, in their order."""
    numbers = {task.pk: number for number, task in enumerate(tasks)}
    return [numbers[task.pk] for task in _tasks(query, reader)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [4, 3, 2, 1, 0]),
        ("q=лето", [0]),
        ("q=ЗАЯВКА", [4, 0]),
        ("q=ORDER", [3, 1]),
        ("q=100%25", [1]),
        ("q=_", [2]),
        ("q=nothing like it", []),
        ("status=FAILURE", [2, 1]),
        ("status=under_way", [4, 3, 0]),
        ("q=order&status=FAILURE", [1]),
        ("sort=created", [0, 1, 2, 3, 4]),
        ("sort=file", [3, 2, 1, 0, 4]),
        ("sort=-file", [4, 0, 1, 2, 3]),
        ("sort=status", [1, 2, 0, 3, 4]),
        ("sort=elapsed", [1, 2, 0, 3, 4]),
        ("sort=-elapsed", [4, 3, 0, 2, 1]),
        ("status=FAILURE&sort=created", [1, 2]),
        ("status=nonsense&group=x&user=-1&since=yesterday&sort=password", [4, 3, 2, 1, 0]),
        ("q=a\x00b", [4, 3, 2, 1, 0]),
    ],
)
def test_an_address_says_which_tasks_and_in_which_order(
    query: str, expected: list[int], anna: User, tasks: list[CrossDockTask]
) -> None:
    assert shown(query, anna, tasks) == expected


def test_by_group_and_by_user(
    anna: User, boris: User, group: SupplierGroup, tasks: list[CrossDockTask]
) -> None:
    assert shown(f"group={group.pk}", anna, tasks) == [4, 1, 0]
    assert shown(f"user={anna.pk}", anna, tasks) == [4, 2, 0]
    assert shown(f"user={boris.pk}&group={group.pk}", anna, tasks) == [1]
    assert shown(f"group={group.pk + 1000}", anna, tasks) == [4, 3, 2, 1, 0]


def test_days_are_those_of_the_projects_time_zone(
    anna: User, group: SupplierGroup, settings: Any
) -> None:
    moscow = ZoneInfo("Europe/Moscow")
    settings.TIME_ZONE = "Europe/Moscow"
    made = [make_task(anna, group) for _ in range(3)]
    for task, moment in zip(made, ((3, 1, 23, 59), (3, 2, 0, 0), (3, 3, 0, 0)), strict=True):
        created_at = datetime(2026, *moment, tzinfo=moscow)
        CrossDockTask.objects.filter(pk=task.pk).update(created_at=created_at)
    assert shown("since=2026-03-02&until=2026-03-02", anna, made) == [1]
    assert shown("since=2026-03-02", anna, made) == [2, 1]
    assert shown("until=2026-03-01", anna, made) == [0]


def test_the_users_to_choose_are_oneself_and_those_with_tasks(
    anna: User, tasks: list[CrossDockTask]
) -> None:
    make_user("carl")
    choices = dict(TaskFilter(QueryDict(), anna.pk).fields["user"].widget.choices)
    assert choices == {"": "All", anna.pk: "Mine only", tasks[1].user_id: "boris"}


@pytest.mark.parametrize("order", [*ORDERS, *(f"-{name}" for name in ORDERS)])
def test_equal_tasks_stand_in_one_order_on_all_pages(
    order: str, anna: User, group: SupplierGroup
) -> None:
    made = [make_task(anna, group, filename="same.xlsx") for _ in range(9)]
    CrossDockTask.objects.update(created_at=timezone.now())
    tasks = _tasks(f"sort={order}", anna)
    pages = [task.pk for start in (0, 3, 6) for task in tasks[start : start + 3]]
    assert sorted(pages) == sorted(task.pk for task in made)


def test_an_address_keeps_what_counts(anna: User, group: SupplierGroup) -> None:
    query = QueryDict(f"q=%26+x&group={group.pk}&status=&sort=-created&user=zz&page=7&other=1")
    asked = TaskFilter(query, anna.pk)
    assert asked.address() == f"q=%26+x&group={group.pk}"
    assert asked.address(page=3) == f"q=%26+x&group={group.pk}&page=3"
    assert asked.sorted_by("file") == f"q=%26+x&group={group.pk}&sort=file"
    assert asked.is_active
    by_file = TaskFilter(QueryDict("sort=file"), anna.pk)
    assert (by_file.sorted_by("file"), by_file.sorted_by("created")) == ("sort=-file", "")
    assert not by_file.is_active


def test_the_table_its_pages_and_its_poll_keep_the_address(
    anna: User, group: SupplierGroup, client: Client
) -> None:
    client.force_login(anna)
    for _ in range(60):
        make_task(anna, group, filename="<b>&.xlsx")
    answer = client.get("/tasks/?q=%3CB%3E%26&sort=file&page=2")
    page = answer.content.decode()
    kept = "q=%3CB%3E%26&amp;sort=file"
    assert f'hx-get="/tasks/rows/?{kept}&amp;page=2"' in page
    assert f'href="?{kept}&amp;page=3"' in page
    assert f'name="address" value="{kept}&amp;page=2"' in page
    assert 'value="&lt;B&gt;&amp;"' in page
    assert "<b>&.xlsx" not in page
    assert 'aria-sort="ascending"' in page
    rows = client.get("/tasks/rows/?q=%3CB%3E%26&sort=file&page=2", headers=HTMX).content.decode()
    assert re.findall("<tr id=.*>", rows) == re.findall("<tr id=.*>", page) != []


def test_htmx_gets_the_table_and_the_address_to_show(
    anna: User, tasks: list[CrossDockTask], client: Client
) -> None:
    client.force_login(anna)
    answer = client.get("/tasks/?q=order&status=&group=&sort=", headers=HTMX)
    assert answer.content.decode().lstrip().startswith('<div id="tasks"')
    assert answer.headers["HX-Replace-Url"] == "/tasks/?q=order"
    assert "HX-Request" in answer.headers["Vary"]


def test_nothing_found_is_not_nothing_there(
    anna: User, group: SupplierGroup, client: Client
) -> None:
    client.force_login(anna)
    assert "No tasks yet" in client.get("/tasks/").content.decode()
    make_task(anna, group)
    page = client.get("/tasks/?q=nothing+like+it").content.decode()
    assert "No task matches the filter" in page
    assert "No tasks yet" not in page


def test_comments_are_counted_for_the_rows(
    anna: User, tasks: list[CrossDockTask], client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(anna)
    page = client.get("/tasks/").content.decode()
    known = re.findall('"version": "(.*?)"', page)
    for text in "ab":
        tasks[2].comments.create(user=anna, text=text)
    tasks[3].comments.create(user=anna, text="c")
    with django_assert_num_queries(4):  # session, user, count, tasks
        rows = client.get("/tasks/rows/").content.decode()
    assert re.findall(r'aria-label="(\d) comments?"', rows) == ["1", "2"]
    changes.rows_changed()  # which a comment does when it is committed
    answer = client.get("/tasks/rows/", {"version": known}, headers=HTMX)
    assert answer.status_code == 200
    assert 'aria-label="2 comments"' in answer.content.decode()
