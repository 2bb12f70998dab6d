"""An import by a worker: all or nothing, whatever ends it."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dramatiq
import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models.functions import Now
from dramatiq.middleware import SkipMessage
from openpyxl import load_workbook

from crossdock.clock.jobs import sweep
from crossdock.errors import UserError
from crossdock.models import Offer, OffersRefresh, PriceList, PriceListImport, Supplier
from crossdock.models.lifecycle import LEASE, Status
from crossdock.pricelists.task import run_import
from crossdock.progress import Stage
from crossdock.storage.users_files import users_files
from crossdock.tasks import import_price_list_task
from crossdock.workers.hold import Hold, Stop, Stopped
from crossdock.workers.middleware import LifeCycleMiddleware
from tests.factories import make_import, make_user

pytestmark = pytest.mark.django_db(transaction=True)

HEADER = "Бренд;Артикул;Цена;Остаток;Цена 2\n"
LIST = HEADER + "TRW;GDB1;10;5;20\nTRW;;10;5;20\n=TRW;-;10;5;20\n"
PRICE_2 = {"price": ["Цена 2", "E"]}
PATIENCE = 20

middleware = LifeCycleMiddleware()


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def user() -> User:
    return make_user("staff", is_staff=True)


@pytest.fixture
def task(user: User, supplier: Supplier) -> PriceListImport:
    return make_import(user, supplier, LIST)


@pytest.fixture
def long_task(user: User, supplier: Supplier) -> PriceListImport:
    rows = "".join(f"TRW;GDB{number};10;5;20\n" for number in range(200_000))
    return make_import(user, supplier, HEADER + rows)


def process(task: PriceListImport, before_end: Callable[[], object] = lambda: None) -> None:
    """What Dramatiq's worker does with a message."""
    broker = dramatiq.get_broker()
    sent: Any = SimpleNamespace(
        actor_name="import_price_list_task", args=(str(task.pk), task.attempt)
    )
    middleware.before_process_message(broker, sent)
    try:
        result = import_price_list_task(*sent.args)
        before_end()
    except Exception as error:
        middleware.after_process_message(broker, sent, exception=error)
    else:
        middleware.after_process_message(broker, sent, result=result)
    task.refresh_from_db()


@pytest.fixture
def hold(task: PriceListImport) -> Iterator[Hold]:
    assert task.mark_as_running()
    hold = Hold(task)
    yield hold
    hold.release()


def is_untouched() -> bool:
    return not (
        PriceList.objects.exists() or Offer.objects.exists() or OffersRefresh.objects.exists()
    )


def test_success(task: PriceListImport) -> None:
    process(task)
    assert task.status == Status.SUCCESS
    assert (task.rows_taken, task.rows_left_out) == (1, 2)
    assert task.price_list == PriceList.objects.get()
    assert task.price_list.filename == "list.csv"
    assert Offer.objects.get().price == 10
    assert task.columns["price"] == ["Цена", "C"]
    assert set(task.attempts[0]["stages"]) == {"reading", "writing"}
    assert OffersRefresh.objects.count() == 1
    counts = {"in_stock": 1, "left_out": {"no_article": 2}}
    assert {name: task.report[name] for name in counts} == counts
    sheet = load_workbook(task.left_out_file.open()).active
    assert [[cell.value for cell in row][:-1] for row in sheet] == [
        HEADER.strip().split(";"),
        ["TRW", None, "10", "5", "20"],
        ["=TRW", "-", "10", "5", "20"],
    ]
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}


def test_nothing_left_out_is_no_file(user: User, supplier: Supplier, files: Path) -> None:
    task = make_import(user, supplier, HEADER + "TRW;GDB1;10;5;20\n")
    process(task)
    assert (task.rows_left_out, task.left_out_file.name) == (0, "")
    assert not list(files.rglob("left-out*"))


def test_chosen_columns_are_read_and_remembered(user: User, supplier: Supplier) -> None:
    process(make_import(user, supplier, LIST, columns=PRICE_2))
    supplier.refresh_from_db()
    assert supplier.columns == PRICE_2
    assert Offer.objects.get().price == 20


def test_a_choice_that_is_taken_back_is_forgotten(task: PriceListImport) -> None:
    Supplier.objects.update(columns=PRICE_2)
    process(task)
    assert Supplier.objects.get().columns == {}
    assert Offer.objects.get().price == 10


