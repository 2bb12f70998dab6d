"""Who is told what, and by which way."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone, translation

from crossdock.clock import jobs
from crossdock.models import CrossDockTask, Notice, Preferences, TaskComment
from crossdock.models.lifecycle import MAX_CLAIMS, Status
from crossdock.models.notices import Kind
from crossdock.models.preferences import Reach
from tests.factories import make_import, make_price_list, make_supplier
from tests.world import *  # noqa: F403  # its fixtures

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, bool]]:
    """Who was told of what, and whether by mail."""
    notices = Notice.objects.order_by("id").select_related("user")
    return [(each.user.username, each.kind, each.mail_due_at is not None) for each in notices]


def end(task: CrossDockTask, *, well: bool = True, waited: timedelta = timedelta(0)) -> None:
    CrossDockTask.objects.filter(pk=task.pk).update(created_at=timezone.now() - waited)
    task.refresh_from_db()
    assert task.mark_as_running()
    if well:
        assert task.mark_as_success(result_file="x", lines=1234, lines_found=1000)
    else:
        assert task.mark_as_failed("No columns.")


@pytest.mark.parametrize(
    ("minutes", "well", "expected"),
    [
        (0.9, True, (Kind.TASK_DONE, False)),
        (1.1, True, (Kind.TASK_DONE, True)),
        (1.1, False, (Kind.TASK_FAILED, True)),
    ],
)
def test_the_owner_is_told_of_an_end_by_mail_only_after_a_minute(
    minutes: float, well: bool, expected: tuple[str, bool], pending: CrossDockTask
) -> None:
    end(pending, well=well, waited=timedelta(minutes=minutes))
    assert told() == [("alice", *expected)]


def test_the_wait_for_a_retry_begins_with_it(pending: CrossDockTask) -> None:
    end(pending, well=False)
    assert pending.retry()
    end(pending, waited=timedelta(days=1))
    assert told()[1] == ("alice", Kind.TASK_DONE, False)


def test_the_text_is_in_the_language_of_who_reads_it(pending: CrossDockTask) -> None:
    end(pending)
    notice = Notice.objects.get()
    assert str(notice.text) == "request.xlsx is done: 1,000 of 1,234 lines found"
    with translation.override("ru"):
        assert str(notice.text) == "request.xlsx: готово, найдено строк: 1\xa0000 из 1\xa0234"


def test_nobody_is_told_of_a_cancellation(pending: CrossDockTask) -> None:
    assert pending.cancel()
    assert told() == []


def test_the_end_and_the_notice_are_one_transaction(pending: CrossDockTask) -> None:
    with transaction.atomic():
        end(pending)
        assert told()
        transaction.set_rollback(True)
    pending.refresh_from_db()
    assert (pending.status, told()) == (Status.PENDING, [])


def test_a_task_that_the_sweep_ends_is_told_of_too(pending: CrossDockTask) -> None:
    CrossDockTask.objects.filter(pk=pending.pk).update(
        status=Status.RUNNING, claims_in_attempt=MAX_CLAIMS, lease_until=timezone.now()
    )
    pending.refresh_from_db()
    assert pending.take_back()
    assert [kind for _user, kind, _mail in told()] == [Kind.TASK_FAILED]


@pytest.mark.parametrize(
    ("reach", "expected"),
    [(Reach.NOT, []), (Reach.BELL, [("alice", Kind.TASK_DONE, False)])],
)
def test_a_kind_that_is_switched_off_is_not_told(
    reach: Reach, expected: list[object], pending: CrossDockTask, alice: User
) -> None:
    wishes = {Kind.TASK_DONE: reach}
    Preferences.objects.create(user=alice, language="en", reach=wishes)
    end(pending, waited=timedelta(hours=1))
    assert told() == expected


def test_staff_alone_are_told_of_a_list_that_failed(alice: User, staff: User) -> None:
    past = User.objects.create(username="past", is_staff=True, is_active=False)
    for well in (True, False):
        task = make_import(staff, make_supplier("Альфа"))
        assert task.mark_as_running()
        assert task.mark_as_success() if well else task.mark_as_failed("x")
    assert told() == [("staff", Kind.LIST_FAILED, True)]
    assert past.notices.count() == 0


@pytest.mark.django_db(transaction=True)
def test_staff_are_told_once_of_the_lists_that_are_late(alice: User, staff: User) -> None:
    for name, age in (("Альфа", 9), ("Бета", 9), ("Гамма", 0)):
        make_price_list(make_supplier(name), age)
    make_supplier("never sent any")
    make_price_list(make_supplier("Дельта", enabled=False), 9)
    for _time in range(2):
        jobs.tell_of_late_price_lists()
    assert told() == [("staff", Kind.LIST_LATE, True)]
    assert str(Notice.objects.get().text) in (
        "No new price list from: Альфа, Бета",
        "No new price list from: Бета, Альфа",
    )
    make_price_list(make_supplier("Эпсилон"), 9)
    jobs.tell_of_late_price_lists()
    assert str(Notice.objects.first().text) == "No new price list from: Эпсилон"  # type: ignore[union-attr]


def test_the_owner_and_who_is_named_are_told_of_a_comment(
    pending: CrossDockTask, bob: User, staff: User
) -> None:
    TaskComment.add(pending, bob, "look, @STAFF. (@bob, mail x@staff, @nobody)")
    assert told() == [("staff", Kind.MENTION, True), ("alice", Kind.COMMENT, True)]


def test_an_owner_who_is_named_is_told_once(pending: CrossDockTask, bob: User) -> None:
    TaskComment.add(pending, bob, "@alice: done")
    TaskComment.add(pending, bob, "@alice: done")  # the form was sent twice
    assert told() == [("alice", Kind.MENTION, True)]


def test_ones_own_comment_is_no_news(pending: CrossDockTask, alice: User) -> None:
    TaskComment.add(pending, alice, "@alice")
    assert told() == []


def test_an_edit_tells_whom_it_names_anew(pending: CrossDockTask, bob: User, staff: User) -> None:
    comment = TaskComment.add(pending, bob, "hello")
    for text in ("hello @staff", "hello again @staff @alice"):
        comment.edit(text)
    assert told() == [("alice", Kind.COMMENT, True), ("staff", Kind.MENTION, True)]


def test_a_notice_goes_with_what_it_is_about(pending: CrossDockTask, bob: User) -> None:
    comment = TaskComment.add(pending, bob, "hello")
    comment.delete()
    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_old_notices_are_removed(pending: CrossDockTask) -> None:
    end(pending)
    jobs.remove_old_notices()
    assert len(told()) == 1
    Notice.objects.update(created_at=timezone.now() - jobs.NOTICES_KEPT)
    jobs.remove_old_notices()
    assert told() == []
