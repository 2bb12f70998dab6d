"""Nothing is left in English for who reads Russian: pages, messages, files and commands."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from crossdock.models import BrandAlias, CrossDockTask, OffersRefresh, PriceListImport
from crossdock.models.lifecycle import Status
from crossdock.offers.outcomes import Outcome
from crossdock.texts import Text
from project import catalogue
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_user,
)
from tests.spoken import latin, left_in_english
from tests.world import HTMX, log_in, make_task_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> User:
    return make_user("главный", is_staff=True, is_superuser=True, password="!")


@pytest.fixture
def visit(boss: User) -> Any:
    """Asserts that an address answers in Russian; returns the page."""
    clients: dict[str, Client] = {"boss": log_in(boss), "nobody": Client()}
    for client in clients.values():
        client.raise_request_exception = False

    def visit(address: str, status: int | None = None, who: str = "boss", **how: Any) -> str:
        data = how.pop("post", None)
        method = clients[who].get if data is None else clients[who].post
        headers = {"Accept-Language": "ru", **how.pop("headers", {})}
        answer = method(address, *([] if data is None else [data]), headers=headers)
        html = answer.content.decode()
        assert answer.status_code in ((200, 422) if status is None else (status,)), address
        assert left_in_english(html) == [], address
        return html

    return visit


@pytest.fixture
def tasks(boss: User, files: Path) -> dict[str, CrossDockTask]:
    """A task in each status; the one that is done has been tried before."""
    group = make_group(make_supplier("Север"), name="ОПТ-2")
    made = {
        status: make_task_in(status, boss, group, filename=f"заявка {status.label}.xlsx")
        for status in Status
    }
    error = Text("The file is damaged and cannot be read.")
    failed = make_task_in(Status.RUNNING, boss, group, filename="заявка.xlsx")
    assert failed.mark_as_failed(error, {"reading": (1.0, 2.0)})
    made[Status.FAILURE] = failed
    CrossDockTask.objects.filter(pk=made[Status.SUCCESS].pk).update(
        lines=1234,
        lines_found=1200,
        outcome_counts={Outcome.FOUND: 1199, Outcome.FOUND_IGNORING_ZEROS: 1, "not_found": 34},
        lines_by_offers=[34, 600, 300, 300],
        lines_won={"best": [[f"Склад {n}", 100 - n] for n in range(7)], "others": 3},
    )
    made[Status.SUCCESS].comments.create(user=boss, text="готово")
    return made


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = None
    return tmp_path


@pytest.fixture(autouse=True)
def russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def test_every_message_of_the_catalogue() -> None:
    path = catalogue.LOCALE_DIR / "ru" / catalogue.PO
    for message in filter(lambda each: each.id, catalogue._read(path)):
        for text in catalogue._parts(message.string):
            assert latin(catalogue.PLACEHOLDER.sub("", text)) == [], message.id


def test_nothing_yet(visit: Any) -> None:
    for address in ("/tasks/", "/tasks/?name=нет", "/parts/", "/price-lists/", "/tasks/new/"):
        visit(address)


def test_tasks_in_each_status(visit: Any, tasks: dict[str, CrossDockTask]) -> None:
    page = visit("/tasks/")
    for status in Status:
        assert f">{status.label}</span>" in page
    visit("/tasks/rows/", headers=HTMX)
    for task in tasks.values():
        visit(f"/tasks/{task.pk}/")
        visit(f"/tasks/{task.pk}/status/", headers=HTMX)
        visit(f"/tasks/{task.pk}/lines/", headers=HTMX)
    page = visit(f"/tasks/{tasks[Status.SUCCESS].pk}/")
    assert "1\xa0234" in page
    assert f"{timezone.localtime():%d.%m.%Y}, " in page
    assert "(Москва)" in page


def test_what_actions_answer(visit: Any, tasks: dict[str, CrossDockTask]) -> None:
    done, waiting = tasks[Status.SUCCESS], tasks[Status.PENDING]
    for action in ("cancel", "retry", "delete"):
        visit(f"/tasks/{done.pk}/{action}/", post={}, headers=HTMX)
    for action in ("cancel", "retry", "cancel", "delete"):
        visit(f"/tasks/{action}/", post={"task": [waiting.pk]}, headers=HTMX)
    visit("/tasks/delete/", post={}, headers=HTMX)


def test_forms_that_say_no(visit: Any, tasks: dict[str, CrossDockTask]) -> None:
    visit("/tasks/new/?again=1")
    visit("/tasks/new/", post={"lookback_days": "999"}, headers=HTMX)
    visit("/tasks/new/", post={"file": ContentFile(b"%PDF", "а.pdf")}, headers=HTMX)
    address = f"/tasks/{tasks[Status.SUCCESS].pk}/comments/"
    visit(address, post={"text": " "}, headers=HTMX)
    visit(address, post={"text": "я" * 10_001}, headers=HTMX)
    visit("/accounts/login/", who="nobody")
    visit("/accounts/login/", who="nobody", post={"username": "я", "password": "нет"})
    visit("/accounts/password/")
    visit("/accounts/password/", post={"old_password": "нет", "new_password1": "1"})
    visit("/accounts/password/done/")


def test_comments(visit: Any, tasks: dict[str, CrossDockTask]) -> None:
    comment = tasks[Status.SUCCESS].comments.get()
    for headers in ({}, HTMX):
        visit(f"/comments/{comment.pk}/edit/", headers=headers)
    visit(f"/comments/{comment.pk}/edit/", post={"text": "", "seen": "x"}, headers=HTMX)


def test_refusals(visit: Any, rf: Any, settings: Any) -> None:
    visit("/tasks/00000000-0000-0000-0000-000000000000/", 404)
    visit("/accounts/logout/", 405)
    visit("/accounts/language/", 400, post={"language": "xx"})
    settings.MAX_UPLOAD_MB = 0.000001
    visit("/tasks/new/", 413, post={"file": ContentFile(b"x" * 2**21, "а.csv")})


def test_parts(visit: Any, tasks: dict[str, CrossDockTask]) -> None:
    group = tasks[Status.SUCCESS].supplier_group
    for days_old in (0, 1, 40):
        supplier = make_supplier(f"Склад {days_old}")
        group.suppliers.add(supplier)
        make_offer(make_price_list(supplier, days_old), price="1234.5")
    query = f"?article=0986452041&supplier_group={group.pk}&lookback_days="
    page = visit(f"/parts/{query}2&brand=BOSCH")
    assert "1\xa0234,50" in page
    visit(f"/parts/{query}2&brand=НЕТ")
    visit(f"/parts/{query}999")


def test_price_lists(visit: Any, boss: User, files: Path) -> None:
    supplier = make_supplier("Север")
    make_supplier("Юг", enabled=False)
    make_price_list(supplier, 9)
    make_price_list(make_supplier("Восток"), 0)
    for status in Status:
        task = make_import(boss, supplier, "а;б\n", filename="прайс.csv")
        if status != Status.PENDING:
            task.mark_as_running()
        if status == Status.FAILURE:
            task.mark_as_failed(Text("The price list has no rows."))
        if status == Status.CANCELLED:
            task.cancel()
        if status == Status.SUCCESS:
            task.mark_as_success(rows_taken=21, rows_left_out=1, left_out_file="x.csv")
    OffersRefresh.request()
    visit("/price-lists/")
    visit("/price-lists/?quiet=1&q=нет")
    visit("/price-lists/new/")
    content = "Бренд;Артикул;Цена USD;Цена;Остаток;Остаток 2\nBOSCH;1;2;3;4;5\n"
    for text in (content, "1;2\n3;4\n", "Бренд;Артикул;Цена;Количество\nBOSCH;1;2;3\n"):
        file = ContentFile(text.encode(), "прайс.csv")
        data = {"file": file, "preview": "1", "supplier": supplier.pk}
        visit("/price-lists/new/", post=data, headers=HTMX)
    for each in PriceListImport.objects.all():
        visit(f"/price-lists/{each.pk}/columns/")


def test_the_admin(visit: Any, boss: User, tasks: dict[str, CrossDockTask]) -> None:
    BrandAlias.objects.all().delete()
    supplier = make_supplier("Юг")
    offer = make_offer(make_price_list(supplier))
    objects = {
        "crossdock_supplier": supplier,
        "crossdock_suppliergroup": tasks[Status.SUCCESS].supplier_group,
        "crossdock_brandalias": BrandAlias.objects.create(alias="Bosh", brand="BOSCH"),
        "crossdock_pricelist": offer.price_list,
        "crossdock_offer": offer,
        "crossdock_crossdocktask": tasks[Status.FAILURE],
        "crossdock_taskcomment": tasks[Status.SUCCESS].comments.get(),
        "auth_user": boss,
    }
    page = visit("/admin/")
    assert '<a href="/tasks/">К проценкам</a>' in page
    visit("/admin/crossdock/")
    for name, each in objects.items():
        visit(reverse(f"admin:{name}_changelist"))
        for kind in ("change", "delete", "history"):
            address = reverse(f"admin:{name}_{kind}", args=[each.pk])
            visit(address, 403 if (name, kind) == ("crossdock_offer", "delete") else 200)
    for name in ("supplier", "suppliergroup", "brandalias"):
        address = reverse(f"admin:crossdock_{name}_add")
        visit(address)
        visit(address, post={})
    alias = {"alias": "Bosh", "brand": "BOSCH"}
    visit(reverse("admin:crossdock_brandalias_add"), post=alias)


def test_commands_and_files(boss: User, files: Path, capsys: Any) -> None:
    supplier = make_supplier("Север")
    group = make_group(supplier, name="ОПТ")
    prices, request = files / "прайс.csv", files / "заявка.csv"
    prices.write_text("Бренд;Артикул;Цена;Остаток\nBOSCH;1;2,5;3\nBOSCH;;4;5\n")
    request.write_text("Бренд;Артикул;Примечание\nBOSCH;1;а\nBOSCH;2;б\nBOSCH;;в\n")
    output = io.StringIO()
    call_command("import_prices", prices, supplier=supplier.code, stdout=output)
    call_command("process_file", request, group=group.name, stdout=output)
    said = output.getvalue().replace(str(files), "").replace(supplier.code, "")
    assert latin(said.replace("result", "")) == []
    for sheet in load_workbook(files / "заявка.result.xlsx").worksheets:
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        texts = [sheet.title, *(cell for cell in cells if isinstance(cell, str))]
        assert [text for text in texts if latin(text)] == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "1 попытка"), (2, "2 попытки"), (5, "5 попыток"), (11, "11 попыток"), (21, "21 попытка")],
)
def test_plurals(number: int, expected: str) -> None:
    text = translation.ngettext("%(count)s attempt so far", "%(count)s attempts so far", number)
    assert text % {"count": number} == expected


def test_age_is_told_in_days(visit: Any, tasks: dict[str, CrossDockTask]) -> None:
    CrossDockTask.objects.update(created_at=timezone.now() - timedelta(days=400))
    visit("/tasks/")
