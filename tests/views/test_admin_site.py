import pytest
from django.test import Client


@pytest.mark.parametrize(
    "condition",
    ["created_at__year=0", "created_at__gte=9999-99-99", "filename__regex=(", "filename=%00"],
)
@pytest.mark.django_db(transaction=True)
def test_conditions_that_no_query_can_hold_are_left_out(
    admin_client: Client, condition: str
) -> None:
    answer = admin_client.get(f"/admin/crossdock/crossdocktask/?{condition}")
    assert answer.status_code == 302
    assert admin_client.get(answer.headers["Location"]).status_code == 200


def test_what_no_query_can_hold_is_no_fault(admin_client: Client) -> None:
    for table in ("auth/user", "auth/group", "crossdock/crossdocktask", "crossdock/supplier"):
        for condition in ("id__exact=x", f"id__exact={'9' * 30}", "id__in=1,x"):
            answer = admin_client.get(f"/admin/{table}/?{condition}", follow=True)
            assert answer.status_code == 200
        for chosen in ("x", "\0", "9" * 30):
            data = {"action": "delete_selected", "_selected_action": chosen}
            assert admin_client.post(f"/admin/{table}/", data).status_code < 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "address", ["crossdock/crossdocktask/?filename__regex=(", "auth/user/?username__regex=("]
)
def test_a_broken_pattern_is_no_fault(address: str, admin_client: Client) -> None:
    answer = admin_client.get(f"/admin/{address}", follow=True)
    assert answer.status_code == 200


def test_a_search_has_few_words(admin_client: Client) -> None:
    for table in ("supplier", "offer"):
        answer = admin_client.get(f"/admin/crossdock/{table}/?q={'+'.join('x' * 800)}", follow=True)
        assert "Only the first 20 words" in answer.content.decode()
        assert answer.wsgi_request.GET["q"].count("x") == 20
