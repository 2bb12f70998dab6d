"""The product's addresses, and beside them the least that a page can do: served by one server."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from project.urls import urlpatterns as products


def user_read(request: HttpRequest) -> HttpResponse:
    """Only reads request.user."""
    return HttpResponse(status=204 if request.user.is_authenticated else 403)


def page(request: HttpRequest) -> HttpResponse:
    """Renders a template of the size of the task table, without any logic."""
    assert request.user.is_authenticated
    return HttpResponse(_template().render({}, request))


@cache
def _template() -> Any:
    return engines["django"].from_string(Path(settings.VAR_DIR, "page.html").read_text())


urlpatterns = [path("beside/user/", user_read), path("beside/page/", page), *products]
