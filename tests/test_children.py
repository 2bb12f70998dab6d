import os
import signal
import subprocess
import sys
from pathlib import Path

from crossdock.children import ENVIRONMENT, sigterm_blocked
from tests.waiting import wait_until

CHILD = """
import os, sys, time
from crossdock.children import end_with
end_with(int(sys.argv[1]))
print(os.getpid(), flush=True)
time.sleep(60)
"""

PARENT = f"""
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {CHILD!r}, str(os.getpid())])
time.sleep(60)
"""


def test_a_child_ends_with_its_parent_however_that_ends() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = Path("/proc", parent.stdout.readline().strip())
    assert child.exists()
    parent.kill()
    parent.wait()
    wait_until(lambda: not child.exists())


def test_a_child_whose_parent_has_ended_already_does_nothing() -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, "1"], env=ENVIRONMENT, capture_output=True, check=False
    )
    assert (child.returncode, child.stdout) == (1, b"")


def test_a_process_started_in_the_block_does_not_hear_sigterm() -> None:
    with sigterm_blocked():
        child = subprocess.Popen(["sleep", "60"])
    assert signal.SIGTERM not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    status = Path(f"/proc/{child.pid}/status").read_text()
    blocked = next(line.split()[1] for line in status.splitlines() if line.startswith("SigBlk"))
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert int(blocked, 16) & 1 << signal.SIGTERM - 1
