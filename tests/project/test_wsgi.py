"""The web server's processes, started for real."""

import signal
import socket
from pathlib import Path

import psutil
import pytest

from tests.processes import free_port, started, wait_for_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_keeps_the_port_when_the_servers_parent_is_killed(tmp_path: Path) -> None:
    port = free_port()
    with started("web", files=tmp_path, port=port) as running:
        wait_for_page(f"http://127.0.0.1:{port}")
        workers = psutil.Process(running["web"].pid).children(recursive=True)
        assert workers
        running["web"].send_signal(signal.SIGKILL)
        _gone, left = psutil.wait_procs(workers, timeout=15)
        for each in left:
            each.kill()
    assert left == []
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    port = free_port()
    with started("web", files=tmp_path, port=port) as running:
        wait_for_page(f"http://127.0.0.1:{port}")
        for worker in psutil.Process(running["web"].pid).children(recursive=True):
            worker.kill()
        wait_for_page(f"http://127.0.0.1:{port}")
        assert running["web"].poll() is None
