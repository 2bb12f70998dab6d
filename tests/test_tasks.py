"""The actors on the real pipeline, with the life cycle around them."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db.models.functions import Now
from dramatiq import get_broker

from crossdock.models import BrandComparison, CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import LEASE, Status
from crossdock.results.lines_query import LinesFile, LinesQuery
from crossdock.storage.users_files import local, users_files
from crossdock.tasks import compare_brands, process_file_task
from crossdock.workers.middleware import EXPECTED, LifeCycleMiddleware
from tests import stored
from tests.factories import (
    make_group,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

middleware = LifeCycleMiddleware()


@pytest.fixture
def group(settings, tmp_path) -> SupplierGroup:
    settings.MEDIA_ROOT = tmp_path
    cheap, dear = make_supplier("Cheap"), make_supplier("Dear")
    for supplier, price in ((cheap, "1.50"), (dear, "2")):
        price_list = make_price_list(supplier)
        make_offer(price_list, "BOSCH", "1", price)
    make_offer(price_list, "BOSCH", "2")
    make_offer(price_list, "BOSCH", "3", quantity="0")
    return make_group(cheap, dear)


def process(
    content: str, group: SupplierGroup, before_work: Callable[[CrossDockTask], object] = bool
) -> CrossDockTask:
    """What a worker does with a message."""
    task = make_task(make_user(), group, content.encode())
    message = SimpleNamespace(actor_name=process_file_task.actor_name, args=(str(task.pk), 1))
    result = error = None
    middleware.before_process_message(get_broker(), message)
    before_work(task)
    try:
        result = process_file_task.fn(*message.args)
    except EXPECTED as raised:
        error = raised
    middleware.after_process_message(get_broker(), message, result=result, exception=error)
    task.refresh_from_db()
    return task


def test_a_success_publishes_the_figures_and_the_lines_with_the_result(group):
    task = process("Brand;Article\nBosch;1\nBosch;1\nBosch;2\nBosch;3\nBosch;4\nBosch;\n", group)
    assert task.status == Status.SUCCESS
    assert (task.lines, task.lines_found) == (6, 3)
    assert task.lines_by_offers == [3, 1, 2, 0]
    assert task.lines_won == {"best": [["Cheap", 2], ["Dear", 1]], "others": 0}
    assert task.outcome_counts == {"found": 3, "out_of_stock": 1, "never_seen": 1, "no_article": 1}
    with local(task.lines_file) as path:
        lines = LinesFile(path).lines(LinesQuery(lambda kind: kind.offers == 0), range(9))
    assert [(line.number, line.article) for line in lines] == [(4, "3"), (5, "4"), (6, "")]
    assert stored.exists(task.result_file)
    assert task.started_at <= task.prices_as_of <= task.finished_at


def test_what_was_missed_is_kept_with_the_success_and_brands_are_compared(group):
    task = process("Brand;Article;Qty\nBosch;1;1\nBosh;1;2\nBosh;1;3\nBosch;3;1\n", group)
    rows = task.missed_lines.order_by("id").values_list("brand", "article_key", "lines", "pieces")
    assert list(rows) == [("Bosh", "1", 2, 5), ("Bosch", "3", 1, 1)]
    assert BrandComparison.objects.get().status == Status.PENDING


def test_brands_are_compared(group):
    BrandComparison.request()
    comparison = BrandComparison.objects.get()
    message = SimpleNamespace(actor_name=compare_brands.actor_name, args=(str(comparison.pk), 1))
    middleware.before_process_message(get_broker(), message)
    result = compare_brands.fn(*message.args)
    middleware.after_process_message(get_broker(), message, result=result)
    assert BrandComparison.last() == comparison


def test_a_failure_leaves_nothing_but_the_request(group):
    task = process("Name;Price\nFilter;1\n", group)
    assert task.status == Status.FAILURE
    assert (task.lines_file.name, task.lines_won, task.lines_by_offers) == ("", {}, [])
    assert users_files.names(task.folder) == [task.request_file.name]


def test_a_task_whose_file_is_gone_says_so(group):
    task = process("", group, CrossDockTask.delete_files)
    assert task.status == Status.FAILURE
    assert str(task.error_message) == "The file is not kept any more. Upload it again."


def test_a_worker_that_wakes_after_its_successors_end_touches_nothing(group):
    files: dict[str, bytes] = {}

    def another_succeeds(task: CrossDockTask) -> None:
        CrossDockTask.objects.update(lease_until=Now() - LEASE)
        successor = CrossDockTask.objects.get()
        assert successor.mark_as_running()
        for name in ("result-2.xlsx", "lines-2.bin", ".result-1.xlsx.0123.part"):
            stored.put(f"{task.folder}/{name}")
        assert successor.mark_as_success(result_file=successor.claimed_result_name)
        files.update({name: stored.content(name) for name in users_files.names(task.folder)})

    task = process("Brand;Article\nBosch;1\n", group, another_succeeds)
    assert (task.status, task.claim) == (Status.SUCCESS, 2)
    assert {name: stored.content(name) for name in users_files.names(task.folder)} == files
