import pytest
from django.contrib.auth.models import AnonymousUser

from crossdock.models import CrossDockTask, PriceListImport, TaskComment
from crossdock.rights import Reader, may_change, visible_to
from tests.factories import make_group, make_import, make_supplier, make_task, make_user


@pytest.mark.django_db
def test_nobody_sees_anything_without_a_login(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path
    alice, supplier = make_user("alice"), make_supplier()
    make_task(alice, make_group(supplier)).comments.create(user=alice, text="mine")
    make_import(alice, supplier)
    for model in (CrossDockTask, TaskComment, PriceListImport):
        for user in (make_user(f"sees {model.__name__}"), Reader(pk=0, is_staff=False)):
            assert visible_to(user, model).count() == 1
        assert not visible_to(AnonymousUser(), model).exists()


@pytest.mark.parametrize(
    ("reader", "may"),
    [
        (Reader(pk=1, is_staff=False), True),
        (Reader(pk=2, is_staff=False), False),
        (Reader(pk=2, is_staff=True), True),
    ],
    ids=["owner", "other", "staff"],
)
def test_owners_and_staff_may_change_a_task(reader: Reader, may: bool) -> None:
    assert may_change(reader, CrossDockTask(user_id=1)) is may
