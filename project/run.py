"""`make run`: every process of the Procfile, on the embedded services where none are named."""

import fcntl
import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import django
import honcho.manager
import psutil
from django.core.management import call_command
from honcho.environ import parse_procfile

from project import services

BASE_DIR = Path(__file__).resolve().parent.parent
MARK = "CROSSDOCK_STARTED_FROM"
"""In the environment of every process started here, so that a later start can find them."""

READY_SECONDS = 60

STOP_SECONDS = 20
"""Workers finish what takes under ten seconds and hand the rest back."""
DEMO_LOGIN = "  Log in as admin / admin (staff) or buyer / buyer.\n"


def main() -> int:
    """Start everything and stay until Ctrl-C; returns the exit code."""
    host, port = os.environ.setdefault("HOST", "127.0.0.1"), os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    var = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            sys.exit(f"Crossdock is already running from {BASE_DIR}.")
        _stop_leftovers(var)
        _check_port(host, int(port))
        _check_path(var)
        with services.running(var):
            django.setup()
            call_command("migrate", verbosity=0)
            embedded = not os.environ.get("DATABASE_URL")
            if embedded:
                call_command("seed_demo", "--keep-current")
            return _run_processes(var, f"http://{host}:{port}/", DEMO_LOGIN if embedded else "")


def _run_processes(var: Path, address: str, login: str) -> int:
    honcho.manager.KILL_WAIT = STOP_SECONDS
    manager = honcho.manager.Manager()
    processes = parse_procfile((BASE_DIR / "Procfile").read_text()).processes
    environment = {**os.environ, MARK: str(var.resolve()), "PYTHONUNBUFFERED": "1"}
    for name, command in processes.items():
        kept = shlex.join([sys.executable, "-m", "project.keep", command])
        manager.add_process(name, kept, env=environment, cwd=str(BASE_DIR))
    threading.Thread(target=_announce, args=(address, login), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode == 128 + signal.SIGINT else int(manager.returncode or 0)


def _announce(address: str, login: str) -> None:
    """Print the address once the first page answers."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{address}health/", timeout=5):
            sys.stdout.write(f"\n  Crossdock is running: {address}\n{login}  Ctrl-C stops it.\n\n")
            sys.stdout.flush()
            return
        time.sleep(0.1)


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be used ({error.strerror}). Try: PORT=8001 make run")


def _check_path(var: Path) -> None:
    """The wheel's PostgreSQL takes a space in the path of its socket for the path's end."""
    if not os.environ.get("DATABASE_URL") and len(str(var.resolve()).split()) > 1:
        sys.exit(
            f"The embedded PostgreSQL cannot keep its data in “{var.resolve()}”, for the space in "
            "this path. Try: VAR_DIR=/path/without/spaces make run"
        )


def _stop_leftovers(var: Path) -> None:
    """End what outlived an earlier start from this folder that was killed."""
    leftovers = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == str(var.resolve()):
                process.terminate()
                leftovers.append(process)
    for process in psutil.wait_procs(leftovers, timeout=5)[1]:
        with suppress(psutil.Error):
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
