"""Who may do what: each address for each kind of person, by each method.

An address that is in no table here fails `test_no_address_is_missing`.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

import crossdock.views
from crossdock.models import BrandAlias, CrossDockTask, PriceListImport, SupplierGroup, TaskComment
from crossdock.models.lifecycle import Status
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_user,
)
from tests.world import HTMX, make_task_in

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PEOPLE = ("anonymous", "other", "owner", "staff")

LOGIN = "login"
"""The answer sends to the login."""

# HEAD is answered as GET is. A method that has no line gets 405, and of those who are not logged in
# LOGIN. The owner has made the task and its comment. The task waits, the ended one has a result.
TABLE = """
                       method   anonymous  other  owner  staff

home                   GET      login      200    200    200
task_list              GET      login      200    200    200
task_rows              GET      login      200    200    200
task_create            GET      login      200    200    200
task_create            POST     login      302    302    302
task_template          GET      login      200    200    200
tasks_cancel           POST     login      403    302    302
tasks_retry            POST     login      403    302    302
tasks_delete           POST     login      403    302    302
task_detail            GET      login      200    200    200
task_status            GET      login      200    200    200
task_lines             GET      login      200    200    200
task_cancel            POST     login      403    302    302
task_retry             POST     login      403    302    302
task_delete            POST     login      403    302    302
task_result            GET      login      200    200    200
task_request           GET      login      200    200    200
task_comments          GET      login      302    302    302
task_comments          POST     login      302    302    302
comment_detail         GET      login      302    302    302
comment_edit           GET      login      403    200    403
comment_edit           POST     login      403    302    403
comment_delete         POST     login      403    302    302
part_search            GET      login      200    200    200
price_list_list        GET      login      200    200    200
price_list_rows        GET      login      200    200    200
price_list_create      GET      login      403    403    200
price_list_create      POST     login      403    403    302
import_cancel          POST     login      403    403    302
import_retry           POST     login      403    403    302
import_delete          POST     login      403    403    302
import_columns         GET      login      403    403    200
import_file            GET      login      403    403    200
import_left_out        GET      login      403    403    200
health                 GET      200        200    200    200

login                  GET      200        302    302    302
login                  POST     302        302    302    302
logout                 POST     login      login  login  login
logout                 OPTIONS  login      200    200    200
password_change        GET      login      200    200    200
password_change        POST     login      302    302    302
password_change        PUT      login      200    200    200
password_change        OPTIONS  login      200    200    200
password_change_done   GET      login      200    200    200
password_change_done   OPTIONS  login      200    200    200
"""

# What staff get who have no permissions besides. All others get 403, or LOGIN.
ADMIN_TABLE = """
                         list  add  change  save  delete

crossdock_supplier       200   200  200     200   302
crossdock_suppliergroup  200   200  200     200   302
crossdock_brandalias     200   200  200     200   302
crossdock_pricelist      200   403  200     403   302
crossdock_offer          200   403  200     403   403
crossdock_crossdocktask  200   403  200     403   302
crossdock_taskcomment    200   403  200     403   302
auth_user                403   403  403     403   403
auth_group               403   403  403     403   403
"""

ADMIN_PAGES = ("changelist", "add", "change", "delete", "history")
OTHER_ADMIN_ADDRESSES = {
    *("index", "login", "logout", "password_change", "password_change_done"),
    *("jsi18n", "autocomplete", "view_on_site", "app_list", "auth_user_password_change"),
}


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines()[2:] if line]


RULES: dict[str, dict[str, dict[str, str]]] = {}
for name, method, *answers in lines(TABLE):
    RULES.setdefault(name, {})[method] = dict(zip(PEOPLE, answers, strict=True))
ADMIN_RULES = {model: answers for model, *answers in lines(ADMIN_TABLE)}
POSTED = [name for name, methods in RULES.items() if "POST" in methods]
OPEN = {
    name
    for name, methods in RULES.items()
    if "login" not in methods["GET" if "GET" in methods else "POST"].values()
}


@dataclass
class World:
    """What there is to get at."""

    people: Mapping[str, User | None]
    tasks: Mapping[str, CrossDockTask]
    imports: Mapping[str, PriceListImport]
    comment: TaskComment
    group: SupplierGroup
    objects: Mapping[str, Any]

    def client(self, person: str, **options: Any) -> Client:
        client = Client(**options)
        if user := self.people[person]:
            client.force_login(user)
        return client

    def address(self, name: str, pk: object = None) -> str:
        args = [pk or each.pk for each in [self._object_of(name)] if each]
        namespace = "crossdock:" if name not in ACCOUNT_NAMES else ""
        return reverse(f"{namespace}{name}", args=args)

    def _object_of(self, name: str) -> Any:
        if name in ("task_retry", "task_result"):
            return self.tasks["cancelled" if name == "task_retry" else "done"]
        if name.startswith("task_") and name not in PLAIN_TASK_NAMES:
            return self.tasks["waiting"]
        if name.startswith("comment_"):
            return self.comment
        if name == "import_left_out":
            return self.imports["done"]
        if name.startswith("import_"):
            return self.imports["cancelled" if name == "import_retry" else "waiting"]
        return None

    def form(self, name: str) -> dict[str, Any]:
        """What makes a POST to this address do something."""
        file = SimpleUploadedFile("list.csv", b"Brand;Article;Price;Qty\nBOSCH;1;2;3\n")
        forms: dict[str, dict[str, Any]] = {
            "task_create": {"file": file, "supplier_group": self.group.pk, "lookback_days": 2},
            "tasks_cancel": {"task": [self.tasks["waiting"].pk]},
            "tasks_retry": {"task": [self.tasks["cancelled"].pk]},
            "tasks_delete": {"task": [self.tasks["done"].pk]},
            "task_comments": {"text": "new"},
            "comment_edit": {"text": "changed"},
            "price_list_create": {
                "file": file,
                "supplier": self.objects["supplier"].pk,
                "valid_from": timezone.localdate().isoformat(),
            },
            "login": {"username": "bob", "password": "password"},
            "password_change": {
                "old_password": "password",
                "new_password1": "something else 7",
                "new_password2": "something else 7",
            },
        }
        return forms.get(name, {})


ACCOUNT_NAMES = {"login", "logout", "password_change", "password_change_done"}
PLAIN_TASK_NAMES = {"task_list", "task_rows", "task_create", "task_template"}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One for all the tests here; each gives its rows back as they were."""
    folder = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder, FILE_UPLOAD_TEMP_DIR=None),
        rolled_back(),
    ):
        yield make_world()


