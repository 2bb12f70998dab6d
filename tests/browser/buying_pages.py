"""The pages from a list that is shown before it starts to what is ordered of it."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from playwright.sync_api import Page

from crossdock.brands.deciding import decide
from crossdock.models import (
    Basket,
    BrandAlias,
    BrandDecision,
    CrossDockTask,
    FilledFile,
    NegotiationSheet,
    Notice,
    Order,
    PurchasingRule,
    RuleSet,
    Supplier,
    SupplierGroup,
)
from crossdock.models.notices import Kind
from crossdock.pipeline.basket_task import run_basket
from crossdock.pipeline.negotiation import run_negotiation
from crossdock.pipeline.task import run_task
from crossdock.progress import Silent
from crossdock.spreadsheets.messages import NOT_RECOGNISED
from crossdock.texts import Number, Text
from tests.factories import make_group, make_offer, make_price_list, make_suggestion, make_supplier
from tests.factories import make_task as make_any_task

REQUEST = """Бренд;Артикул;Кол-во;Код 1С
BOSCH;0 986 452 041;12;00-01
SKF;VKBA 3644;2;00-02
NGK;BKR6E;4;00-03
MANN;W 914/2;7;00-04
VALEO;585002;5;00-05
"""
OTHER_REQUEST = "К;Кто;Что;Заказ;Не дороже\n07;BOSCH;0 986 452 041;4;100\n08;BOSCH;1;2;10\n"
PASTED = "Bosch 0 986 452 041 x 4\n4 шт VKBA 3644 SKF\n0986452041\nколодки передние"


class Stop(NamedTuple):
    """A page, and what is done there before it is looked at."""

    name: str
    address: str
    act: Callable[[Page], Any] = lambda _page: None


def buying_stops(user: User) -> list[Stop]:
    """The pages for a user of the staff, with something of each kind on them."""
    BrandAlias.objects.filter(alias="Mann").delete()  # there is to be something to decide
    group = _market()
    done, failed = _done(user, group), _failed(user, group)
    rules = RuleSet.objects.create(name="Сначала свои, без минимальных заказов")
    north = group.suppliers.order_by("pk")[0]
    PurchasingRule.objects.create(rule_set=rules, wish=PurchasingRule.Wish.PREFERRED, brand="SKF")
    PurchasingRule.objects.create(
        rule_set=rules, wish=PurchasingRule.Wish.LAST_RESORT, supplier=north
    )
    solved, waiting, refused = (_done(user, group) for _number in range(3))
    _solve(_basket(solved, user, rule_set=rules))
    _basket(waiting, user)
    assert _basket(refused, user).cancel()
    _order(solved, user)
    FilledFile(task=done).save(force_insert=True)
    _brands(user)
    south = group.suppliers.get(name="Южный")
    sheet, later = (_sheet(south, task=task, user=user) for task in (done, None))
    assert sheet.mark_as_running()
    assert sheet.mark_as_success({}, **run_negotiation(sheet, Silent()))
    is_done = Text("%(file)s is done: %(found)s of %(lines)s lines found")
    figures = {"file": done.filename, "found": Number(2), "lines": Number(3)}
    Notice.objects.create(user=user, kind=Kind.TASK_DONE, task=done, text=is_done % figures)
    has_failed = Text("%(file)s has failed") % {"file": failed.filename}
    Notice.objects.create(user=user, kind=Kind.TASK_FAILED, task=failed, text=has_failed)
    return [
        Stop("new-preview", "/tasks/new/", _send("заявка.csv", REQUEST)),
        Stop("new-preview-open", "/tasks/new/", _send("заявка.csv", REQUEST, opens=True)),
        Stop("new-guess", "/tasks/new/", _send("список.csv", OTHER_REQUEST)),
        Stop("new-paste", "/tasks/new/", _paste),
        Stop("task-columns", f"/tasks/{failed.pk}/columns/"),
        Stop("task-no-columns", f"/tasks/{failed.pk}/"),
        Stop("task-filled", f"/tasks/{done.pk}/"),
        Stop("task-brands", f"/tasks/{solved.pk}/"),
        Stop("basket-new", f"/tasks/{done.pk}/basket/"),
        Stop("basket-waiting", f"/tasks/{waiting.pk}/basket/"),
        Stop("basket-cancelled", f"/tasks/{refused.pk}/basket/"),
        Stop("basket", f"/tasks/{solved.pk}/basket/"),
        Stop("orders", f"/tasks/{done.pk}/orders/"),
        Stop("orders-made", f"/tasks/{solved.pk}/orders/"),
        Stop("negotiations", "/negotiation/"),
        Stop("negotiations-task", f"/negotiation/?task={done.pk}"),
        Stop("negotiation", f"/negotiation/{sheet.pk}/"),
        Stop("negotiation-waiting", f"/negotiation/{later.pk}/"),
        Stop("rules", "/purchasing-rules/"),
        Stop("rules-new", "/purchasing-rules/new/"),
        Stop("rules-edit", f"/purchasing-rules/{rules.pk}/"),
        Stop("supplier-terms", f"/suppliers/{north.pk}/"),
        Stop("brands", "/brands/"),
        Stop("brands-none", "/brands/?perhaps=1"),
        Stop("brands-decisions", "/brands/decisions/"),
        Stop("first-aliases", "/brand-aliases/", _open_first_aliases),
    ]


def _market() -> SupplierGroup:
    terms = {"minimum_sum": 1000, "delivery_cost": 350, "free_from": 5000, "cut_off": time(15)}
    north = make_price_list(
        make_supplier("Северный склад автозапчастей", **terms, discount=Decimal(5))
    )
    south = make_price_list(make_supplier("Южный", delivery_hours=4, delivery_cost=200))
    offers = (("BOSCH", "0 986 452 041", 100), ("SKF", "VKBA 3644", 2000), ("NGK", "BKR6E", 300))
    for number, (brand, article, price) in enumerate(offers, 1):
        make_offer(north, brand, article, str(price), "100", pack=10 // number)
        make_offer(south, brand, article, str(price * 1.2), "7")
    make_offer(south, "MANN-FILTER", "W 914/2", "550", "20")
    return make_group(north.supplier, south.supplier, name="Север и Юг")


def _done(user: User, group: SupplierGroup) -> CrossDockTask:
    task = make_any_task(user, group, REQUEST.encode(), filename="Заявка от клиента, октябрь.csv")
    assert task.mark_as_running()
    assert task.mark_as_success({}, **run_task(task, Silent()))
    return task


def _failed(user: User, group: SupplierGroup) -> CrossDockTask:
    task = make_any_task(user, group, OTHER_REQUEST.encode(), filename="Список.csv")
    names = {"needed": "бренд, артикул", "place": "1", "found": "К, Кто, Что", "examples": "Бренд"}
    assert task.mark_as_running()
    assert task.mark_as_failed(NOT_RECOGNISED % names)
    return task


def _basket(task: CrossDockTask, user: User, **fields: Any) -> Basket:
    """One that no worker has heard of."""
    basket = Basket(task=task, user=user, **fields)
    basket.save(force_insert=True)
    return basket


def _solve(basket: Basket) -> None:
    assert basket.mark_as_running()
    assert basket.mark_as_success({}, **run_basket(basket, Silent()))


def _sheet(supplier: Supplier, **fields: Any) -> NegotiationSheet:
    """One that no worker has heard of."""
    sheet = NegotiationSheet(supplier=supplier, **fields)
    sheet.save(force_insert=True)
    return sheet


def _order(task: CrossDockTask, user: User) -> None:
    fields = {"line_numbers": [1], "total": Decimal("1250.5"), "suppliers": 1}
    order = Order(task=task, user=user, **fields)
    order.file.name = f"tasks/{task.pk}/orders.zip"
    order.save()


def _brands(user: User) -> None:
    examples = {"agree": [["W 914/2", "Фильтр масляный", "Южный"]], "against": [["W799", "Север"]]}
    facts = {"suppliers_1": 0, "suppliers_2": 5, "lines": 41, "lines_with_sum": 12, "sum": "8300"}
    make_suggestion("MANN", "MANN-FILTER", **facts, conflicts=1, examples=examples)
    make_suggestion("LEMFORDER", "LEMFÖRDER", suppliers_1=3)
    for number, answer in enumerate(("YES", "NO")):
        pair = make_suggestion(f"КЕДР{number}", f"КЕДРОВ{number}")
        decide(pair, BrandDecision.Answer(answer), user)


def _send(name: str, text: str, *, opens: bool = False) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        page.set_input_files("[name=file]", file)
        page.locator("#preview").wait_for()
        if opens:
            page.locator("#preview summary").click()

    return choose


def _paste(page: Page) -> None:
    page.get_by_role("radio").last.check()
    page.locator("#id_text").fill(PASTED)
    page.locator("#preview").wait_for()


def _open_first_aliases(page: Page) -> None:
    page.locator(".first-aliases summary").click()
