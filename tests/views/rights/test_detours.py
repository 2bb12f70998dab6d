"""No header, no odd address and no foreign task among one's own gives anybody more rights."""

import pytest
from django.contrib.auth.models import User

from crossdock.models import CrossDockTask
from tests.views.rights.answers import outcome, state
from tests.views.rights.table import LOGIN
from tests.views.rights.world import World

pytestmark = pytest.mark.django_db


def test_one_foreign_task_among_ones_own_and_nothing_is_done(world: World) -> None:
    own = world.tasks["waiting"]
    CrossDockTask.objects.filter(pk=own.pk).update(user=world.people["other"])
    before = state()
    ticked = [own.pk, world.tasks["cancelled"].pk]
    for name in ("tasks_cancel", "tasks_retry", "tasks_delete"):
        answer = world.client("other").post(world.address(name), {"task": ticked})
        assert answer.status_code == 403
    assert state() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "POST"},
        {"HX-Request": "true", "HX-Target": "task-live", "HX-Boosted": "true"},
        {"X-Forwarded-User": "staff", "Remote-User": "staff"},
        {"X-Original-URL": "/health/", "X-Rewrite-URL": "/health/"},
    ],
)
def test_headers_give_nobody_more_rights(headers: dict[str, str], world: World) -> None:
    before = state()
    client = world.client("other")
    assert client.post(world.address("task_delete"), headers=headers).status_code == 403
    assert client.get(world.address("task_delete"), headers=headers).status_code == 405
    assert client.get(world.address("import_file"), headers=headers).status_code == 403
    assert client.post(f"{world.address('task_cancel')}?_method=POST").status_code == 403
    assert state() == before


@pytest.mark.parametrize(
    "tampered",
    [
        "/tasks/%s/result/../request/",
        "/tasks/%s/result/..%%2f",
        "/comments/-1/",
        "/comments/1%%00/",
    ],
)
def test_addresses_lead_nowhere_else(tampered: str, world: World) -> None:
    address = tampered % world.tasks["done"].pk if "%s" in tampered else tampered
    assert world.client("other").get(address).status_code in (400, 404)


def test_an_ended_right_ends_at_once(world: World) -> None:
    client, as_alice = world.client("staff"), world.client("owner")
    User.objects.filter(username="staff").update(is_staff=False)
    User.objects.filter(username="alice").update(is_active=False)
    assert client.get(world.address("import_file")).status_code == 403
    assert outcome(as_alice, as_alice.get("/tasks/")) == LOGIN
