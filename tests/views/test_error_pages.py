from django.template.loader import render_to_string
from django.test import Client

from crossdock.models import CrossDockTask


def test_an_address_that_is_not_there(as_alice: Client) -> None:
    answer = as_alice.get("/tasks/00000000-0000-0000-0000-000000000000/")
    assert answer.status_code == 404
    assert "It is not there, or not any more." in answer.content.decode()


def test_what_is_not_allowed(as_bob: Client, pending: CrossDockTask) -> None:
    answer = as_bob.post(f"/tasks/{pending.pk}/cancel/")
    assert answer.status_code == 403
    assert "owner and staff may do this" in answer.content.decode()


def test_a_form_from_a_page_that_is_too_old(pending: CrossDockTask) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(pending.user)
    answer = strict.post(f"/tasks/{pending.pk}/cancel/")
    assert answer.status_code == 403
    assert "The page was too old" in answer.content.decode()


def test_the_page_for_a_fault_of_ours_needs_nothing() -> None:
    assert "Something went wrong on our side" in render_to_string("500.html")
