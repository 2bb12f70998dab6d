"""What PostgreSQL and Redis have in common as services that are embedded."""

import os
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import psutil

from project.folders import CannotStartError

START_SECONDS = 300
"""PostgreSQL may have minutes of work to recover after a kill."""

KEEP_PERIOD = 1.0
"""Seconds between two looks at whether it still runs."""


class Service(ABC):
    """A server out of a wheel that keeps its data in a folder of its own under the var folder."""

    name: str  # for people
    program: str  # its process is called so
    ways_to_end: tuple[tuple[int, float], ...]  # signals and how many seconds each is given

    def __init__(self, var: Path, data: str) -> None:
        self.var = var.resolve()
        self.data = self.var / data
        self._ended = Event()

    @abstractmethod
    def answers(self) -> bool:
        """Whether it can be used now."""

    @abstractmethod
    def start(self) -> None:
        """Start it, or find it running; returns when it answers. Raises CannotStartError."""

    @property
    def owner(self) -> int:
        """The user id that it runs as."""
        return os.geteuid()

    def processes(self) -> list[psutil.Process]:
        """Its living processes, the oldest first: those of its user that work in its folder."""
        processes = []
        for process in psutil.process_iter(["name"]):
            with suppress(psutil.Error):
                if (
                    process.info["name"] == self.program
                    and process.uids().real == self.owner
                    and process.status() != psutil.STATUS_ZOMBIE
                    and Path(process.cwd()) == self.data
                ):
                    processes.append(process)
        return sorted(processes, key=lambda process: (process.create_time(), process.pid))

    def stop(self) -> None:
        """End it, by force where it does not end within seconds."""
        self._ended.set()
        for way, seconds in self.ways_to_end:
            running = self.processes()
            for process in running[:1]:  # the others are its children, and end with it
                with suppress(psutil.Error):
                    process.send_signal(way)
            if not psutil.wait_procs(running, timeout=seconds)[1]:
                return
        for process in self.processes():
            with suppress(psutil.Error):
                process.kill()

    def keep(self) -> None:
        """Start it again whenever it has died, until it is stopped; for a thread of its own."""
        while not self._ended.wait(KEEP_PERIOD):
            if not self.processes():
                say(f"{self.name} has died and is started again.")
                try:
                    self.start()
                except (CannotStartError, OSError, RuntimeError) as error:
                    say(f"{self.name} did not start: {error}")

    def _launch(self, command: list[str | Path], **options: Any) -> psutil.Popen:
        """Run the server; not one that was stopped in the meantime."""
        if self._ended.is_set():
            raise RuntimeError(f"{self.name} is not wanted any more")
        return psutil.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the processes that use it; it is stopped last
            **options,
        )

    def _wait(self, process: psutil.Process) -> bool:
        """Wait until it answers; False if its process ended before."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if not _lives(process):
                return False
            if time.monotonic() > deadline or self._ended.is_set():
                raise RuntimeError(f"{self.name} does not answer")
            time.sleep(0.02)
        return True


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def say(line: str) -> None:
    """Tell whoever watches `make run`."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
