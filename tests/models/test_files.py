from typing import Any

import pytest
from django.core.files.base import ContentFile

from crossdock.models import Basket, CrossDockTask, FilledFile, NegotiationSheet, Supplier
from crossdock.models.files import MakesFile
from crossdock.models.lifecycle import Status
from crossdock.storage.users_files import users_files
from tests.factories import make_import
from tests.world import MakeTask, alice, files, group, task_in

__all__ = ["alice", "files", "group", "task_in"]


@pytest.mark.parametrize(
    "task",
    [
        Basket(claim=7),
        NegotiationSheet(claim=7),
        FilledFile(claim=7, task=CrossDockTask(filename="a.xlsx")),
    ],
)
def test_what_a_claim_has_made_goes_alone(task: MakesFile) -> None:
    ours, others = task.claimed_name, task.claimed_name.replace("7.", "77.")
    for name in (ours, others):
        assert users_files.save(name, ContentFile(b"{}")) == name
    task.discard()
    assert not users_files.exists(ours)
    assert users_files.exists(others)


@pytest.mark.parametrize("task", [Basket(claim=7), NegotiationSheet(claim=7)])
def test_the_files_of_all_claims_go_together(task: Any) -> None:
    for claim in (7, 77):
        users_files.save(f"{task.folder}/{claim}.json", ContentFile(b"{}"))
    task.delete_files()
    assert users_files.names(task.folder) == []


def test_the_files_go_with_the_row_and_with_what_it_belongs_to(
    task_in: MakeTask, django_capture_on_commit_callbacks: Any
) -> None:
    task = task_in(Status.SUCCESS)
    first, second = (Basket.objects.create(task=task, user=task.user) for _number in range(2))
    supplier: Supplier = task.supplier_group.suppliers.get()
    price_list = make_import(task.user, supplier, "x", status=Status.FAILURE)
    folders = [each.folder for each in (first, second, task, price_list)]
    for basket in (first, second):
        users_files.save(f"{basket.folder}/7.json", ContentFile(b"{}"))
    for number, row in enumerate((first, task, supplier)):
        with django_capture_on_commit_callbacks(execute=True):
            row.remove()
        left = [bool(users_files.names(folder)) for folder in folders]
        assert left == [[False, True, True, True], [False] * 3 + [True], [False] * 4][number]
