"""The process that `workbook.py` starts; it must import nothing slow."""

import gc
import json
import pickle
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from rustpy_xlsxwriter import Format, write_worksheets

Row = dict[str, Any]

MOST_MEMORY = 500_000_000  # it takes a third of it for the largest workbook


def main() -> int:
    """Write the workbook that comes through standard input; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()  # rows hold no cycles
    source = sys.stdin.buffer
    path, sheets, options, common = pickle.load(source)
    (first, first_headings), (second, second_headings) = sheets.items()
    try:
        # The writer asks for the second sheet's rows only when it has used up the first's.
        write_worksheets(
            [
                (first, _batches(source, first_headings)),
                (second, _batch(source, second_headings)),
            ],
            path,
            **_formatted(options),
            **common,
        )
    except EOFError:
        return 2
    except BaseException as error:  # a full disk is a PanicException, which is no Exception
        code = getattr(error, "errno", None) or _code_in(str(error))
        sys.stdout.write(json.dumps([code, str(error)]))
        return 1
    return 0


def _batches(source: BinaryIO, headings: list[str]) -> Iterator[Row]:
    nothing = True
    while (rows := pickle.load(source)) is not None:
        for row in rows:
            nothing = False
            yield dict(zip(headings, row, strict=True))
    if nothing:  # the writer takes the headings from the first row
        yield dict.fromkeys(headings)


def _batch(source: BinaryIO, headings: list[str]) -> Iterator[Row]:
    for row in pickle.load(source):
        yield dict(zip(headings, row, strict=True))


def _formatted(value: Any) -> Any:
    """The options with every `style()` in them made a Format."""
    if isinstance(value, dict):
        if list(value) == ["style"]:
            return _format(value["style"])
        return {key: _formatted(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_formatted(each) for each in value)
    return value


def _format(setters: dict[str, Any]) -> Format:
    made = Format()
    for name, value in setters.items():
        setter = getattr(made, f"set_{name}")
        setter() if value is True else setter(value)
    return made


def _code_in(text: str) -> int | None:
    """The system's error number, which the writer leaves in the text only."""
    found = re.search(r"(?:code: |os error )(\d+)", text)
    return int(found[1]) if found else None


if __name__ == "__main__":
    sys.exit(main())
