"""A small client for the real web server: raw keep-alive connections."""

import asyncio
import gzip
import re
from dataclasses import dataclass, field
from typing import NamedTuple

VERSION = re.compile(rb'"version": "([^"]+)"')


class Answer(NamedTuple):
    """What came back."""

    status: int
    head: bytes
    body: bytes


@dataclass
class Connection:
    """A browser's connection with its session; opened again where the server closed it."""

    port: int
    session: str
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def get(self, path: str, *, unpacked: bool = False) -> Answer:
        """Ask for a page as htmx does. Raises OSError, EOFError."""
        if self._streams is not None:
            try:
                return await self._ask(path, unpacked)
            except (OSError, EOFError):  # kept alive for too long
                self.close()
        self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        return await self._ask(path, unpacked)

    async def _ask(self, path: str, unpacked: bool) -> Answer:
        assert self._streams is not None
        reader, writer = self._streams
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nHX-Request: true\r\n"
            f"Accept-Encoding: gzip\r\nCookie: sessionid={self.session}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
        if body and b"content-encoding: gzip" in head.lower():
            body = gzip.decompress(body) if unpacked else body
        if b"connection: close" in head.lower():
            self.close()
        return Answer(status, head, body)

    def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def sessions(count: int, users: int) -> list[str]:
    """Keys of so many logged-in sessions of so many users."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User

    from crossdock.live.sessions import SessionStore

    people = [User.objects.get_or_create(username=f"user{number}")[0] for number in range(users)]
    keys = []
    for number in range(count):
        user = people[number % users]
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        keys.append(session.session_key)
    return keys