def test_an_earlier_upload_does_not_put_its_choice_back(user: User, supplier: Supplier) -> None:
    earlier = make_import(user, supplier, LIST, columns=PRICE_2)
    earlier.cancel()
    process(make_import(user, supplier, LIST))
    assert earlier.retry()
    process(earlier)
    assert earlier.status == Status.SUCCESS
    assert Supplier.objects.get().columns == {}


def test_a_choice_that_leads_to_nothing_is_not_remembered(user: User, supplier: Supplier) -> None:
    columns = {"price": ["Артикул", "B"], "article": ["Цена", "C"]}
    task = make_import(user, supplier, LIST, columns=columns)
    process(task)
    assert task.status == Status.FAILURE
    assert "No row" in str(task.error_message)
    assert Supplier.objects.get().columns == {}
    assert task.columns == columns, "a retry reads the same ones"
    assert is_untouched()


def test_a_worker_that_lost_its_claim_imports_nothing(task: PriceListImport, hold: Hold) -> None:
    PriceListImport.objects.update(lease_until=Now() - LEASE)
    successor = PriceListImport.objects.get()
    assert successor.mark_as_running()
    hold.release()  # it will not notice by itself
    with pytest.raises(Stopped):
        run_import(task, hold)
    assert is_untouched()
    assert users_files.names(task.folder) == [task.file.name]

    successor_hold = Hold(successor)
    run_import(successor, successor_hold)
    successor_hold.release()
    assert PriceList.objects.count() == Offer.objects.count() == 1


def test_a_worker_that_is_killed_before_the_commit_has_done_nothing(
    task: PriceListImport, hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_args: object, **_results: object) -> bool:
        assert Offer.objects.exists(), "all is written, nothing is committed"
        raise Killed

    monkeypatch.setattr(task, "mark_as_success", killed)
    with pytest.raises(Killed):
        run_import(task, hold)
    assert is_untouched()
    assert PriceListImport.objects.get().status == Status.RUNNING, "for the sweep to take back"


def test_the_message_of_a_finished_import_imports_nothing_again(task: PriceListImport) -> None:
    process(task)
    with pytest.raises(SkipMessage):
        process(task)
    assert PriceList.objects.count() == 1


def test_an_error_after_the_success_leaves_it(task: PriceListImport) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    process(task, fail)
    assert task.status == Status.SUCCESS
    assert Offer.objects.count() == 1


def test_a_cancel_in_the_middle_leaves_nothing(long_task: PriceListImport) -> None:
    seen: list[int] = []

    def cancel_when_writing() -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            hold = holds[0]
            if hold.progress.done.get(Stage.WRITING, 0) > 1000:
                seen.append(hold.progress.done[Stage.WRITING])
                PriceListImport.objects.get(pk=long_task.pk).cancel()
                break
            time.sleep(0.005)
        connection.close()

    assert long_task.mark_as_running()
    holds = [Hold(long_task)]
    thread = threading.Thread(target=cancel_when_writing)
    thread.start()
    with pytest.raises(Stopped) as stopped:
        run_import(long_task, holds[0])
    thread.join()
    holds[0].release()
    assert stopped.value.reason is Stop.CLAIM_LOST
    assert seen
    assert holds[0].progress.done[Stage.WRITING] < 200_000, "it stopped in the middle"
    assert is_untouched()
    long_task.refresh_from_db()
    assert long_task.status == Status.CANCELLED


def test_a_cancelled_import_can_be_tried_again(task: PriceListImport) -> None:
    assert task.cancel()
    assert PriceListImport.objects.get().retry()
    task.refresh_from_db()
    process(task)
    assert (task.status, task.attempt) == (Status.SUCCESS, 2)
    assert PriceList.objects.count() == 1


def test_the_file_is_gone(task: PriceListImport, hold: Hold) -> None:
    task.delete_files()
    with pytest.raises(UserError, match="not kept"):
        run_import(task, hold)


def test_the_sweep_announces_it_again(task: PriceListImport) -> None:
    PriceListImport.objects.update(next_dispatch_at=Now() - LEASE)
    sweep()
    task.refresh_from_db()
    assert task.dispatches == 1
