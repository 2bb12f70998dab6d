import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, NegotiationSheet, Supplier, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.models.negotiation_sheets import LATELY, MAX_KEPT
from tests.world import *  # noqa: F403  # its fixtures
from tests.world import MakeTask


def test_the_one_that_is_on_its_way_serves_all_who_ask(group: SupplierGroup, alice: User) -> None:
    supplier = group.suppliers.get()
    NegotiationSheet.objects.bulk_create(
        NegotiationSheet(supplier=supplier, user=alice, status=Status.FAILURE)
        for _ in range(MAX_KEPT)
    )
    oldest = NegotiationSheet.objects.last()
    sheet = NegotiationSheet.ask_for(supplier, user=alice)
    assert NegotiationSheet.ask_for(supplier, user=alice) == sheet
    assert NegotiationSheet.objects.count() == MAX_KEPT
    assert oldest not in NegotiationSheet.objects.all()


def test_it_is_about_a_task_or_all_of_lately(task_in: MakeTask, alice: User) -> None:
    task, recent = task_in(), task_in(Status.SUCCESS)
    task_in(Status.SUCCESS)
    long_ago = CrossDockTask.objects.exclude(pk__in=[task.pk, recent.pk])
    long_ago.update(finished_at=timezone.now() - LATELY)
    supplier: Supplier = task.supplier_group.suppliers.get()
    assert list(NegotiationSheet(supplier=supplier, user=alice).tasks()) == [recent]
    assert list(NegotiationSheet(supplier=supplier, user=alice, task=task).tasks()) == [task]


def test_nothing_is_made_for_a_supplier_that_has_gone(group: SupplierGroup, alice: User) -> None:
    supplier = group.suppliers.get()
    Supplier.objects.filter(pk=supplier.pk).delete()
    with pytest.raises(UserError, match="not there any more"):
        NegotiationSheet.ask_for(supplier, user=alice)
