"""`make run`: every process of the Procfile, on the embedded services where none are named."""

import compileall
import fcntl
import os
import signal
import socket
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError

import django
import psutil
from django.core.management import call_command

from project import services
from project.folders import CannotStartError
from project.processes import BASE_DIR, Kept, procfile, run_until_told
from project.service import say

MARK = "CROSSDOCK_STARTED_FROM"
"""In the environment of every process started here, so that a later start can find them."""

READY_SECONDS = 60
ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # how this machine reaches itself


def main() -> int:
    """Start everything and stay until Ctrl-C or SIGTERM; returns the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    host, port = os.environ.setdefault("HOST", "127.0.0.1"), os.environ.setdefault("PORT", "8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    var = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
    try:
        _check_path(var)
        _make_var(var)
        with (var / "run.lock").open("w") as lock:
            _take(lock.fileno())
            _stop_leftovers(var)
            _check_port(host, int(port))
            with services.running(var, kept=True):
                logins = _prepare(var, host)
                _run(var, host, port, logins)
    except CannotStartError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        say("Crossdock has stopped.")
    return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    """Unwind whatever is going on, once; what is being stopped is not to be interrupted."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _prepare(var: Path, host: str) -> str:
    """Bring the database and the static files up to date; returns what to say about logins."""
    django.setup()
    from django.conf import settings

    from crossdock.management.logins import first_passwords, make_logins

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # The process that reads an upload may write no files, and would compile these each time.
    compileall.compile_dir(BASE_DIR / "crossdock" / "spreadsheets", quiet=2)
    if not settings.EMBEDDED_DATABASE:
        return ""
    file = var / "logins"
    make_logins(file)
    passwords = first_passwords(file)
    if passwords and host not in settings.LOCAL_HOSTS:
        raise CannotStartError(
            f"The logins {' and '.join(passwords)} still have the passwords they were made with. "
            f"Before others can reach HOST={host}, change them: start without HOST and log in."
        )
    call_command("seed_demo", "--keep-current")
    lines = [f"  Log in as {name} with the password {word}\n" for name, word in passwords.items()]
    return "".join(lines) + (f"  (kept in {file}; admin is of the staff)\n" if lines else "")


def _run(var: Path, host: str, port: str, logins: str) -> None:
    environment = {**os.environ, MARK: str(var), "PYTHONUNBUFFERED": "1"}
    announcement = threading.Thread(target=_announce, args=[host, port, logins], daemon=True)
    announcement.start()
    run_until_told([Kept(name, command, environment) for name, command in procfile().items()])


def _announce(host: str, port: str, logins: str) -> None:
    """Print the address once the site answers."""
    reached = ANY_HOST.get(host, host)
    address = f"http://{f'[{reached}]' if ':' in reached else reached}:{port}/"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}health/", timeout=5).close()
        except HTTPError:
            pass  # it answers, whatever it has to say
        except OSError:
            time.sleep(0.1)
            continue
        say(f"\n  Crossdock is running: {address}\n{logins}  Ctrl-C stops it.\n")
        return


def _check_path(var: Path) -> None:
    """What programs are found by, and line by line logs, cannot have every character."""
    for path, way_out in ((BASE_DIR, "Move Crossdock"), (var, "Set VAR_DIR=/another/path")):
        if any(sign in str(path) for sign in (os.pathsep, "\n")):
            raise CannotStartError(f"“{path}” has a colon or a line break in it. {way_out}.")


def _make_var(var: Path) -> None:
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    if var == BASE_DIR / "var":  # ours whatever its age; another folder may have other uses
        var.chmod(0o700)


def _take(lock: int) -> None:
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CannotStartError(f"Crossdock is already running from {BASE_DIR}.") from None


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStartError(
                f"Port {port} cannot be used ({error.strerror}). Try: PORT=8001 make run"
            ) from None


def _stop_leftovers(var: Path) -> None:
    """End what outlived an earlier start from this folder that was killed."""
    leftovers = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == str(var):
                process.terminate()
                leftovers.append(process)
    for process in psutil.wait_procs(leftovers, timeout=5)[1]:
        with suppress(psutil.Error):
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
