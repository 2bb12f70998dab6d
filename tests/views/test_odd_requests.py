"""What no page of ours sends, but anybody can: it is answered, and never with a fault."""

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from crossdock.models import CrossDockTask, PriceListImport, SupplierGroup
from tests.factories import make_offer, make_price_list, make_supplier
from tests.world import HTMX

pytestmark = pytest.mark.django_db

EXTREME_DAYS = ("9999-12-31", "0001-01-01")
ODD = (
    *("", "\0", "-1", "0", "9" * 30, "9" * 5000, "1e9", "٣", "²", "x" * 5000, "%", "_", "\\"),
    *("'", '"', "<script>", "{{ 7*7 }}", "${7*7}", "../..", "😀", "\r\nX: y", "NaN"),
    *EXTREME_DAYS,
)
HALF_A_LETTER = "\ud800"
TABLE = ("page", "q", "status", "group", "user", "since", "until", "sort")
FIELDS = {
    "/tasks/": TABLE,
    "/tasks/rows/": ("version", *TABLE),
    "/tasks/%s/": ("page", "lines"),
    "/tasks/%s/lines/": ("page", "lines"),
    "/tasks/%s/status/": ("version",),
    "/parts/": ("article", "brand", "supplier_group", "lookback_days"),
    "/price-lists/": ("page", "q", "quiet"),
    "/price-lists/rows/": ("page", "q", "quiet", "version"),
    "/price-lists/new/": ("supplier",),
    "/accounts/login/": ("next",),
}
POLLED = ("/tasks/rows/", "/tasks/%s/status/", "/price-lists/rows/")
BOTH_WAYS = ("/tasks/", "/price-lists/new/")
"""Whole pages, of which htmx gets a part."""


def headers_for(address: str) -> list[dict[str, str]]:
    """Those that the address is asked with."""
    plain, htmx = address not in POLLED, address in (*POLLED, *BOTH_WAYS)
    return [{}] * plain + [HTMX] * htmx


def encoded(value: str) -> str:
    return quote(value.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("value", [*ODD, HALF_A_LETTER], ids=range(len(ODD) + 1))
def test_odd_values_in_an_address(
    value: str, as_staff: Client, client: Client, pending: CrossDockTask, group: SupplierGroup
) -> None:
    make_offer(make_price_list(make_supplier()))
    parts = {"article": "1", "supplier_group": str(group.pk), "lookback_days": "2"}
    for address, fields in FIELDS.items():
        path = address % pending.pk if "%s" in address else address
        for field in fields:
            values = (parts if address == "/parts/" else {}) | {field: value}
            query = "&".join(f"{name}={encoded(text)}" for name, text in values.items())
            for headers in headers_for(address):
                assert as_staff.get(f"{path}?{query}", headers=headers).status_code < 400
        for start in range(0, len(fields), 3):  # a stranger's are read at the login alone
            query = "&".join(f"{field}={encoded(value)}" for field in fields[start : start + 3])
            for headers in headers_for(address):
                assert client.get(f"{path}?{query}", headers=headers).status_code < 400


@pytest.mark.parametrize("day", EXTREME_DAYS)
def test_extreme_days_in_an_address_of_the_admin(day: str, staff: User, as_staff: Client) -> None:
    User.objects.filter(pk=staff.pk).update(is_superuser=True)
    for table in ("crossdocktask", "pricelist", "taskcomment"):
        for field in ("created_at__gte", "created_at__lt"):
            path = f"/admin/crossdock/{table}/?{field}={day} 00:00:00%2B03:00"
            assert as_staff.get(path, follow=True).status_code == 200


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_odd_values_in_a_form(
    value: str, as_staff: Client, pending: CrossDockTask, group: SupplierGroup
) -> None:
    def post(to: str, **form: Any) -> None:
        assert as_staff.post(to, form).status_code in (200, 302, 400, 422), (to, form)

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("list.csv", b"Brand;Article;Price;Qty\nBOSCH;1;2;3\n")

    request = {"supplier_group": group.pk, "lookback_days": 2}
    for field in ("supplier_group", "lookback_days", "comment", "wants_original_query"):
        post("/tasks/new/", **(request | {field: value}), file=file())
    post("/tasks/new/", **request, file=value)
    prices = {"supplier": group.suppliers.get().pk, "valid_from": str(timezone.localdate())}
    columns = {"column_1": "brand", "column_2": "article", "column_3": "price"}
    for field in ("supplier", "valid_from", "rate", "upload", "header_row", "column_1"):
        post("/price-lists/new/", **(prices | columns | {field: value}), file=file())
    for field in ("task", "address"):
        for action in ("cancel", "retry"):
            post(f"/tasks/{action}/", **({"task": str(pending.pk)} | {field: value}))
    post(f"/tasks/{pending.pk}/comments/", text=value)
    post("/accounts/password/", old_password=value, new_password1=value, new_password2=value)


@pytest.mark.parametrize(
    "address",
    ["/tasks/x/", f"/comments/{10**30}/", f"/comments/{'9' * 5000}/", "/tasks/%00/", "/%ff/"],
)
def test_odd_addresses(address: str, as_staff: Client) -> None:
    assert as_staff.get(address).status_code == 404


@pytest.mark.parametrize("value", ["http://[", "javascript:alert(1)", "//evil.example", "😀", ""])
def test_odd_headers(value: str, client: Client, staff: User, as_staff: Client) -> None:
    headers = {**HTMX, "HX-Current-URL": value, "HX-Target": value, "HX-Trigger": value}
    answer = client.get("/tasks/rows/", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/?next=")
    assert as_staff.get("/tasks/rows/", headers=headers).status_code == 200


def test_a_kept_file_is_nobodys_to_choose(as_staff: Client, group: SupplierGroup) -> None:
    form = {"supplier": group.suppliers.get().pk, "valid_from": str(timezone.localdate())}
    for token in ("/etc/passwd", '["../../etc/passwd", "x"]', "WyIuLi8iLCJ4Il0:1abc:signature"):
        page = as_staff.post("/price-lists/new/", form | {"upload": token}).content.decode()
        assert "not kept any more" in page
    assert not PriceListImport.objects.exists()
