"""The Procfile's processes, each kept running until all are told to end."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from project.service import say

BASE_DIR = Path(__file__).resolve().parent.parent

PAUSE = 1.0
"""Seconds before a dead process is started again."""

STOP_SECONDS = 10.5
"""Workers finish what takes under eight seconds and hand the rest back; then all is killed."""


def procfile() -> dict[str, str]:
    """The command of each process, by its name."""
    lines = (BASE_DIR / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)


class Kept:
    """One process, which is started again when it dies, as a supervisor would do it in production.

    It gets a session of its own and a single SIGTERM: a second one is meant to hurry a program.
    What is left of its session after its end is killed.
    """

    def __init__(self, name: str, command: str, environment: Mapping[str, str]) -> None:
        self._name = name
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None
        self._ending = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Run it from now on."""
        self._thread.start()

    def terminate(self) -> None:
        """Tell it to end, and start it no more."""
        with self._lock:
            self._ending.set()
            if self._process is not None:
                self._process.terminate()

    def wait(self, deadline: float) -> None:
        """Until it has ended; kill it at the deadline, a moment of time.monotonic()."""
        if self._thread.ident is not None:
            self._thread.join(max(0, deadline - time.monotonic()))
        if self._process is not None:
            _kill_session(self._process.pid)

    def _keep(self) -> None:
        while (process := self._launch()) is not None:
            threading.Thread(target=self._print, args=[process], daemon=True).start()
            code = process.wait()
            _kill_session(process.pid)
            if not self._ending.is_set():
                self._say(f"It ended with {code} and is started again.")
                self._ending.wait(PAUSE)

    def _launch(self) -> "subprocess.Popen[str] | None":
        with self._lock:
            if self._ending.is_set():
                return None
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", f"exec {self._command}"],
                cwd=BASE_DIR,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            return self._process

    def _print(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self._say(line.rstrip("\n"))

    def _say(self, line: str) -> None:
        say(f"{self._name:<11} | {line}")


def run_until_told(processes: list[Kept]) -> None:
    """Run them until a signal handler raises; then end all, within STOP_SECONDS."""
    try:
        for process in processes:
            process.start()
        threading.Event().wait()
    finally:
        deadline = time.monotonic() + STOP_SECONDS
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(deadline)


def _kill_session(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
