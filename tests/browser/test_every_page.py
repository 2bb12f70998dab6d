"""Every page in real Chromium under the Content-Security-Policy, the admin's pages too."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from crossdock.models import BrandAlias
from tests.factories import (
    make_group,
    make_import,
    make_offer,
    make_price_list,
    make_suggestion,
    make_supplier,
    make_task,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

VIOLATIONS = """
    document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
"""

PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
"""By then the page has done what it does when it has been loaded."""


@pytest.fixture
def strict(context: BrowserContext) -> Iterator[Page]:
    """A page on which any complaint in the console is a failure; that an answer is 4xx is none."""
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    complaints: list[str] = []

    def note(line: ConsoleMessage) -> None:
        if line.type in ("error", "warning") and "the server responded with" not in line.text:
            complaints.append(f"{page.url}: {line.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    yield page
    assert complaints == []


@pytest.fixture
def boss() -> User:
    password = make_password("password", hasher="pbkdf2_sha256")
    return make_user("boss", is_staff=True, is_superuser=True, password=password)


def log_in(page: Page, address: str = "/") -> None:
    page.goto(address)
    page.fill("[name=username]", "boss")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def visit(page: Page, address: str, status: int = 200) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, address
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    page.evaluate(PAINTED)


def test_our_pages(strict: Page, boss: User) -> None:
    supplier = make_supplier()
    task = make_task(boss, make_group(supplier))
    assert task.cancel()
    comment = task.comments.create(user=boss, text="text")
    past = make_import(boss, supplier, "Brand;Article;Price;Qty\nBOSCH;1;2;3\n")
    assert past.cancel()
    log_in(strict)
    for address in ("/", "/tasks/?page=2", "/tasks/new/", "/parts/", "/parts/?article=1"):
        visit(strict, address)
    for address in ("/price-lists/", "/price-lists/new/", f"/price-lists/{past.pk}/columns/"):
        visit(strict, address)
    for address in (f"/tasks/{task.pk}/", f"/comments/{comment.pk}/edit/"):
        visit(strict, address)
    make_suggestion("AB", "CD")
    for address in ("/brands/", "/brands/decisions/"):
        visit(strict, address)
    for address in ("/notifications/", "/notifications/settings/"):
        visit(strict, address)
    for address in ("/accounts/password/", "/accounts/password/done/"):
        visit(strict, address)
    visit(strict, "/accounts/logout/", 405)
    strict.get_by_role("button", name="Log out").click()
    strict.wait_for_url(re.compile("/accounts/login/"))
    visit(strict, "/accounts/login/")


def test_the_admin(strict: Page, boss: User) -> None:
    supplier = make_supplier("Северный склад")
    make_supplier("Another")
    group = make_group(supplier)
    offer = make_offer(make_price_list(supplier))
    task = make_task(boss, group)
    assert task.cancel()
    objects = {
        "crossdock_supplier": supplier,
        "crossdock_suppliergroup": group,
        "crossdock_brandalias": BrandAlias.objects.create(alias="Bosh", brand="BOSCH"),
        "crossdock_pricelist": offer.price_list,
        "crossdock_offer": offer,
        "crossdock_crossdocktask": task,
        "crossdock_taskcomment": task.comments.create(user=boss, text="<b>text</b>"),
        "auth_user": boss,
    }
    log_in(strict, "/admin/")
    visit(strict, "/admin/")
    for name, each in objects.items():
        visit(strict, reverse(f"admin:{name}_changelist"))
        for page in ("change", "history", "delete"):
            address = reverse(f"admin:{name}_{page}", args=[each.pk])
            visit(
                strict,
                address,
                403 if address.startswith("/admin/crossdock/offer") and page == "delete" else 200,
            )

    visit(strict, reverse("admin:crossdock_suppliergroup_change", args=[group.pk]))
    chosen = strict.locator("#id_suppliers_to option")
    expect(chosen).to_have_count(1)
    strict.locator("#id_suppliers_from option").first.dblclick()
    expect(chosen).to_have_count(2)
    strict.get_by_role("button", name="Save", exact=True).click()
    expect(strict.locator(".success")).to_be_visible()
    assert group.suppliers.count() == 2

    visit(strict, reverse("admin:auth_user_change", args=[boss.pk]))
    strict.locator("#id_date_joined_0").fill("")
    strict.locator(".field-date_joined .date-icon").click()
    strict.get_by_role("link", name="Today").last.click()
    expect(strict.locator("#id_date_joined_0")).not_to_have_value("")

    visit(strict, reverse("admin:crossdock_supplier_changelist"))
    strict.locator("#action-toggle").check()
    strict.locator("select[name=action]").select_option("delete_selected")
    strict.get_by_role("button", name="Go").click()
    expect(strict.get_by_text("Are you sure")).to_be_visible()
    strict.get_by_role("link", name="Change password").click()
    expect(strict.get_by_role("heading", name="Change your password")).to_be_visible()


def test_nothing_is_left_behind_the_back_button(page: Page, boss: User) -> None:
    make_task(boss, make_group(make_supplier()))
    log_in(page)
    expect(page.get_by_role("link", name="request.xlsx")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    page.go_back()
    page.wait_for_url(re.compile("/accounts/login/"))
    expect(page.get_by_text("request.xlsx")).to_have_count(0)


def test_a_refusal_is_said_on_the_page(context: BrowserContext, boss: User) -> None:
    task = make_task(make_user("alice"), make_group(make_supplier()))
    assert task.cancel()
    page = context.new_page()
    log_in(page, f"/tasks/{task.pk}/")
    User.objects.filter(pk=boss.pk).update(is_staff=False)
    page.get_by_role("button", name="Retry").click()
    expect(page.get_by_text("Only the task's owner and staff may do this.")).to_be_visible()
