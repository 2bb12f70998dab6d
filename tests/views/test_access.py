import re
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404

import crossdock.views
from crossdock.models import CrossDockTask
from crossdock.views import access
from tests.factories import make_import, make_supplier


def by(user: User | AnonymousUser, method: str = "GET") -> SimpleNamespace:
    return SimpleNamespace(user=user, method=method)


def test_all_who_are_logged_in_see_a_task(pending: CrossDockTask, bob: User) -> None:
    assert access.get_task(by(bob), pending.pk) == pending
    for user, pk in ((AnonymousUser(), pending.pk), (bob, uuid4())):
        with pytest.raises(Http404):
            access.get_task(by(user), pk)


def test_a_task_is_its_owners_and_staffs_to_change(
    pending: CrossDockTask, alice: User, bob: User, staff: User
) -> None:
    for user in (alice, staff):
        assert access.get_task_to_change(by(user), pending.pk) == pending
        assert access.get_tasks_to_change(by(user), [pending.pk, uuid4()]) == [pending]
    with pytest.raises(PermissionDenied):
        access.get_task_to_change(by(bob), pending.pk)
    with pytest.raises(PermissionDenied):
        access.get_tasks_to_change(by(bob), [pending.pk])


def test_a_comment_is_its_authors_to_edit_and_staffs_to_delete_besides(
    pending: CrossDockTask, alice: User, bob: User, staff: User
) -> None:
    comment = pending.comments.create(user=bob, text="bob's")
    assert access.get_comment_to_edit(by(bob, "POST"), comment.pk) == comment
    for user in (alice, staff):
        with pytest.raises(PermissionDenied):
            access.get_comment_to_edit(by(user), comment.pk)
    for user in (bob, staff):
        assert access.get_comment_to_delete(by(user), comment.pk) == comment
    with pytest.raises(PermissionDenied):
        access.get_comment_to_delete(by(alice), comment.pk)
    with pytest.raises(Http404):
        access.get_comment(by(bob), comment.pk + 1)


def test_imports_are_for_staff(alice: User, staff: User) -> None:
    task = make_import(staff, make_supplier())
    assert access.get_import(by(staff), task.pk) == task
    for pk in (task.pk, uuid4()):  # others are not told either whether it is there
        with pytest.raises(PermissionDenied):
            access.get_import(by(alice), pk)


QUERIES = re.compile(r"\b(CrossDockTask|TaskComment|PriceListImport)\._?(objects|default_manager)")


def test_the_views_get_at_rows_through_their_rights_alone() -> None:
    folder = Path(crossdock.views.__file__).parent
    modules = {path.name: path.read_text() for path in folder.glob("*.py")}
    del modules["access.py"]
    assert [name for name, text in modules.items() if QUERIES.search(text)] == []