@pytest.fixture(autouse=True)
def files(world: World) -> Iterator[None]:
    """The rows are as they were afterwards; the files stay where the world has them."""
    with rolled_back():
        yield


@contextmanager
def rolled_back() -> Iterator[None]:
    """A block after which the rows are as they were."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_world() -> World:
    alice, bob, staff = make_user("alice"), make_user("bob"), make_user("staff", is_staff=True)
    supplier = make_supplier()
    group = make_group(supplier)
    offer = make_offer(make_price_list(supplier))
    tasks = {
        "waiting": make_task_in(Status.PENDING, alice, group),
        "cancelled": make_task_in(Status.CANCELLED, alice, group),
        "done": make_task_in(Status.SUCCESS, alice, group),
    }
    comment = tasks["waiting"].comments.create(user=alice, text="mine")
    imports = {name: make_import(staff, supplier, "a;b\n") for name in ("waiting", "done")}
    imports["cancelled"] = make_import(staff, supplier, "a;b\n")
    assert imports["cancelled"].cancel()
    imports["done"].left_out_file.save("left-out-1.csv", SimpleUploadedFile("x", b"rows"))
    objects = {
        "supplier": supplier,
        "suppliergroup": group,
        "brandalias": BrandAlias.objects.create(alias="Bosh", brand="BOSCH"),
        "pricelist": offer.price_list,
        "offer": offer,
        "crossdocktask": tasks["done"],
        "taskcomment": comment,
        "user": alice,
        "group": Group.objects.create(name="x"),
    }
    people = {"anonymous": None, "other": bob, "owner": alice, "staff": staff}
    return World(people, tasks, imports, comment, group, objects)


def state() -> dict[str, Any]:
    """All rows that anybody cares about; not the sessions."""
    models = [*apps.get_app_config("crossdock").get_models(), User, Group]
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    for user in rows["User"]:
        del user["last_login"]
    return rows


def outcome(client: Client, answer: Any) -> str:
    """The status; or LOGIN for what sends to the login."""
    if getattr(answer, "streaming", False):
        list(answer)
    location = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    if location.startswith("/accounts/login/"):
        return LOGIN
    if location.startswith("/admin/login/"):
        return outcome(client, client.get(location))
    return str(answer.status_code)


def patterns(
    found: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """The namespace and the name of every address."""
    for each in found:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, each.namespace or namespace)
        else:
            yield namespace, str(each.name)


def test_no_address_is_missing() -> None:
    admin = {f"{model}_{page}" for model in ADMIN_RULES for page in ADMIN_PAGES}
    expected = {("admin", name) for name in admin | OTHER_ADMIN_ADDRESSES | {"None"}}
    expected |= {("" if name in ACCOUNT_NAMES else "crossdock", name) for name in RULES}
    assert set(patterns(get_resolver().url_patterns)) == expected


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", RULES)
def test_rights(name: str, method: str, world: World) -> None:
    rule = RULES[name].get("GET" if method == "HEAD" else method)
    refusal = {"anonymous": "405" if name in OPEN else LOGIN}
    before = state()
    answers = {}
    for person in PEOPLE:
        with rolled_back():
            client = world.client(person)
            data = {"data": world.form(name)} if method == "POST" else {}
            answer = getattr(client, method.lower())(world.address(name), **data)
            answers[person] = outcome(client, answer)
            has_changed = state() != before
        is_done = method == "POST" and answers[person] == "302" and name != "login"
        assert has_changed == is_done, person
    assert answers == (rule or {person: refusal.get(person, "405") for person in PEOPLE})


@pytest.mark.parametrize("name", POSTED)
def test_htmx_gives_nobody_more_rights(name: str, world: World) -> None:
    before = state()
    for person, expected in RULES[name]["POST"].items():
        with rolled_back():
            client = world.client(person)
            answer = client.post(world.address(name), world.form(name), headers=HTMX)
            has_changed = state() != before
        if name in ACCOUNT_NAMES:
            continue
        if expected == LOGIN:
            assert answer.status_code == 204
            assert outcome(client, answer) == LOGIN
        elif expected == "403":
            assert answer.status_code == 403
            assert answer.headers["Content-Type"].startswith("text/plain")
        else:
            assert answer.status_code in (200, 204)
        assert has_changed == (expected == "302"), person


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("name", POSTED)
def test_nothing_is_done_without_a_token(name: str, headers: dict[str, str], world: World) -> None:
    before = state()
    client = world.client("anonymous" if name == "login" else "staff", enforce_csrf_checks=True)
    answer = client.post(world.address(name), world.form(name), headers=headers)
    assert answer.status_code == 403
    assert "Reload it and try again" in answer.content.decode()
    assert state() == before


def test_with_its_token_it_is_done(world: World) -> None:
    client = world.client("owner", enforce_csrf_checks=True)
    client.get(world.address("task_detail"))
    token = client.cookies["csrftoken"].value
    answer = client.post(world.address("task_cancel"), headers={"X-CSRFToken": token})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("name", "method"),
    [
        (name, method)
        for name, methods in RULES.items()
        for method in methods
        if name.startswith(("task_", "comment_", "import_")) and name not in PLAIN_TASK_NAMES
    ],
)
def test_what_is_not_there_is_not_found(name: str, method: str, world: World) -> None:
    pk = 10**9 if name.startswith("comment_") else uuid.uuid4()
    people = ["staff"] if name.startswith("import_") else ["other", "owner", "staff"]
    for person in people:
        client = world.client(person)
        answer = getattr(client, method.lower())(world.address(name, pk), world.form(name))
        assert answer.status_code == 404


@pytest.mark.parametrize("model", ADMIN_RULES)
def test_rights_in_the_admin(model: str, world: World) -> None:
    name = f"admin:{model}"
    pk = [world.objects[model.partition("_")[2]].pk]
    requests = (
        ("get", reverse(f"{name}_changelist"), {}),
        ("get", reverse(f"{name}_add"), {}),
        ("get", reverse(f"{name}_change", args=pk), {}),
        ("post", reverse(f"{name}_change", args=pk), {"text": "", "name": ""}),
        ("post", reverse(f"{name}_delete", args=pk), {"post": "yes"}),
    )
    TaskComment.objects.exclude(pk=world.comment.pk).delete()
    if model == "crossdock_suppliergroup":
        CrossDockTask.objects.all().delete()  # they protect it
    before = state()
    for person in PEOPLE:
        answers = []
        for method, address, data in requests:
            with rolled_back():
                client = world.client(person)
                answers.append(outcome(client, getattr(client, method)(address, data)))
                assert (state() != before) == (method == "post" and answers[-1] == "302")
        others = LOGIN if person == "anonymous" else "403"
        assert answers == (ADMIN_RULES[model] if person == "staff" else [others] * 5)


@pytest.mark.parametrize("method", METHODS)
def test_who_is_not_staff_gets_nowhere_in_the_admin(method: str, world: World) -> None:
    addresses = [
        *(reverse(f"admin:{name}") for name in ("index", "jsi18n", "autocomplete")),
        reverse("admin:password_change_done"),
        reverse("admin:app_list", args=["crossdock"]),
        reverse("admin:auth_user_password_change", args=[world.objects["user"].pk]),
        *(
            reverse(f"admin:{model}_{page}")
            for model in ADMIN_RULES
            for page in ("changelist", "add")
        ),
        *(
            reverse(f"admin:{model}_{page}", args=[world.objects[model.partition("_")[2]].pk])
            for model in ADMIN_RULES
            for page in ADMIN_PAGES[2:]
        ),
        "/admin/no-such-page/",
    ]
    before = state()
    for person, expected in (("anonymous", LOGIN), ("other", "403")):
        client = world.client(person)
        found = {each: outcome(client, getattr(client, method.lower())(each)) for each in addresses}
        assert found == dict.fromkeys(addresses, expected)
    assert state() == before


def test_staff_change_nobodys_rights(world: World) -> None:
    client = world.client("staff")
    for name in ("auth_user_change", "auth_user_password_change"):
        address = reverse(f"admin:{name}", args=[world.objects["user"].pk])
        assert client.post(address, {"is_superuser": "on"}).status_code == 403
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/django_dramatiq/task/").status_code == 404


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


QUERIES = re.compile(r"\b(CrossDockTask|TaskComment|PriceListImport)\._?(objects|default_manager)")


def test_the_views_get_at_rows_through_their_rights_alone() -> None:
    folder = Path(crossdock.views.__file__).parent
    modules = {path.name: path.read_text() for path in folder.glob("*.py")}
    del modules["access.py"]
    assert [name for name, text in modules.items() if QUERIES.search(text)] == []
