import io
from collections.abc import Callable
from typing import Any

ReadRange = Callable[[int, int], Any]
"""Reads the bytes from a position up to another one, as a buffer."""


class ObjectReader(io.RawIOBase):
    """An object of `size` bytes as a file that can be read, and asks for ranges.

    To be put into a BufferedReader, or a line costs as many requests as it has bytes.
    """

    def __init__(self, size: int, read_range: ReadRange) -> None:
        self._size, self._read_range = size, read_range
        self._position = 0

    def readable(self) -> bool:
        """That is what it is for."""
        return True

    def seekable(self) -> bool:
        """Any part can be asked for."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move; nothing is asked for."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(start + offset, 0)
        return self._position

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer, or as much of it as is left. Raises what reading the range does."""
        end = min(self._position + len(buffer), self._size)
        if self._position >= end:
            return 0
        part = memoryview(self._read_range(self._position, end))
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)
