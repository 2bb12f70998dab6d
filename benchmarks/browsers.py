"""Pages that are open in browsers and poll, as far as their server notices: a process of its own.

    python -m benchmarks.browsers PORT < SESSION-KEYS

Says "open" when all have been opened, polls until its standard input ends, then prints what it saw.
It is written to take little of the processors that it shares with the server.
"""

import heapq
import json
import re
import resource
import selectors
import socket
import sys
import time
import zlib
from dataclasses import dataclass, field
from random import Random
from typing import Any

OPENED_IN = 30.0
"""Seconds in which the pages are opened, one after the other."""

VERSION = re.compile(rb'"version": "([^"]+)"')
EVERY = re.compile(rb'data-every="(\d+)"')
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
NEEDED = 1000
"""Bytes of a table that say how often to ask, and with which version."""

ANSWERS_OF_POLLS = (b"200", b"204")


@dataclass
class Seen:
    """What all pages saw, once they were open."""

    milliseconds: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    errors: int = 0
    changed: int = 0


class Page:
    """A task table in a browser: a poll every so many seconds unless one is still under way."""

    def __init__(self, port: int, session: str, place: int) -> None:
        self.socket = socket.create_connection(("localhost", port))
        self._session = session
        self._phase = Random(place).random()
        self._version, self._every = b"", 1
        self._received = b""
        self._missing: int | None = None
        self._shown_since: float | None = None
        self.asked = self.due = 0.0

    def ask(self, now: float) -> None:
        """Open the page, or poll."""
        path = b"/tasks/rows/?version=" + self._version if self._version else b"/tasks/"
        self.asked = now
        self.socket.sendall(
            b"GET %s HTTP/1.1\r\nHost: localhost\r\nHX-Request: true\r\nAccept-Encoding: gzip\r\n"
            b"Cookie: sessionid=%s\r\n\r\n" % (path, self._session.encode())
        )

    def receive(self, now: float, seen: Seen | None) -> bool:
        """Take what has come; whether the answer is whole. Raises OSError."""
        data = self.socket.recv(262_144)
        if not data:
            raise OSError("closed")
        self._received += data
        if self._missing is None and HEAD_END in self._received:
            head = self._received.partition(HEAD_END)[0]
            length = LENGTH.search(head)
            self._missing = len(head) + len(HEAD_END) + (int(length[1]) if length else 0)
        if self._missing is None or len(self._received) < self._missing:
            return False
        self._answered(now, seen)
        self._received, self._missing = b"", None
        return True

    def _answered(self, now: float, seen: Seen | None) -> None:
        head, _end, body = self._received.partition(HEAD_END)
        is_packed = b"content-encoding: gzip" in head.lower()
        start = zlib.decompressobj(31).decompress(body, NEEDED) if is_packed else body
        if found := VERSION.search(head if not body else start):
            self._version = found[1]
        if found := EVERY.search(start):
            self._every = int(found[1])
        if seen is not None:
            seen.milliseconds.append(1000 * (now - self.asked))
            seen.errors += head[9:12] not in ANSWERS_OF_POLLS
            seen.changed += bool(body)
            if self._shown_since is not None:
                seen.ages.append(now - self._shown_since)
            self._shown_since = self.asked if self._every == 1 else None
        self.due = (self.due or now + self._phase) + self._every
        while self.due < now:  # a tick that comes while a poll is under way is dropped
            self.due += 1


def browse(port: int, sessions: list[str]) -> dict[str, Any]:
    """Open a page for each session, then poll with all of them until standard input ends."""
    began = time.perf_counter()
    gap = OPENED_IN / len(sessions)
    waiting = [(began + gap * place, place) for place in range(len(sessions))]
    pages: dict[int, Page] = {}
    opened = 0
    seen: Seen | None = None
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin, selectors.EVENT_READ, None)
        while True:
            now = time.perf_counter()
            while waiting and waiting[0][0] <= now:
                place = heapq.heappop(waiting)[1]
                if place not in pages:
                    pages[place] = Page(port, sessions[place], place)
                    selector.register(pages[place].socket, selectors.EVENT_READ, place)
                pages[place].ask(now)
            pause = max(0.0, waiting[0][0] - now) if waiting else 0.1
            for key, _events in selector.select(pause):
                if key.data is None:
                    return _summed_up(seen, time.perf_counter() - began)
                page = pages[key.data]
                is_first = not page.due
                if page.receive(time.perf_counter(), seen):
                    heapq.heappush(waiting, (page.due, key.data))
                    opened += is_first
                    if seen is None and opened == len(sessions):
                        seen, began = Seen(), time.perf_counter()
                        print("open", flush=True)


def _summed_up(seen: Seen | None, seconds: float) -> dict[str, Any]:
    assert seen is not None, "not all pages were open"
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {**vars(seen), "seconds": seconds, "processor": used.ru_utime + used.ru_stime}


if __name__ == "__main__":
    keys = sys.stdin.readline().split()
    print(json.dumps(browse(int(sys.argv[1]), keys)))
