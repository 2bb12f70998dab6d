"""Files read in the process of the test: a child process takes longer than the reading."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.preview import Preview, preview_message
from crossdock.spreadsheets.problems import TableError
from crossdock.spreadsheets.reader_process import Remembered, Table, nothing_remembered
from crossdock.spreadsheets.reading import messages
from crossdock.spreadsheets.wire import decode, encode


class TableHere(Table):
    """A table whose messages come from this process."""

    def __init__(
        self,
        path: Path,
        needed: Collection[Column],
        mapping: ColumnMapping = NO_MAPPING,
        remembered: Remembered = nothing_remembered,
    ) -> None:
        super().__init__(path, needed, mapping, 0, remembered)

    def _start(self, *, preview: bool, only: str | None = None) -> dict[str, Any]:
        self._here = self._messages()
        message = self._any_message()
        if mapping := self._chosen_for(message):
            self._mapping = mapping
            return self._start(preview=preview, only=only)
        return self._checked(message)

    def _messages(self) -> Iterator[dict[str, Any]]:
        try:
            for message in messages(self._path, self._needed, self._mapping):
                yield decode(encode(message))
        except TableError as problem:
            yield decode(encode({"trouble": problem.trouble, **problem.details}))

    def _any_message(self) -> dict[str, Any]:
        return next(self._here)

    def _end(self) -> None:
        pass


def preview_here(path: Path, needed: Collection[Column]) -> Preview:
    """What read_preview gives."""
    return Preview.parse(decode(encode(preview_message(path, needed, NO_MAPPING, None))))
