"""The worst files on a real worker: it lives, it says why, it takes no more than a gibibyte."""

import os
import subprocess
import sys

from tests.processes import ROOT

OTHERS = ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE")


def test_a_worker_outlives_the_worst_files_and_does_the_next():
    environment = {name: value for name, value in os.environ.items() if name not in OTHERS}
    table = subprocess.run(
        [sys.executable, "-m", "tests.hostile", "--worst", "--damaged", "0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert table.returncode == 0, table.stdout + table.stderr
    assert "WRONG" not in table.stdout
    assert "same processes as at the beginning: yes" in table.stdout
