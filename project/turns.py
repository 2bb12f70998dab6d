import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TURN_SECONDS = 60.0


class Turns:
    """So many at once for each key; the others wait. Raises TimeoutError after TURN_SECONDS."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._gates: dict[str, tuple[asyncio.Semaphore, list[None]]] = {}

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """While the block lasts, one of the key's places is taken."""
        gate, users = self._gates.setdefault(key, (asyncio.Semaphore(self._at_once), []))
        users.append(None)
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await gate.acquire()
            try:
                yield
            finally:
                gate.release()
        finally:
            users.pop()
            if not users:
                del self._gates[key]
