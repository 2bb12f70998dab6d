"""Who may do what at each address, and the rows that there are to get at."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from crossdock.brands.deciding import decide
from crossdock.models import (
    Basket,
    BrandAlias,
    BrandDecision,
    CrossDockTask,
    FilledFile,
    Order,
    Preferences,
    PriceListImport,
    RuleSet,
    SupplierGroup,
    TaskComment,
    TaskVisit,
)
from crossdock.models.lifecycle import Status
from crossdock.models.notices import Kind
from crossdock.models.preferences import Reach
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import keep_lines
from crossdock.spreadsheets.messages import NOT_RECOGNISED
from crossdock.storage.uploads import Upload
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_suggestion,
    make_supplier,
    make_user,
)
from tests.lines import columns
from tests.world import make_task_in

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
task_brands            GET      login      200    200    200
task_lines             GET      login      200    200    200
task_cancel            POST     login      403    302    302
task_retry             POST     login      403    302    302
task_delete            POST     login      403    302    302
task_columns           GET      login      403    200    200
task_columns           POST     login      403    302    302
task_again             GET      login      200    200    200
task_again             POST     login      302    302    302
task_result            GET      login      200    200    200
task_result_csv        GET      login      200    200    200
task_filled            GET      login      404    404    404
task_filled            POST     login      302    302    302
task_filled_cancel     POST     login      403    302    302
task_orders            GET      login      200    200    200
task_orders            POST     login      403    302    302
order_file             GET      login      200    200    200
task_basket            GET      login      200    200    200
task_basket            POST     login      302    302    302
task_basket_status     GET      login      200    200    200
task_basket_json       GET      login      404    404    404
task_basket_cancel     POST     login      403    302    302
task_basket_retry      POST     login      403    302    302
task_basket_enough     POST     login      403    302    302
task_basket_order      POST     login      403    302    302
rule_sets              GET      login      200    200    200
rule_set_create        GET      login      200    200    200
rule_set_create        POST     login      302    302    302
rule_set_edit          GET      login      200    200    200
rule_set_edit          POST     login      302    302    302
rule_set_delete        POST     login      302    302    302
task_request           GET      login      200    200    200
task_comments          GET      login      302    302    302
task_comments          POST     login      302    302    302
comment_detail         GET      login      302    302    302
comment_edit           GET      login      403    200    403
comment_edit           POST     login      403    302    403
comment_delete         POST     login      403    302    302
part_search            GET      login      200    200    200
same_brand             POST     login      403    403    302
price_list_list        GET      login      200    200    200
price_list_rows        GET      login      200    200    200
upload_list            GET      login      200    200    200
price_list_create      GET      login      403    403    200
price_list_create      POST     login      403    403    302
price_list_batch       GET      login      403    403    200
price_list_batch       POST     login      403    403    302
price_list_batch_row   GET      login      403    403    200
import_cancel          POST     login      403    403    302
import_retry           POST     login      403    403    302
import_delete          POST     login      403    403    302
import_withdraw        GET      login      403    403    200
import_withdraw        POST     login      403    403    302
import_columns         GET      login      403    403    200
import_file            GET      login      403    403    200
import_left_out        GET      login      403    403    200
supplier_list          GET      login      403    403    200
supplier_create        GET      login      403    403    200
supplier_create        POST     login      403    403    302
supplier_edit          GET      login      403    403    200
supplier_edit          POST     login      403    403    302
supplier_delete        GET      login      403    403    200
supplier_delete        POST     login      403    403    302
group_list             GET      login      403    403    200
group_create           GET      login      403    403    200
group_create           POST     login      403    403    302
group_edit             GET      login      403    403    200
group_edit             POST     login      403    403    302
group_delete           GET      login      403    403    200
group_delete           POST     login      403    403    302
alias_list             GET      login      403    403    200
alias_create           GET      login      403    403    200
alias_create           POST     login      403    403    302
alias_edit             GET      login      403    403    200
alias_edit             POST     login      403    403    302
alias_delete           GET      login      403    403    200
alias_delete           POST     login      403    403    302
health                 GET      200        200    200    200
health_ready           GET      200        200    200    200
metrics                GET      200        200    200    200

language               POST     302        302    302    302
login                  GET      200        302    302    302
login                  POST     302        302    302    302
logout                 POST     login      login  login  login
logout                 OPTIONS  login      200    200    200
brand_list             GET      login      403    403    200
brand_decisions        GET      login      403    403    200
brand_decide           POST     login      403    403    302
brand_propose          POST     login      302    302    302
brand_undo             POST     login      403    403    302
first_aliases          POST     login      403    403    302
notice_list            GET      login      200    200    200
bell                   GET      login      200    200    200
notice_settings        GET      login      200    200    200
notice_settings        POST     login      302    302    302
password_change        GET      login      200    200    200
password_change        POST     login      302    302    302
password_change        PUT      login      200    200    200
password_change        OPTIONS  login      200    200    200
password_change_done   GET      login      200    200    200
password_change_done   OPTIONS  login      200    200    200
"""


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines()[2:] if line]


