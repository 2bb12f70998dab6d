import io
from typing import Any

from project.wsgi_call import Answer, Environ, File, call, wsgi_environ


def scope(*headers: tuple[bytes, bytes], **fields: Any) -> dict[str, Any]:
    usual = {"method": "GET", "raw_path": b"/%D1%8F", "query_string": b"a=%20", "scheme": "https"}
    return usual | {"http_version": "1.1", "headers": headers} | fields


def test_a_request_as_wsgi_has_it() -> None:
    environ = wsgi_environ(
        scope(
            (b"host", b"example.com"), (b"content-length", b"5"), (b"x-a", b"1"), (b"x-a", b"2"),
            (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x_a", b"3"), (b"content_length", b"9"),
            client=("10.0.0.1", 4711),
        )
    )  # fmt: skip
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/я"
    assert (environ["QUERY_STRING"], environ["wsgi.url_scheme"]) == ("a=%20", "https")
    assert (environ["HTTP_HOST"], environ["CONTENT_LENGTH"]) == ("example.com", "5")
    assert (environ["HTTP_X_A"], environ["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")
    assert environ["REMOTE_ADDR"] == "10.0.0.1"


class Body(list[bytes]):
    """What Django answers with, and whether it was closed."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def answer(body: Any, method: str = "GET") -> Answer:
    def application(_environ: Environ, start: Any) -> Any:
        start("200 OK", [("X-A", "1")])
        return body

    return call(application, {"REQUEST_METHOD": method})  # type: ignore[arg-type]


def test_an_answer_in_pieces_is_one_body() -> None:
    body = Body([b"a", b"b"])
    assert answer(body) == Answer(200, [(b"X-A", b"1")], b"ab")
    assert body.is_closed


def test_a_file_is_left_open_to_be_sent_unless_only_its_head_is_wanted() -> None:
    file = io.BytesIO(b"x")
    assert answer(File(file)).file is file
    assert not file.closed
    assert answer(File(file), "HEAD").file is None
    assert file.closed
