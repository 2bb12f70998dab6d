"""Every page that we have, with something of each kind on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from playwright.sync_api import Page

from crossdock.models import BrandAlias, CrossDockTask, PriceListImport, SupplierGroup, TaskComment
from crossdock.models.lifecycle import Status
from crossdock.pipeline.task import run_task
from crossdock.pricelists.task import run_import
from crossdock.texts import Text
from tests.browser.buying_pages import Stop, buying_stops
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)
from tests.pipeline.running import Recorder

BOSS = "Александра.Константинопольская"
REQUEST = """Бренд;Артикул;Кол-во;Примечание
BOSCH;0 986 452 041;2;срочно
BOSCH;0986452041;116;
Bosch Automotive;0986452041;1;
TRW;GDB1748;4;
MANN;W 914/2;;
;W914;1;
LUK;620 3045 00;два;
"""
PRICE_LIST = """Бренд;Артикул;Наименование;Цена закупки;Остаток;Склад
BOSCH;0 986 452 041;Фильтр масляный;1 250,50;10;Москва
TRW;GDB1748;Колодки тормозные передние, комплект;3 410;>20;Москва
MANN;W914/2;Фильтр;нет;4;Москва
;W914;Фильтр;100;4;Москва
"""
OTHER_LIST = "Номер;Наименование;Фирма;Опт;Розница\n1;Фильтр;BOSCH;10;20\n"


def log_in(page: Page, username: str = BOSS) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/")


def make_pages() -> list[Stop]:
    """The pages that need a login, before a user of the staff."""
    password = make_password("password", hasher="pbkdf2_sha256")
    boss = make_user(BOSS, is_staff=True, password=password)
    other = make_user("pavel", password=password)
    supplier = make_supplier("Северо-Западная оптовая компания автозапчастей")
    group = make_group(supplier, name="Оптовые поставщики Северо-Запада")
    make_offer(make_price_list(supplier, 1), price="123456.5", quantity="1200")
    south = make_supplier("Юг", file_name_pattern="юг*")
    make_price_list(south, 30)
    group.suppliers.add(south)
    make_supplier("Восток", enabled=False)
    imports = _make_imports(boss, supplier)
    tasks = _make_tasks(boss, group)
    done = tasks[Status.SUCCESS]
    comment = done.comments.create(user=boss, text="Готово, можно заказывать. @pavel, посмотрите")
    done.comments.create(user=other, text="Смотрю: https://example.com/parts?brand=BOSCH")
    return [
        *_task_stops(tasks, comment, group),
        *_price_list_stops(imports),
        *_supplier_stops(supplier.pk, group),
        *buying_stops(boss),
        Stop("notices", "/notifications/"),
        Stop("notice-settings", "/notifications/settings/"),
        Stop("password", "/accounts/password/"),
        Stop("password-done", "/accounts/password/done/"),
        Stop("task-gone", "/tasks/00000000-0000-0000-0000-000000000000/"),
        Stop("not-found", "/comments/999999/edit/"),
    ]


def _make_tasks(user: User, group: SupplierGroup) -> dict[Status, CrossDockTask]:
    tasks = {}
    for status in Status:
        name = "Заявка на сентябрь, склад и магазин.csv"
        task = make_task(user, group, REQUEST.encode(), filename=name)
        if status != Status.PENDING:
            assert task.mark_as_running()
        tasks[status] = task
    assert tasks[Status.FAILURE].mark_as_failed(
        Text("The file is damaged and cannot be read."), {"reading": (1.0, 2.0)}
    )
    assert tasks[Status.CANCELLED].cancel()
    done = tasks[Status.SUCCESS]
    assert done.mark_as_success({"reading": (1.0, 2.0)}, **run_task(done, Recorder()))
    CrossDockTask.objects.filter(pk=tasks[Status.PENDING].pk).update(next_dispatch_at=None)
    return tasks


def _make_imports(user: User, supplier: Any) -> dict[Status, PriceListImport]:
    imports = {}
    for status in Status:
        task = make_import(user, supplier, PRICE_LIST, filename="Прайс Северо-Запад июнь.csv")
        if status != Status.PENDING:
            assert task.mark_as_running()
        imports[status] = task
    recorder: Any = Recorder()
    run_import(imports[Status.SUCCESS], recorder)
    assert imports[Status.FAILURE].mark_as_failed(Text("The price list has no rows."))
    assert imports[Status.CANCELLED].cancel()
    PriceListImport.objects.filter(pk=imports[Status.PENDING].pk).update(next_dispatch_at=None)
    return imports


def _task_stops(
    tasks: dict[Status, CrossDockTask], comment: TaskComment, group: SupplierGroup
) -> list[Stop]:
    done = tasks[Status.SUCCESS]
    parts = f"supplier_group={group.pk}&lookback_days=2&article=0986452041&task={done.pk}"
    return [
        Stop("tasks", "/tasks/"),
        Stop("tasks-picked", "/tasks/", lambda page: page.locator("[data-all]").check()),
        Stop("tasks-question", "/tasks/", _ask),
        Stop("tasks-none", "/tasks/?name=нет"),
        Stop("new", "/tasks/new/"),
        Stop("new-refused", "/tasks/new/", _refuse),
        Stop("again", f"/tasks/{done.pk}/again/"),
        *(Stop(f"task-{status.lower()}", f"/tasks/{task.pk}/") for status, task in tasks.items()),
        Stop("task-no-lines", f"/tasks/{done.pk}/?q=нет"),
        Stop("comment-edit", f"/comments/{comment.pk}/edit/"),
        Stop("parts", f"/parts/?brand=BOSCH&{parts}"),
        Stop("parts-other-brand", f"/parts/?brand=Bosch+Automotive&{parts}"),
        Stop("parts-refused", "/parts/?article="),
        Stop("parts-none", f"/parts/?brand=НЕТ&supplier_group={group.pk}&article=НЕТ"),
    ]


def _ask(page: Page) -> None:
    page.locator("#tasks button[hx-confirm]").first.click()
    page.locator("#confirm[open]").wait_for()


def _refuse(page: Page) -> None:
    page.set_input_files("[name=file]", _file("заявка.csv", ""))
    page.fill("[name=lookback_days]", "2")
    page.locator("#upload .primary").click()
    page.locator("[aria-invalid=true]").first.wait_for(state="attached")


def _price_list_stops(imports: dict[Status, PriceListImport]) -> list[Stop]:
    def send(*files: tuple[str, str]) -> Callable[[Page], None]:
        def choose(page: Page) -> None:
            page.set_input_files("[name=file]", [_file(name, text) for name, text in files])
            page.locator(".preview, #batch [name=ready]").first.wait_for()
            page.locator("#batch .muted:has-text('…')").wait_for(state="detached")

        return choose

    new, done = "/price-lists/new/", imports[Status.SUCCESS]
    return [
        Stop("price-lists", "/price-lists/"),
        Stop("price-lists-none", "/price-lists/?q=нет"),
        Stop("uploads", "/price-lists/uploads/"),
        Stop("price-list-new", new),
        Stop("price-list-preview", new, send(("список.csv", PRICE_LIST))),
        Stop("price-list-question", new, send(("другой.csv", OTHER_LIST))),
        Stop("price-list-batch", new, send(("юг.csv", PRICE_LIST), ("север.csv", OTHER_LIST))),
        Stop("import-columns", f"/price-lists/{done.pk}/columns/"),
        Stop("import-withdraw", f"/price-lists/{done.pk}/withdraw/"),
    ]


def _file(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def _supplier_stops(supplier: int, group: SupplierGroup) -> list[Stop]:
    alias = BrandAlias.objects.order_by("pk").first()
    assert alias is not None
    return [
        Stop(f"{folder}{name}", f"/{folder}/{path}")
        for folder, pk in (
            ("suppliers", supplier),
            ("supplier-groups", group.pk),
            ("brand-aliases", alias.pk),
        )
        for name, path in (
            ("", ""),
            ("-none", "?q=нет"),
            ("-new", "new/"),
            ("-edit", f"{pk}/"),
            ("-delete", f"{pk}/delete/"),
        )
    ]


def pictures(folder: Path, name: str, page: Page) -> None:
    """Keep what the page looks like, for somebody who wants to see it."""
    page.screenshot(path=folder / f"{name}.png", full_page=True)
