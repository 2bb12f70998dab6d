import pytest
from django.db.models.functions import Now

from crossdock.models import BrandComparison, OffersRefresh
from crossdock.models.lifecycle import LEASE, MAX_CLAIMS, Status
from crossdock.models.one_at_a_time import MAX_KEPT, OneAtATime
from crossdock.redis_state import changes

pytestmark = pytest.mark.django_db


def waiting() -> OffersRefresh:
    return OffersRefresh.objects.get(status=Status.PENDING)


def test_many_requests_in_a_row_make_one_refresh():
    for _arrival in range(5):
        OffersRefresh.request()
    assert OffersRefresh.objects.count() == 1
    assert waiting().next_dispatch_at > waiting().created_at


def test_a_request_during_a_refresh_makes_the_next_one_wait():
    OffersRefresh.request()
    running = waiting()
    assert running.mark_as_running()
    OffersRefresh.request()
    OffersRefresh.request()
    assert OffersRefresh.objects.count() == 2
    assert not waiting().mark_as_running(), "one at a time"
    assert running.mark_as_success()
    assert waiting().mark_as_running()


def test_the_last_one_that_went_well():
    assert OffersRefresh.last() is None
    OffersRefresh.request()
    good = waiting()
    good.mark_as_running()
    good.mark_as_success()
    OffersRefresh.request()
    bad = waiting()
    bad.mark_as_running()
    bad.mark_as_failed("no disk")
    assert OffersRefresh.last() == good


def test_those_of_long_ago_are_forgotten():
    old = [OffersRefresh(status=Status.FAILURE, finished_at=Now()) for _ in range(MAX_KEPT + 5)]
    OffersRefresh.objects.bulk_create(old)
    OffersRefresh.request()
    task = waiting()
    task.mark_as_running()
    assert task.mark_as_success()
    assert OffersRefresh.objects.count() == MAX_KEPT
    assert OffersRefresh.last() == task


def let_lease_expire(task: OffersRefresh) -> None:
    OffersRefresh.objects.filter(pk=task.pk).update(lease_until=Now() - LEASE)


@pytest.mark.parametrize(
    "let_go",
    [OffersRefresh.take_back, OffersRefresh.hand_back, OffersRefresh.try_later],
    ids=["its worker was lost", "its worker ends", "its worker had a passing fault"],
)
def test_one_that_has_to_wait_again_and_the_one_that_waits_become_one(let_go):
    OffersRefresh.request()
    running = waiting()
    assert running.mark_as_running()
    OffersRefresh.request()
    let_lease_expire(running)
    assert let_go(running)
    assert OffersRefresh.objects.get() == running == waiting()
    assert running.mark_as_running()


def test_one_whose_claim_is_lost_takes_nobodys_place():
    OffersRefresh.request()
    running = waiting()
    assert running.mark_as_running()
    OffersRefresh.objects.filter(pk=running.pk).update(claim=2)
    OffersRefresh.request()
    assert not running.hand_back()
    assert OffersRefresh.objects.count() == 2


def test_one_that_kills_its_workers_fails_however_many_are_requested():
    for _claim in range(MAX_CLAIMS):
        OffersRefresh.request()
        running = waiting()
        assert running.mark_as_running()
        let_lease_expire(running)
        assert running.take_back()
    assert running.status == Status.FAILURE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [OffersRefresh, BrandComparison])
def test_what_goes_on_behind_the_pages_changes_no_row_of_theirs(model: type[OneAtATime]) -> None:
    changes.rows_changed()
    before = changes.tokens()
    model.request()
    work = model._default_manager.get()
    assert work.mark_as_running()
    assert work.renew_lease()
    assert work.mark_as_success()
    after = changes.tokens()
    assert before is not None
    assert after is not None
    assert before.rows == after.rows
    assert before.progress != after.progress, "the page of price lists shows how far a refresh is"
