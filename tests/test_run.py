import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.processes import ROOT, free_port


def refusal(var: Path, port: int) -> str:
    """What `make run` says that does not start."""
    names = ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    run = subprocess.run(
        [sys.executable, "-m", "project.run"],
        cwd=ROOT,
        env=environment | {"VAR_DIR": str(var), "PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 1
    assert run.stdout == ""
    return run.stderr


def test_a_path_with_a_space_is_refused_with_a_way_out(tmp_path: Path) -> None:
    message = refusal(tmp_path / "my data", free_port())
    assert message.startswith("The embedded PostgreSQL cannot keep its data in")
    assert "VAR_DIR=" in message
    assert message.count("\n") == 1


def test_a_port_in_use_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        message = refusal(tmp_path, server.getsockname()[1])
    assert "Try: PORT=" in message
