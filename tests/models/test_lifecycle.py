from contextlib import closing
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from crossdock.models import CrossDockTask, lifelines
from crossdock.models.lifecycle import LEASE, MAX_CLAIMS, MAX_SILENCE, Status
from crossdock.progress import Progress
from crossdock.redis_state import changes, progress
from crossdock.redis_state.client import client
from crossdock.storage.users_files import users_files
from tests import stored
from tests.factories import make_group, make_task, make_user

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def task(settings, tmp_path) -> CrossDockTask:
    settings.MEDIA_ROOT = tmp_path
    return make_task(make_user(), make_group())


def as_seen_by_another(task: CrossDockTask) -> CrossDockTask:
    return CrossDockTask.objects.get(pk=task.pk)


def let_lease_expire(task: CrossDockTask) -> None:
    CrossDockTask.objects.filter(pk=task.pk).update(lease_until=Now() - SECOND)


def test_a_claim_is_given_once(task):
    other = as_seen_by_another(task)
    assert task.mark_as_running()
    assert (task.status, task.claim) == (Status.RUNNING, 1)
    assert task.started_at is not None
    assert not other.mark_as_running()


def test_success_publishes_the_result(task):
    task.mark_as_running()
    assert task.mark_as_success(result_file="tasks/x/result-1.xlsx", lines=3)
    seen = as_seen_by_another(task)
    assert (seen.status, seen.result_file.name, seen.lines) == (
        Status.SUCCESS,
        "tasks/x/result-1.xlsx",
        3,
    )
    assert seen.finished_at >= seen.started_at


def test_failure_keeps_the_message(task):
    task.mark_as_running()
    assert task.mark_as_failed("No columns.")
    assert (task.status, task.error_message) == (Status.FAILURE, "No columns.")


def test_nothing_ends_that_was_not_started(task):
    assert not task.mark_as_success(result_file="x")
    assert not task.mark_as_failed("x")
    assert as_seen_by_another(task).status == Status.PENDING


def test_a_worker_that_lost_its_claim_can_change_nothing(task):
    task.mark_as_running()
    let_lease_expire(task)
    successor = as_seen_by_another(task)
    assert successor.mark_as_running()
    assert successor.claim == 2
    assert not task.renew_lease()
    assert not task.is_held()
    assert not task.mark_as_success(result_file="mine")
    assert not task.mark_as_failed("mine")
    assert not task.hand_back()
    assert successor.mark_as_success(result_file="theirs")
    assert as_seen_by_another(task).result_file.name == "theirs"


def test_a_live_lease_keeps_others_off(task):
    task.mark_as_running()
    assert task.renew_lease()
    assert not as_seen_by_another(task).mark_as_running()


def test_cancel_of_a_waiting_task(task):
    assert task.cancel()
    assert task.status == Status.CANCELLED
    assert not task.cancel()
    assert not as_seen_by_another(task).mark_as_running()


def test_cancel_of_a_running_task_beats_its_success(task):
    task.mark_as_running()
    assert as_seen_by_another(task).cancel()
    assert not task.is_held()
    assert not task.mark_as_success(result_file="x")
    assert as_seen_by_another(task).status == Status.CANCELLED


def test_cancel_of_a_finished_task_changes_nothing(task):
    early = as_seen_by_another(task)
    task.mark_as_running()
    task.mark_as_success(result_file="x")
    assert not early.cancel()
    assert as_seen_by_another(task).status == Status.SUCCESS


def test_retry_is_the_next_attempt_and_counts_once(task):
    task.mark_as_running()
    task.mark_as_failed("x")
    twice = as_seen_by_another(task)
    assert task.retry()
    assert (task.status, task.attempt, task.error_message) == (Status.PENDING, 2, "")
    assert not twice.retry()
    assert as_seen_by_another(task).attempt == 2
    assert task.mark_as_running()
    assert task.claim == 2, "the fence only grows"


def test_retry_of_a_running_or_successful_task_changes_nothing(task):
    task.mark_as_running()
    assert not task.retry()
    task.mark_as_success(result_file="x")
    assert not task.retry()
    assert as_seen_by_another(task).attempt == 1


def test_a_message_of_an_earlier_attempt_claims_nothing(task):
    stale = as_seen_by_another(task)
    task.cancel()
    task.retry()
    assert not stale.mark_as_running()
    assert task.mark_as_running()


