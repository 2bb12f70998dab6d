"""What a worker's process sets up for itself, in a process of its own."""

import subprocess
import sys

from tests.processes import ROOT

TOLD_TWICE = """
import os, signal
from crossdock.workers import process
told = []
signal.signal(signal.SIGTERM, lambda *_: told.append("told"))
process.end_once()
for _time in range(3):
    os.kill(os.getpid(), signal.SIGTERM)
print(told)
"""


def test_only_the_first_sigterm_counts() -> None:
    said = subprocess.run(
        [sys.executable, "-c", TOLD_TWICE], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == "['told']"
