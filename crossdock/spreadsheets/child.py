"""The process that opens an uploaded file: limited, and nobody minds when it dies.

Run as `python -m crossdock.spreadsheets.child FILE ORDER`. It writes messages (wire.py) to its
standard output: those of reading.py or preview.py, or what is wrong with the file. Must not import
Django. The order is a JSON object: the `needed` columns, the `mapping` that people have chosen,
whether a `preview` is all that is wanted, of which sheet `only`, and the process id of the
`parent`. It ends with that.
"""

import gc
import json
import os
import resource
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from crossdock.children import end_with
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import messages
from crossdock.spreadsheets.wire import encode

LIMITS = {
    resource.RLIMIT_AS: 850_000_000,
    resource.RLIMIT_CPU: 300,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
}
NICENESS = 10
"""As of the workers: what looks at files for the web server lets its pages go first."""

NO_MEMORY = encode({"trouble": ReadError.NO_MEMORY})  # made while there is memory


def main(path: Path, order: dict[str, Any]) -> None:
    """Sends the first table of the file that has the needed columns, or its first rows."""
    end_with(order["parent"])
    if order["preview"]:
        os.nice(NICENESS)
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    gc.disable()  # rows hold no cycles, and the process ends with them
    # What libraries print must not get in between the messages.
    output = os.dup(1)
    os.dup2(2, 1)

    def send(line: bytes) -> None:
        while line:
            line = line[os.write(output, line) :]

    def last_words(
        kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        if issubclass(kind, MemoryError):
            send(NO_MEMORY)
        elif not issubclass(kind, Exception):  # calamine's PanicException is none
            send(encode({"trouble": ReadError.DAMAGED}))
        else:
            send(encode({"crash": "".join(traceback.format_exception(error))}))

    sys.excepthook = last_words
    try:
        needed = {Column(name) for name in order["needed"]}
        mapping = ColumnMapping.from_json(order["mapping"])
        if order["preview"]:
            from crossdock.spreadsheets.preview import preview_message

            send(encode(preview_message(path, needed, mapping, order["only"])))
        else:
            for message in messages(path, needed, mapping):
                send(encode(message))
    except TableError as problem:
        send(encode({"trouble": problem.trouble, **problem.details}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
