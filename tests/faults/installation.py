"""An installation of the product that is there to be broken: services and real processes."""

import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil
import redis

from project import services
from project.processes import procfile
from tests.faults import reachable
from tests.faults.network import Host, Network
from tests.processes import ROOT, free_port

PR_SET_CHILD_SUBREAPER = 36
END_SECONDS = 45  # a master whose child is killed while it starts waits half a minute for it
WORKERS = ("worker", "worker_long")
SERVICES = ("postgres", "redis-server", "pg_ctl", "weed")

IN_USE = {  # what an installation has to set; what is set already holds
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "TLS": "off",
} | {name: os.environ[name] for name in ("SECRET_KEY", "ALLOWED_HOSTS") if name in os.environ}


@dataclass
class Program:
    """A process of the Procfile with all that it started, in a session of its own."""

    name: str
    process: subprocess.Popen[bytes]
    host: Host | None = None
    is_ending: bool = False

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def members(self) -> list[psutil.Process]:
        """The process and what descends from it, zombies left out."""
        with suppress(psutil.Error):
            top = psutil.Process(self.process.pid)
            return [each for each in (top, *top.children(recursive=True)) if _lives(each)]
        return []

    def signal(self, number: signal.Signals) -> None:
        """To all of its session, as a terminal or a container does it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait(END_SECONDS)

    def kill_child(self) -> None:
        """Kill only the process that works, as the kernel does when memory is short."""
        with suppress(psutil.Error):
            for child in psutil.Process(self.process.pid).children():
                child.kill()
        self.process.wait(END_SECONDS)

    def terminate(self) -> None:
        """To its first process alone and once, as a supervisor does it."""
        if not self.is_ending:
            self.is_ending = True
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGTERM)

    def end(self) -> None:
        """Stop it in order; by force where that does not help."""
        self.signal(signal.SIGCONT)
        self.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)
        self.signal(signal.SIGKILL)
        self.process.wait(END_SECONDS)


class Installation:
    """One Crossdock with a PostgreSQL and a Redis of its own, in a folder of its own.

    With a network, processes may also run on its hosts. Orphans of killed processes become children
    of this one, so that none is overlooked.
    """

    def __init__(self, var: Path, network: Network | None = None) -> None:
        self.var = var
        self.network = network
        self.files = var / "files"
        self.port = free_port()
        self.programs: list[Program] = []
        self._stack = ExitStack()
        self._commands = procfile()

    def __enter__(self) -> Self:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        shutil.rmtree(self.files, ignore_errors=True)
        shutil.rmtree(self.var / "logs", ignore_errors=True)
        (self.var / "logs").mkdir(parents=True)
        with self._stack:
            if self.network:
                self._stack.enter_context(self.network)
            self._stack.callback(self._stop_services)
            self._postgres().start()
            self._redis().start()
            self.redis().flushall()
            self._stack.callback(self._end_processes)
            self._stack = self._stack.pop_all()
        os.environ.update(
            DATABASE_URL=services.database_url(self.var),
            REDIS_URL=services.redis_url(self.var),
            VAR_DIR=str(self.var),
            MEDIA_ROOT=str(self.files),
            DJANGO_SETTINGS_MODULE="project.settings",
            PORT=str(self.port),
            **IN_USE,
            PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def start(
        self, name: str, *, alteration: str = "", host: Host | None = None, command: str = ""
    ) -> Program:
        """Start a process of the Procfile, or this command, here or on a host of the network.

        `alteration` names a fault of tests.faults.altered.
        """
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        command = command or self._commands[name]
        if host:
            environment |= self._environment_on(host)
            command = host.command(command)
        if alteration:
            environment |= {
                "DJANGO_SETTINGS_MODULE": "tests.faults.altered.settings",
                "ALTERATION": alteration,
            }
        with (self.var / "logs" / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                f"exec {command}",
                shell=True,
                cwd=ROOT,
                env=environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        program = Program(name, process, host)
        self.programs.append(program)
        return program

    def have(self, *names: str) -> None:
        """Start those of them that do not run."""
        running = {each.name for each in self.programs if each.is_alive and not each.is_ending}
        for name in names:
            if name not in running:
                self.start(name)

    def start_workers(self, host: Host | None = None) -> list[Program]:
        """One worker of each kind."""
        return [self.start(name, host=host) for name in WORKERS]

    def strays(self) -> list[psutil.Process]:
        """Processes that belong to no program that runs: left over by one that was killed."""
        ours = {each.pid for program in self.programs for each in program.members()}
        found = []
        for each in psutil.Process().children(recursive=True):
            with suppress(psutil.Error):
                if each.pid not in ours and each.name() not in SERVICES and _lives(each):
                    found.append(each)
        return found

    def end_programs(self) -> None:
        """Stop every process of the Procfile, side by side."""
        for program in self.programs:
            program.signal(signal.SIGCONT)
            program.terminate()
        for program in self.programs:
            program.end()
        self.programs.clear()

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(services.redis_url(self.var))

    def stop_redis(self) -> None:
        self._redis().stop()

    def kill_redis(self) -> None:
        with suppress(redis.RedisError, psutil.Error):
            server = psutil.Process(self.redis().info()["process_id"])
            server.kill()
            server.wait(END_SECONDS)

    @contextmanager
    def hanging_redis(self) -> Iterator[None]:
        """While the block lasts Redis takes connections and commands, and answers nothing."""
        server = psutil.Process(self.redis().info()["process_id"])
        server.suspend()
        try:
            yield
        finally:
            server.resume()

    def start_redis(self) -> None:
        self._redis().start()

    def restart_postgres(self) -> None:
        """Immediately: connections are cut off, the log is replayed at the start."""
        pid = int((self.var / "postgres" / "postmaster.pid").read_text().split()[0])
        postmaster = psutil.Process(pid)
        postmaster.send_signal(signal.SIGQUIT)
        postmaster.wait(END_SECONDS)
        self._postgres().start()

    def _environment_on(self, host: Host) -> dict[str, str]:
        """Only the services and the files are shared with it."""
        assert self.network is not None
        var = self.var / f"host-{host.number}"
        var.mkdir(exist_ok=True)
        if not (var / "static").exists():
            (var / "static").symlink_to(self.var / "static")
        return {"VAR_DIR": str(var), **reachable.addresses(self.network.address)}

    def _postgres(self) -> services.Postgres:
        if self.network is None:
            return services.Postgres(self.var)
        return reachable.Postgres(self.var, self.network.address, self.network.subnet)

    def _redis(self) -> services.Redis:
        if self.network is None:
            return services.Redis(self.var)
        return reachable.Redis(self.var, self.network.address)

    def _end_processes(self) -> None:
        self.end_programs()
        for stray in self.strays():
            with suppress(psutil.Error):
                stray.kill()

    def _stop_services(self) -> None:
        self._redis().stop()
        self._postgres().stop()
        for each in psutil.Process().children(recursive=True):  # a second one, started too early
            with suppress(psutil.Error):
                if each.name() in SERVICES:
                    each.kill()


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False
