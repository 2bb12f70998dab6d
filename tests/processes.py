"""The Procfile's processes, started for real on the test database."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from project.processes import procfile

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
PR_SET_PDEATHSIG = 1


def environment(files: Path, port: int) -> dict[str, str]:
    """What makes a process of the project's own use the tests' database, queue and files."""
    database = settings.DATABASES["default"]
    host = quote(database["HOST"], safe="")
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "DATABASE_URL": f"postgres://{database['USER']}@{host}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "TLS": "off",
        "MEDIA_ROOT": str(files),
        "PORT": str(port),
    }


@cache
def collect_static() -> None:
    """Have what the web server hands out, once for each run of the tests."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    env = environment(Path(settings.MEDIA_ROOT), port=0)
    subprocess.run(command, cwd=ROOT, env=env, check=True)


@contextmanager
def started(*names: str, files: Path, port: int) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run the named processes; they are ended at the end."""
    commands = procfile()
    env = environment(files, port)
    if "web" in names:
        collect_static()
    libc = ctypes.CDLL(None)
    running = {
        name: subprocess.Popen(
            f"exec {commands[name]}",
            shell=True,
            cwd=ROOT,
            env=env,
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),  # a run that is killed
        )
        for name in names
    }
    try:
        yield running
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_page(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health/", timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
