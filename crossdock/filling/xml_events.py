"""Elements of an XML part as they pass, with the places where their bytes stand.

A part of a workbook is to stay as it is but for a few places. So it is not made anew from a tree
of what it says; its bytes are copied, and others put between them.
"""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

MAX_UNPARSED = 16 * 1024 * 1024
"""Bytes that may wait for the end of one tag or text: no program writes longer ones."""

Attributes = dict[str, str]
OnStart = Callable[[str, Attributes], None]
OnEnd = Callable[[str], None]


class DamagedXml(Exception):
    """The part is no XML, or none that a program would write."""


class Events:
    """Calls `on_start(name, attributes)` and `on_end(name)` for the elements of a part.

    Within a call, `position` is where the element's start tag begins, or its end tag; where one
    tag is both, the end is behind it. `in_text` is called with the pieces of text while it is set.
    """

    def __init__(self, on_start: OnStart, on_end: OnEnd) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = on_start
        self._parser.EndElementHandler = on_end
        self._parser.buffer_text = True

    @property
    def position(self) -> int:
        """In bytes from the part's beginning."""
        return self._parser.CurrentByteIndex

    def feed(self, chunks: Iterable[bytes]) -> Iterator[None]:
        """Parse the chunks, and yield after each. Raises DamagedXml."""
        size = 0
        try:
            for chunk in chunks:
                size += len(chunk)
                self._parser.Parse(chunk, False)
                if size - self._parser.CurrentByteIndex > MAX_UNPARSED:
                    raise DamagedXml
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise DamagedXml from error
        yield


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]
