"""What a user has in hand survives every refresh, and what goes wrong on the way is said."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import LEASE, Status
from crossdock.progress import Progress, Stage
from crossdock.redis_state import changes, progress
from tests.browser.test_main_job import log_in
from tests.factories import make_group, make_supplier, make_task

pytestmark = pytest.mark.django_db(transaction=True)

LINES = 100_000


class Table:
    """A page of tasks of alice's; the test takes the worker's part."""

    def __init__(self, page: Page, group: SupplierGroup) -> None:
        self.page = page
        log_in(page, "alice")
        self._user = CrossDockTask._meta.get_field("user").related_model.objects.get()
        self._group = group

    def add(self, name: str, status: Status = Status.RUNNING) -> CrossDockTask:
        task = make_task(self._user, self._group)
        task.filename = name
        if status != Status.PENDING:
            task.started_at = timezone.now()
            task.lease_until = timezone.now() + LEASE * 10
            task.status = Status.RUNNING
        task.save()
        if status == Status.FAILURE:
            task.mark_as_failed("No columns.", {"reading": (1.0, 2.0)})
        elif status == Status.CANCELLED:
            task.cancel()
        changes.rows_changed()
        return task

    def move(self, task: CrossDockTask, done: int, at: int = 0) -> Progress:
        """Report how many lines are looked up after how long; wait until the page shows it."""
        now = Progress()
        for stage in (Stage.READING, Stage.MATCHING):
            now.report(stage, done, LINES)
        now.enter(Stage.MATCHING)
        progress.write(task.progress_key, now.fields() | {"at": at})
        changes.rows_changed()
        shown = self.page.locator(f"#task-{task.pk} .percent, #task-live .state .percent")
        expect(shown.first).to_have_text(f"{now.percent}%")
        return now

    def row(self, name: str) -> Any:
        return self.page.get_by_role("row", name=name)

    def box(self, name: str) -> Any:
        return self.page.get_by_role("checkbox", name=f"Select {name}")


@pytest.fixture
def table(page: Page, settings: Any, tmp_path: Path) -> Table:
    return Table(page, make_group(make_supplier()))


def test_a_refresh_leaves_alone_what_the_user_has_in_hand(page: Page, table: Table) -> None:
    for number in range(22):
        table.add(f"old {number}.xlsx", Status.FAILURE)
    task = table.add("moves.xlsx")
    page.goto("/tasks/")
    table.move(task, 10_000)
    table.box("old 3.xlsx").check()
    table.box("old 5.xlsx").check()
    table.box("old 7.xlsx").focus()
    page.evaluate("window.scrollTo(0, 300)")
    page.evaluate(
        """() => {
            const link = [...document.querySelectorAll("td.file a")]
                .find((each) => each.textContent.startsWith("old 21"));
            getSelection().selectAllChildren(link);
        }"""
    )
    for done in (20_000, 40_000, 60_000):
        table.move(task, done)
        assert page.evaluate("String(getSelection())") == "old 21.xlsx"
        assert page.evaluate("scrollY") == 300
        expect(table.box("old 7.xlsx")).to_be_focused()
        expect(table.box("old 3.xlsx")).to_be_checked()
        expect(table.box("old 5.xlsx")).to_be_checked()
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)


def test_ticks_stay_with_their_tasks_when_rows_come_and_go(page: Page, table: Table) -> None:
    goes = table.add("goes.xlsx", Status.FAILURE)
    table.add("stays.xlsx", Status.FAILURE)
    page.goto("/tasks/")
    table.box("stays.xlsx").check()
    table.add("comes.xlsx", Status.FAILURE)
    goes.delete()
    expect(table.row("comes.xlsx")).to_be_visible(timeout=10_000)
    expect(table.row("goes.xlsx")).to_have_count(0)
    expect(table.box("stays.xlsx")).to_be_checked()
    expect(table.box("comes.xlsx")).not_to_be_checked()


def test_a_refresh_leaves_the_tasks_page_alone_as_well(page: Page, table: Table) -> None:
    task = table.add("moves.xlsx", Status.FAILURE)
    CrossDockTask.objects.update(  # a retry would call the worker
        status=Status.RUNNING,
        attempt=2,
        error_message="",
        finished_at=None,
        lease_until=timezone.now() + LEASE * 10,
    )
    task.refresh_from_db()
    page.goto(f"/tasks/{task.pk}/")
    table.move(task, 10_000)
    page.get_by_text("1 attempt so far").click()
    page.get_by_role("textbox", name="Comment").fill("half a sen")
    for done in (20_000, 40_000):
        table.move(task, done)
        expect(page.get_by_text("No columns.")).to_be_visible()
        expect(page.get_by_role("textbox", name="Comment")).to_be_focused()
        page.keyboard.type("x")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("half a senxx")
    expect(page.locator(".stages")).to_contain_text("40,000 of 100,000")


def test_several_tasks_at_once(page: Page, table: Table) -> None:
    for name in "ab":
        table.add(f"{name}.xlsx", Status.PENDING)
    table.add("c.xlsx", Status.FAILURE)
    page.goto("/tasks/")
    bar = page.get_by_role("form", name="Selected tasks")
    button = {name: bar.get_by_role("button", name=name) for name in ("Cancel", "Retry", "Delete")}
    expect(bar).to_be_hidden()
    top = table.row("c.xlsx").bounding_box()
    table.box("a.xlsx").check()
    expect(bar).to_be_visible()
    assert table.row("c.xlsx").bounding_box() == top
    expect(button["Retry"]).to_be_hidden()
    expect(button["Delete"]).to_be_hidden()

    every = page.get_by_role("checkbox", name="Select all")
    assert every.evaluate("box => box.indeterminate")
    every.check()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(4)
    button["Cancel"].click()
    expect(page.get_by_text("2 tasks cancelled, 1 had ended already.")).to_be_visible()
    expect(table.row("b.xlsx")).to_contain_text("Cancelled")
    expect(bar).to_be_hidden()

    every.check()
    button["Delete"].click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("3 tasks deleted.")).to_be_visible()
    expect(page.get_by_text("No tasks yet.")).to_be_visible()


def test_buttons_pressed_too_late_say_so(page: Page, table: Table) -> None:
    task = table.add("late.xlsx", Status.PENDING)
    page.goto("/tasks/")
    page.route("**/tasks/rows/**", lambda route: route.fulfill(status=204))
    task.cancel()
    table.row("late.xlsx").get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("had ended already: nothing to cancel")).to_be_visible()
    expect(table.row("late.xlsx").get_by_role("button", name="Retry")).to_be_visible()


def test_the_seconds_count_and_the_time_left_never_leaps_up(page: Page, table: Table) -> None:
    task = table.add("long.xlsx")
    page.clock.install()
    page.goto(f"/tasks/{task.pk}/")
    elapsed = page.locator(".facts [data-started]")
    first = elapsed.inner_text()
    page.clock.run_for(1000)
    expect(elapsed).not_to_have_text(first)

    left = page.locator(".left")
    seen: list[int] = []
    for done, since in ((40_000, 60), (41_000, 62), (41_010, 180), (41_020, 182)):  # a long stall
        table.move(task, done, at=since)
        page.clock.run_for(1500)
        seen.append(to_seconds(left.inner_text()))
    assert 60 <= seen[0] <= 180, seen
    assert all(later <= 1.5 * earlier for earlier, later in pairwise(seen)), seen


def to_seconds(text: str) -> int:
    (found,) = re.findall(r"^about (\d+) (s|min) left$", text)
    return int(found[0]) * {"s": 1, "min": 60}[found[1]]


def polls_within(page: Page, seconds: int) -> int:
    """How often the page polls in so many seconds of its own clock; each poll is answered."""
    polls: list[str] = []

    def note(request: Request) -> None:
        if "/rows/" in request.url:
            polls.append(request.url)

    page.on("request", note)
    for _second in range(seconds):
        page.clock.run_for(1000)
        expect(page.locator(".htmx-request")).to_have_count(0)
    page.remove_listener("request", note)
    return len(polls)


def test_polls_are_slow_when_nothing_moves_and_stop_in_a_hidden_tab(
    page: Page, table: Table
) -> None:
    task = table.add("moves.xlsx")
    page.clock.install()
    page.goto("/tasks/")
    assert polls_within(page, 4) >= 3
    task.mark_as_failed("enough")
    expect(table.row("moves.xlsx")).to_contain_text("Failed")
    assert 1 <= polls_within(page, 6) <= 2

    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { get: () => window.away });
            window.away = true;
        }"""
    )
    assert polls_within(page, 6) == 0
    with page.expect_request("**/tasks/rows/**", timeout=1000):
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize(
    "fail",
    [lambda route: route.abort(), lambda route: route.fulfill(status=502)],
    ids=["no answer", "only the proxy answers"],
)
def test_a_lost_connection_is_said_and_heals(
    context: BrowserContext, settings: Any, tmp_path: Path, fail: Callable[[Route], None]
) -> None:
    page = context.new_page()  # the console may tell of the errors here
    table = Table(page, make_group(make_supplier()))
    task = table.add("moves.xlsx")
    page.goto("/tasks/")
    table.move(task, 10_000)
    lost = page.get_by_text("No connection. Trying again")
    page.route("**/tasks/rows/**", fail)
    expect(lost).to_be_visible()
    page.unroute("**/tasks/rows/**")
    expect(lost).to_be_hidden()
    table.move(task, 50_000)


def test_a_log_out_in_another_tab_leads_to_the_login(page: Page, table: Table) -> None:
    table.add("moves.xlsx")
    page.goto("/tasks/")
    other = page.context.new_page()
    other.goto("/tasks/")
    other.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/accounts/login/?next=/tasks/")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page.locator("table")).to_have_count(0)
