"""Writes a workbook in a child process: it can be stopped at any moment, the final save included,
and its work runs beside the look-ups instead of between them."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crossdock.spreadsheets.cells import Cell

ROOT = Path(__file__).resolve().parents[2]

Rows = Sequence[Sequence[Cell]]


class Workbook:
    """A workbook with a sheet that is streamed and one that is written at the end.

    `begin`, then `write` any number of times, then `finish`; `kill` may be called from any thread
    at any time, after which those raise OSError. Nothing else may use the file meanwhile.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = False

    def begin(
        self,
        path: Path,
        sheets: Mapping[str, Sequence[str]],
        options: Mapping[str, Mapping[str, Any]],
        **common: Any,
    ) -> None:
        """Start writing to `path`.

        `sheets` are the names and headings of the two sheets; `options` what rustpy_xlsxwriter
        is to be told about each by the name of the argument, with formats as `style()` makes them.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crossdock.pipeline.workbook_child"],
            env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TMPDIR": str(path.parent)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            process_group=0,  # Ctrl-C ends it through its parent only
        )
        if self._killed:
            self._process.kill()
        self._send((os.fspath(path), dict(sheets), dict(options), common))

    def write(self, rows: Rows) -> None:
        """Add rows to the first sheet, each as long as its headings. Raises OSError."""
        self._send(rows)

    def finish(self, rows: Rows) -> None:
        """Fill the second sheet and save. Raises OSError if the file cannot be written."""
        self._send(None)
        self._send(rows)
        assert self._process is not None
        answer = self._process.communicate()[0]
        if self._process.returncode != 0:
            raise self._error(answer)

    def kill(self) -> None:
        """Stop writing; what is on the disk by then is no workbook."""
        self._killed = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Leave no process behind."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def _send(self, message: object) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            pickle.dump(message, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._error(self._process.communicate()[0]) from None

    def _error(self, answer: bytes) -> OSError:
        """What the child died of, as far as it could say."""
        code, text = json.loads(answer) if answer else (None, "the writing process was killed")
        return OSError(code, text)


def style(**setters: object) -> dict[str, Any]:
    """A cell format by the names of its setters: `style(bold=True, num_format="0.00")`."""
    return {"style": setters}