RULES: dict[str, dict[str, dict[str, str]]] = {}
for name, method, *answers in lines(TABLE):
    RULES.setdefault(name, {})[method] = dict(zip(PEOPLE, answers, strict=True))


@dataclass
class World:
    """What there is to get at."""

    people: Mapping[str, User | None]
    logins: Mapping[str, SimpleCookie]
    tasks: Mapping[str, CrossDockTask]
    imports: Mapping[str, PriceListImport]
    comment: TaskComment
    upload: Upload
    group: SupplierGroup
    order: Order
    objects: Mapping[str, Any]

    def client(self, person: str, **options: Any) -> Client:
        client = Client(**options)
        client.cookies.update(self.logins[person])
        return client

    def address(self, name: str, pk: object = None) -> str:
        if name == "order_file":
            return reverse(f"crossdock:{name}", args=[self.order.task_id, self.order.pk])
        if name == "price_list_batch_row":
            return reverse(f"crossdock:{name}", args=[pk or self.upload.key])
        args = [pk or each.pk for each in [self._object_of(name)] if each]
        namespace = "crossdock:" if name not in ACCOUNT_NAMES else ""
        return reverse(f"{namespace}{name}", args=args)

    def _object_of(self, name: str) -> Any:
        if name == "task_basket_order":
            return self.tasks["with a basket"]
        if name in ("task_basket_cancel", "task_basket_enough"):
            return self.tasks["being filled"]
        if name in ("task_basket", "task_basket_json", "task_basket_retry"):
            return self.tasks["done"]
        if name in ("task_result", "task_result_csv", "task_filled", "task_again", "task_orders"):
            return self.tasks["done"]
        if name in ("task_retry", "task_filled_cancel"):
            return self.tasks["cancelled" if name == "task_retry" else "being filled"]
        if name == "task_columns":
            return self.tasks["failed"]
        if name.startswith("task_") and name not in PLAIN_TASK_NAMES:
            return self.tasks["waiting"]
        if name.startswith("comment_"):
            return self.comment
        if name in ("import_left_out", "import_withdraw"):
            return self.imports["done"]
        if name.startswith("import_"):
            return self.imports["cancelled" if name == "import_retry" else "waiting"]
        kind, _, action = name.partition("_")
        return self.objects.get(f"{kind} to {action}")

    def form(self, name: str) -> dict[str, Any]:
        """What makes a POST to this address do something."""
        file = SimpleUploadedFile("list.csv", b"Brand;Article;Price;Qty\nBOSCH;1;2;3\n")
        forms: dict[str, dict[str, Any]] = {
            "task_create": {"file": file, "supplier_group": self.group.pk, "lookback_days": 2},
            "task_again": {"supplier_group": self.group.pk, "lookback_days": 2},
            "task_columns": {"header_row": "1", "column_1": "brand", "column_2": "article"},
            "same_brand": {"alias": "Bosch Technik", "same_as": "BOSCH"},
            "task_basket": {"seconds": 5},
            "rule_set_create": {"name": "New"} | NO_RULES,
            "rule_set_edit": {"name": "New"} | NO_RULES,
            "task_basket_order": {"format": "csv"},
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
            "language": {"language": "ru"},
            "supplier_create": {"name": "New", "code": "new", "delivery_hours": 1},
            "supplier_edit": {"name": "New", "code": "new", "delivery_hours": 1},
            "group_create": {"name": "New"},
            "group_edit": {"name": "New"},
            "alias_create": {"alias": "Boch", "brand": "BOSCH"},
            "alias_edit": {"alias": "Boch", "brand": "BOSCH"},
            "price_list_batch": {
                "ready": "new",
                "new-upload": self.upload.token,
                "new-supplier": self.objects["supplier"].pk,
                "new-valid_from": timezone.localdate().isoformat(),
            },
            "brand_decide": {"key_1": "ab", "key_2": "cd", "answer": "YES"},
            "brand_propose": {"key_1": "ab", "key_2": "cd"},
            "notice_settings": {"email": "new@example.com"} | dict.fromkeys(Kind, Reach.BELL),
            "login": {"username": "bob", "password": "password"},
            "password_change": {
                "old_password": "password",
                "new_password1": "something else 7",
                "new_password2": "something else 7",
            },
        }
        return forms.get(name, {})


