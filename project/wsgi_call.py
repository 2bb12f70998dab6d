"""A request as the server has it (ASGI), put to Django as WSGI has it: as a plain call."""

import sys
from collections.abc import MutableMapping
from io import BytesIO
from typing import IO, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.handlers.wsgi import WSGIHandler

Scope = MutableMapping[str, Any]
Environ = dict[str, Any]


class Answer(NamedTuple):
    """What Django says: a body, or a file whose content is the body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    file: IO[bytes] | None = None


class File:
    """Django's `wsgi.file_wrapper`: keeps hold of the file, to be sent from here."""

    def __init__(self, file: IO[bytes], _block_size: int = 0) -> None:
        self.file = file


def call(application: WSGIHandler, environ: Environ) -> Answer:
    """Django's answer, in a thread."""
    status, headers = 0, []

    def start_response(line: str, pairs: list[tuple[str, str]], _error: Any = None) -> Any:
        nonlocal status, headers
        status = int(line[:3])
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]

    chunks: Any = application(environ, start_response)
    if not isinstance(chunks, File):
        try:
            return Answer(status, headers, b"".join(chunks))
        finally:
            chunks.close()
    if environ["REQUEST_METHOD"] != "HEAD":
        return Answer(status, headers, file=chunks.file)
    chunks.file.close()
    return Answer(status, headers)


def wsgi_environ(scope: Scope) -> Environ:
    """A request as WSGI has it, without its body.

    Header names with underscores are dropped: they would pass for those with hyphens.
    """
    host, port = scope.get("server") or ("localhost", "0")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": File,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ
