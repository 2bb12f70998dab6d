from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from project.static_files import StaticFiles


@pytest.fixture
def serve(tmp_path: Path, settings: Any) -> StaticFiles:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (tmp_path / "secret.js").write_text("secret")
    (settings.STATIC_ROOT / "there.js").write_text("there")
    return StaticFiles(lambda request: HttpResponse(status=404))


def get(serve: StaticFiles, path: str) -> int:
    request: HttpRequest = RequestFactory().get("/")
    request.path_info = path
    response = serve(request)
    response.close()
    return response.status_code


def test_a_process_serves_what_the_next_version_has_collected(
    serve: StaticFiles, tmp_path: Path
) -> None:
    assert get(serve, "/static/page.123.js") == 404
    (tmp_path / "static" / "page.123.js").write_text("later")
    assert get(serve, "/static/page.123.js") == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../secret.js", "/static/%2e%2e/secret.js", "/static//../secret.js", "/static/"),
        *("/static/\0.js", "/static/" + "a" * 5000, "/static/\udcff", "/static/there.js/x"),
    ],
)
def test_nothing_else_is_served(serve: StaticFiles, path: str) -> None:
    assert get(serve, path) == 404
