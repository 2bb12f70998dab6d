"""Who may do what in the admin."""

import pytest
from django.urls import get_resolver, reverse

from crossdock.models import CrossDockTask, PriceListImport, TaskComment
from tests.views.rights.answers import outcome, patterns, rolled_back, state
from tests.views.rights.table import LOGIN, METHODS, PEOPLE, lines
from tests.views.rights.world import World

pytestmark = pytest.mark.django_db

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

ADMIN_RULES = {model: answers for model, *answers in lines(ADMIN_TABLE)}


def test_no_address_of_the_admin_is_missing() -> None:
    expected = {f"{model}_{page}" for model in ADMIN_RULES for page in ADMIN_PAGES}
    addresses = patterns(get_resolver().url_patterns)
    names = {name for namespace, name in addresses if namespace == "admin"}
    assert names == expected | OTHER_ADMIN_ADDRESSES | {"None"}


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
    if model == "crossdock_supplier":
        PriceListImport.objects.all().delete()  # one that waits protects it
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
