import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import Client

from crossdock.models import CrossDockTask, SupplierGroup
from tests.processes import free_port, started, wait_for_page
from tests.views.test_tasks import upload
from tests.world import HTMX


@pytest.mark.parametrize("address", ["/", "/tasks/", "/tasks/new/", "/tasks/template/"])
def test_nobody_sees_a_page_without_logging_in(address: str, client: Client) -> None:
    assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_a_session_that_has_ended_sends_a_polling_page_to_the_login(client: Client) -> None:
    headers = {**HTMX, "HX-Current-URL": "http://testserver/tasks/?page=2"}
    answer = client.get("/tasks/rows/?page=2", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/tasks/%3Fpage%3D2"


def test_the_login_page_is_there_for_everybody(client: Client, db: None) -> None:
    assert client.get("/accounts/login/").status_code == 200


def test_an_upload_that_is_too_large_is_refused(
    as_alice: Client, group: SupplierGroup, settings: Any
) -> None:
    settings.MAX_UPLOAD_MB = 1
    answer = upload(as_alice, group, content=b"x" * 3 * 2**20)
    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.content.decode()
    assert not CrossDockTask.objects.exists()


class Recorder(MemoryFileUploadHandler):
    """Notes that a body is parsed."""

    parsed = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        Recorder.parsed += 1
        super().new_file(*args, **kwargs)


@pytest.fixture
def recorder(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Recorder]:
    monkeypatch.setattr(Recorder, "parsed", 0)
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Recorder"]
    return Recorder


def test_an_upload_without_a_login_is_not_even_parsed(
    recorder: type[Recorder], as_alice: Client, group: SupplierGroup
) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for size in (1, 3 * 2**20):
        answer = upload(stranger, group, content=b"x" * size)
        assert answer.headers["Location"] == "/accounts/login/?next=/tasks/new/%3Fagain%3D1"
        answer = upload(stranger, group, content=b"x" * size, headers=HTMX)
        assert answer.headers["HX-Redirect"].startswith("/accounts/login/")
    stranger.post("/accounts/login/", {"file": SimpleUploadedFile("x", b"x" * 3 * 2**20)})
    assert recorder.parsed == 0
    assert upload(as_alice, group).status_code == 302
    assert recorder.parsed == 1


def test_an_upload_that_is_too_large_is_not_even_parsed(
    recorder: type[Recorder], as_alice: Client, group: SupplierGroup, settings: Any
) -> None:
    settings.MAX_UPLOAD_MB = 1
    assert upload(as_alice, group, content=b"x" * 3 * 2**20).status_code == 413
    answer = upload(as_alice, group, content=b"x" * 3 * 2**20, headers=HTMX)
    assert answer.content.decode().startswith("The file is larger than 1 MB.")
    assert recorder.parsed == 0


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """The web process as it is in production."""
    port = free_port()
    with started("web", files=tmp_path_factory.mktemp("files"), port=port):
        wait_for_page(f"http://127.0.0.1:{port}")
        yield "127.0.0.1", port


def ask(
    server: tuple[str, int], *headers: str, body: bytes = b"", path: str = "/tasks/new/"
) -> str:
    """The first line of the answer and its headers."""
    head = "\r\n".join((f"POST {path} HTTP/1.1", "Host: localhost", *headers, "", ""))
    with socket.create_connection(server, timeout=10) as connection:
        connection.sendall(head.encode())
        with suppress(OSError):  # it may hang up before all is sent
            connection.sendall(body)
        return connection.recv(2**16).decode()


FORM = "Content-Type: multipart/form-data; boundary=x"


def test_a_body_of_no_declared_length(server: tuple[str, int]) -> None:
    answer = ask(server, FORM, "Transfer-Encoding: chunked", body=b"5\r\nhello\r\n" * 1000)
    assert answer.startswith("HTTP/1.1 411 ")


def test_a_large_body_is_not_waited_for(server: tuple[str, int]) -> None:
    for path in ("/tasks/new/", "/accounts/login/"):
        body = b"x" * 5 * 2**20
        answer = ask(server, FORM, f"Content-Length: {2**40}", body=body, path=path)
        assert answer.startswith("HTTP/1.1 302 ")
        assert "/accounts/login/?next=" in answer


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: -1"],
        ["Content-Length: 1e9"],
        ["Content-Length: 1", "Content-Length: 2"],
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding: nonsense"],
    ],
)
def test_a_length_that_cannot_be(headers: list[str], server: tuple[str, int]) -> None:
    status = ask(server, FORM, *headers, body=b"hello").split()[1]
    assert status in ("400", "411", "501")


def test_no_more_than_the_declared_length_is_read(server: tuple[str, int]) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    answer = ask(server, form, "Content-Length: 1", body=b"x" * 2**20, path="/accounts/login/")
    assert answer.startswith("HTTP/1.1 403 ")


URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("charset", ["punycode", "idna", "utf-16", "zip", "odd", "cp1251"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", URLENCODED])
def test_a_form_in_other_letters_is_refused_before_it_is_parsed(
    charset: str, kind: str, client: Client, as_alice: Client, recorder: type[Recorder]
) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--\r\n'
    for browser in (client, as_alice):
        for parameter in (f"charset={charset}", f"charset*=utf-8''{charset}"):
            for address in ("/accounts/login/", "/tasks/new/"):
                answer = browser.generic("POST", address, body, f"{kind}; {parameter}")
                assert answer.status_code == 400
    assert recorder.parsed == 0


def test_a_form_may_say_that_it_is_utf_8(alice: User, client: Client) -> None:
    for charset in ("utf-8", "UTF-8", '"utf-8"'):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        body = "username=alice&password=password"
        assert client.generic("POST", "/accounts/login/", body, kind).status_code == 302