def test_what_a_lost_worker_held_is_taken_back(task):
    task.mark_as_running()
    early = as_seen_by_another(task)
    assert not early.take_back(), "its lease is alive"
    let_lease_expire(task)
    assert early.take_back()
    assert as_seen_by_another(task).status == Status.PENDING


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("silence", "lives", "lost"),
    [
        (MAX_SILENCE + SECOND, False, True),
        (MAX_SILENCE + SECOND, True, False),
        (MAX_SILENCE - SECOND, False, False),
        (LEASE + SECOND, True, True),
    ],
    ids=["killed", "frozen or busy", "just cut off", "frozen for long"],
)
def test_a_worker_without_a_connection_is_lost_before_its_lease_ends(
    task, silence, lives, lost, monkeypatch
):
    old_database = lifelines.IS_CUT.replace("now() -", "now() +")  # whatever it is here
    monkeypatch.setattr(lifelines, "IS_CUT", old_database)
    task.mark_as_running()
    worker = connection.copy()
    with closing(worker), worker.cursor() as cursor:
        if lives:
            cursor.execute(lifelines.HOLD, [lifelines.key(task.lifeline)])
        CrossDockTask.objects.filter(pk=task.pk).update(lease_until=Now() + LEASE - silence)
        assert as_seen_by_another(task).take_back() == lost


def test_after_three_lost_workers_a_task_fails(task):
    for _claim in range(MAX_CLAIMS):
        running = as_seen_by_another(task)
        assert running.mark_as_running()
        let_lease_expire(task)
        assert running.take_back()
    failed = as_seen_by_another(task)
    assert failed.status == Status.FAILURE
    assert "three times" in str(failed.error_message)


def test_a_task_is_at_stake_before_its_last_claim(task):
    for _claim in range(MAX_CLAIMS - 1):
        assert not task.is_at_stake
        assert task.mark_as_running()
        let_lease_expire(task)
        assert task.take_back()
    assert task.is_at_stake


def test_a_claim_that_knows_less_losses_than_there_were_is_refused(task):
    waiting_in_a_worker = as_seen_by_another(task)
    assert task.mark_as_running()
    let_lease_expire(task)
    assert task.take_back()
    assert not waiting_in_a_worker.mark_as_running()
    assert task.mark_as_running()


def test_what_a_worker_has_taken_is_announced_in_short_pauses_again(task):
    CrossDockTask.objects.update(dispatches=9)
    assert task.mark_as_running()
    assert task.hand_back()
    assert task.dispatches == 0


def test_handing_back_costs_no_claim(task):
    for _shutdown in range(MAX_CLAIMS + 1):
        assert task.mark_as_running()
        assert task.hand_back()
    assert task.status == Status.PENDING


def test_trying_later_ends_after_three_claims(task):
    for _claim in range(MAX_CLAIMS - 1):
        assert task.mark_as_running()
        assert task.try_later()
    assert task.mark_as_running()
    assert not task.try_later()


@pytest.mark.django_db(transaction=True)
def test_what_no_page_shows_changes_no_page(task):
    task.announce()
    task.mark_as_running()
    before, row = changes.tokens(), as_seen_by_another(task)
    assert task.renew_lease()
    row_then = as_seen_by_another(task)
    assert row_then.lease_until > row.lease_until
    assert (changes.tokens(), row_then.updated_at) == (before, row.updated_at)


@pytest.mark.django_db(transaction=True)
def test_an_announcement_is_noted_and_changes_no_page(task):
    before, row = changes.tokens(), as_seen_by_another(task)
    row.announce()
    seen = as_seen_by_another(task)
    assert (seen.dispatches, changes.tokens(), seen.updated_at) == (1, before, row.updated_at)
    assert seen.next_dispatch_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_wish_to_cancel_what_never_ran_is_forgotten(task):
    assert task.cancel()
    assert 0 < client().ttl(task.progress_key) <= progress.EXPIRY


@pytest.mark.django_db(transaction=True)
def test_a_removed_tasks_worker_hears_of_it_at_once(task):
    task.mark_as_running()
    as_seen_by_another(task).remove()
    assert progress.write(task.progress_key, Progress().fields()), "a wish to cancel"
    assert not task.is_held()
    assert users_files.names(task.folder) == []


def test_files_of_a_task_whose_removal_fails_stay(task):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        task.remove()
        raise ZeroDivisionError
    assert stored.exists(task.request_file)


def test_submit_announces_on_commit_only(task, django_capture_on_commit_callbacks):
    new = CrossDockTask(user=task.user, supplier_group=task.supplier_group, filename="n.xlsx")
    with django_capture_on_commit_callbacks() as callbacks:
        new.submit()
    assert new.announce in callbacks
    assert as_seen_by_another(new).dispatches == 0


@pytest.mark.parametrize(
    "columns",
    [{"status": Status.SUCCESS}, {"status": Status.RUNNING}, {"result_file": "x"}],
    ids=["success without result", "running without lease", "result without success"],
)
def test_the_database_refuses_impossible_rows(task, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        CrossDockTask.objects.filter(pk=task.pk).update(**columns)