NO_RULES = {"rules-TOTAL_FORMS": 0, "rules-INITIAL_FORMS": 0}
ACCOUNT_NAMES = {"language", "login", "logout", "password_change", "password_change_done"}
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
def files(world: World) -> None:
    """Files stay where the world has them."""


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
        "failed": make_task_in(
            Status.FAILURE,
            alice,
            group,
            content=b"Who;What\nBOSCH;0986452041\n",
            error_message=NOT_RECOGNISED % dict.fromkeys(("needed", "place", "found", "examples")),
        ),
        "being filled": make_task_in(Status.SUCCESS, alice, group),
        "with a basket": make_task_in(Status.SUCCESS, alice, group),
    }
    FilledFile.objects.create(task=tasks["being filled"])
    Basket.objects.create(task=tasks["being filled"], user=alice)
    Basket.objects.create(task=tasks["done"], user=alice, status=Status.CANCELLED)
    keep_basket(tasks["with a basket"], supplier)
    tasks["done"].lines_file.name = f"tasks/{tasks['done'].pk}/lines-1.sqlite3"
    tasks["done"].save()
    best = BestOffer(1.0, 1.0, supplier.name)
    with keep_lines(Path(tasks["done"].lines_file.path)) as keep:
        keep(columns([ResultLine("BOSCH", "1", [best], Outcome.FOUND, ())]))
    order = Order.objects.create(task=tasks["done"], user=alice, total=0, suppliers=0)
    order.file.save("orders.zip", SimpleUploadedFile("x", b"orders"))
    comment = tasks["waiting"].comments.create(user=alice, text="mine")
    imports = {name: make_import(staff, supplier, "a;b\n") for name in ("waiting", "done")}
    imports["cancelled"] = make_import(staff, supplier, "a;b\n")
    assert imports["cancelled"].cancel()
    assert imports["done"].mark_as_running()
    assert imports["done"].mark_as_success(price_list=offer.price_list)
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
    make_suggestion("AB", "CD")
    objects["brand to undo"] = decide(make_suggestion("EF", "GH"), BrandDecision.Answer.NO, staff)
    objects |= {
        f"{kind} to {action}": objects[name]
        for kind, name in (("supplier",) * 2, ("group", "suppliergroup"), ("alias", "brandalias"))
        for action in ("edit", "delete")
    }
    rules = RuleSet.objects.create(name="Ours")
    objects |= {"rule to set_edit": rules, "rule to set_delete": rules}
    objects["supplier to delete"] = make_supplier()  # a list of the other is being imported
    objects["group to delete"] = make_group()  # tasks under way protect the other
    people = {"anonymous": None, "other": bob, "owner": alice, "staff": staff}
    upload = Upload.keep(SimpleUploadedFile("list.csv", b"Brand;Article;Price;Qty\nBOSCH;1;2;3\n"))
    logins = {person: cookies_of(user, upload) for person, user in people.items()}
    return World(people, logins, tasks, imports, comment, upload, group, order, objects)


def keep_basket(task: CrossDockTask, supplier: Any) -> None:
    """A basket of one piece, as far as it is ordered."""
    basket = Basket.objects.create(task=task, user=task.user, status=Status.SUCCESS)
    basket.file.name = f"baskets/{basket.pk}/1.json"
    offer = {"supplier": supplier.code, "pieces": 1, "price": 2.0}
    offer |= dict.fromkeys(("brand", "article", "store"), "x")
    line = {"line": 1, "also_lines": [], "code": "", "offers": [offer]}
    document = {"lines": [line], "suppliers": [{"code": supplier.code, "name": "x", "sum": 2.0}]}
    document |= {"total": 2.0, "unfilled": []}
    scenario = {"key": "cheapest", "title": "x", "basket": document}
    path = Path(basket.file.path)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"scenarios": [scenario]}))
    basket.save()


def cookies_of(user: User | None, upload: Upload) -> SimpleCookie:
    """What a browser keeps after the login; a login costs more than most answers."""
    client = Client()
    if user:
        client.force_login(user)
        session = client.session
        session["price_list_uploads"] = [upload.token]
        session.save()
    return client.cookies


def state() -> list[tuple[str, str]]:
    """All rows that anybody cares about; not the sessions, nor the languages, nor who saw what."""
    ours = set(apps.get_app_config("crossdock").get_models(include_auto_created=True))
    models = [*ours - {Preferences, TaskVisit}, User, Group]
    rows = " UNION ALL ".join(
        f"SELECT '{table}', jsonb_agg(to_jsonb(row) - ARRAY['last_login', 'read_at']"
        f" ORDER BY row::text)::text FROM {table} AS row"
        for table in (model._meta.db_table for model in models)
    )
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return cursor.fetchall()


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
