from django.urls import get_resolver, resolve
from django.utils.module_loading import import_string

from project import urls


def test_errors_are_answered_by_pages_of_ours() -> None:
    handlers = [urls.handler400, urls.handler403, urls.handler404, urls.handler500]
    assert [get_resolver().resolve_error_handler(status) for status in (400, 403, 404, 500)] == [
        import_string(handler) for handler in handlers
    ]


def test_the_accounts_have_no_namespace() -> None:
    assert [resolve(f"/accounts/{path}/").view_name for path in ("login", "password")] == [
        "login",
        "password_change",
    ]
