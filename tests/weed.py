"""A real object storage for tests: SeaweedFS, started when it is first needed."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

START_SECONDS = 120
KEYS = {"AWS_ACCESS_KEY_ID": "crossdock", "AWS_SECRET_ACCESS_KEY": "only-for-tests"}
PORTS = ("master.port", "volume.port", "filer.port", "s3.port", "admin.port")


class Weed:
    """A server with an empty bucket, `crossdock`."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="weed-"))
        names = [name + kind for name in PORTS for kind in ("", ".grpc")]
        ports = dict(zip(names, _free_ports(len(names)), strict=True))
        self.port = ports["s3.port"]
        command = [
            str(Path(sys.executable).parent / "weed"),
            *("mini", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
            *("-bucket=crossdock", "-master.telemetry=false", "-webdav=false", "-admin.ui=false"),
            *("-s3.port.iceberg=0", "-s3.port.lance=0"),
            *(f"-{name}={port}" for name, port in ports.items()),
        ]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command, env=os.environ | KEYS, stdout=log, stderr=log, process_group=0
            )
        atexit.register(self.stop)
        self._wait()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def signal(self, number: signal.Signals) -> None:
        os.killpg(self._process.pid, number)

    def stop(self) -> None:
        if self._process.poll() is None:
            self.signal(signal.SIGKILL)
            self._process.wait()
        rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        """Until the bucket answers, if only that it is not for everybody."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.endpoint}/crossdock", timeout=5)
            except urllib.error.HTTPError as error:
                if error.code == 403:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text())


def _free_ports(number: int) -> list[int]:
    with ExitStack() as stack:
        servers = [socket.create_server(("127.0.0.1", 0)) for _number in range(number)]
        return [stack.enter_context(server).getsockname()[1] for server in servers]


@cache
def weed() -> Weed:
    os.environ.update(KEYS)
    return Weed()


def url(folder: str) -> str:
    """STORAGE_URL of a folder of the bucket."""
    return f"s3://crossdock/{folder}?endpoint={weed().endpoint}"
