"""The people who ask, and the rows that there are to get at."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from crossdock.brands.deciding import decide
from crossdock.forms.uploads import Upload
from crossdock.models import (
    Basket,
    BrandAlias,
    BrandDecision,
    CrossDockTask,
    FilledFile,
    NegotiationSheet,
    Order,
    PriceListImport,
    RuleSet,
    SupplierGroup,
    TaskComment,
)
from crossdock.models.lifecycle import Status
from crossdock.models.notices import Kind
from crossdock.models.preferences import Reach
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.pipeline.basket_file import write_basket
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import keep_lines
from crossdock.spreadsheets.messages import NOT_RECOGNISED
from tests import stored
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
from tests.views.rights.answers import handler, rolled_back, state
from tests.world import make_task_in


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
    state: list[tuple[str, str]] = field(default_factory=list)

    def client(self, person: str, **options: Any) -> Client:
        client = Client(**options)
        client.handler = handler(client.handler.enforce_csrf_checks)
        client.cookies.update(self.logins[person])
        return client

    def address(self, name: str, pk: object = None) -> str:
        if name == "order_file":
            return reverse(f"crossdock:{name}", args=[self.order.task_id, self.order.pk])
        if name == "price_list_batch_row":
            return reverse(f"crossdock:{name}", args=[pk or self.upload.key])
        row = self._object_of(name)
        args = [pk or row.pk] if row else []
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
            "negotiation_list": {"supplier": self.objects["supplier"].pk},
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
            "brand_tell_apart": {"name_1": "NRF", "name_2": "NGK"},
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
        world = make_world()
        world.state = state()
        yield world


@pytest.fixture(autouse=True)
def files(world: World) -> None:
    """Files stay where the world has them."""


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
    with stored.written(tasks["done"].lines_file) as path, keep_lines(path) as keep:
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
    objects |= sheets(supplier, alice, tasks["done"])
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
    with stored.written(basket.file) as path:
        write_basket(path, {}, [scenario])
    basket.save()


def sheets(supplier: Any, user: User, task: CrossDockTask) -> dict[str, NegotiationSheet]:
    """Negotiation sheets, by what is asked of them."""
    states = {"detail": Status.SUCCESS, "retry": Status.CANCELLED, "cancel": Status.PENDING}
    made = {
        f"negotiation to {action}": NegotiationSheet.objects.create(
            supplier=supplier, user=user, task=task, status=status
        )
        for action, status in states.items()
    }
    done = made["negotiation to detail"]
    content = {"lost": [[0, 1, "SKF", "2", 1.0, 200.0, 190.0, 5.0]], "requests": ["list.csv"]}
    content |= dict.fromkeys(("lines", "offered", "won", "won_sum", "lost_sum", "more_lost"), 1)
    content |= {"curve": [[0, 1, 2.0]], "brands": [["SKF", 2, 1, 200.0]], "is_cut": False}
    done.file.save("1.json", SimpleUploadedFile("x", json.dumps(content).encode()))
    return made | {f"negotiation to {action}": done for action in ("status", "workbook")}


def cookies_of(user: User | None, upload: Upload) -> SimpleCookie:
    """What a browser keeps after the login; a login costs more than most answers."""
    client = Client()
    if user:
        client.force_login(user)
        session = client.session
        session["price_list_uploads"] = [upload.token]
        session.save()
    return client.cookies
