"""Russian words are longer: no page is wider than its window."""

from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import BrowserContext, Page

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.texts import Text
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 390, 1360)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SHOTS: Path | None = None
"""A folder, to look at the pages."""


@pytest.fixture
def addresses() -> list[str]:
    """The pages, with something of each kind on them."""
    password = make_password("password", hasher="pbkdf2_sha256")
    boss = make_user("Александра.Константинопольская", is_staff=True, password=password)
    supplier = make_supplier("Северо-Западная оптовая компания автозапчастей")
    group = make_group(supplier, name="Оптовые поставщики Северо-Запада")
    offer = make_offer(make_price_list(supplier, 1), price="123456.5", quantity="1200")
    make_price_list(make_supplier("Юг"), 30)
    tasks = []
    for status in Status:
        task = make_task(boss, group, filename="Заявка на сентябрь, склад и магазин.xlsx")
        if status != Status.PENDING:
            assert task.mark_as_running()
        tasks.append(task)
    waiting, running, done, failed, cancelled = tasks
    done.mark_as_success(
        result_file=running.request_file.name,
        lines=123456,
        lines_found=120000,
        outcome_counts={"found": 119000, "found_ignoring_zeros": 1000, "digits_lost": 3456},
        lines_by_offers=[3456, 60000, 30000, 30000],
        lines_won={"best": [[supplier.name, 100], ["Юг", 20]], "others": 3},
    )
    assert failed.mark_as_failed(Text("The file is damaged and cannot be read."))
    assert cancelled.cancel()
    CrossDockTask.objects.filter(pk=waiting.pk).update(next_dispatch_at=None)
    done.comments.create(user=boss, text="Готово, можно заказывать")
    past = make_import(boss, supplier, "Бренд;Артикул;Цена;Остаток\nBOSCH;1;2;3\n")
    assert past.cancel()
    query = f"brand=BOSCH&article={offer.article}&supplier_group={group.pk}&lookback_days=2"
    return [
        *("/tasks/", "/tasks/?name=нет", "/tasks/new/", f"/parts/?{query}", "/parts/?article="),
        *("/price-lists/", "/price-lists/new/", f"/price-lists/{past.pk}/columns/"),
        *(f"/tasks/{task.pk}/" for task in (waiting, done, failed, cancelled)),
        "/accounts/password/",
    ]


def check(page: Page, address: str) -> None:
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if SHOTS:
            name = address.strip("/").replace("/", "-").partition("?")[0][:20]
            page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
        assert page.evaluate(TOO_WIDE) <= 0, (address, width)


def test_no_page_is_wider_than_its_window(
    context: BrowserContext, page: Page, addresses: list[str]
) -> None:
    context.set_extra_http_headers({"Accept-Language": "ru"})
    check(page, "/accounts/login/")
    page.fill("[name=username]", "Александра.Константинопольская")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/")
    for address in addresses:
        check(page, address)
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Change your password").wait_for()
