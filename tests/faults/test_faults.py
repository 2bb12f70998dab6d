"""The short form of `make faults`: the table with a trial or two a row, on services of its own."""

import os
import subprocess
import sys

from tests.processes import ROOT

OTHERS = ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE")


def test_every_row_of_the_short_table_is_right():
    environment = {name: value for name, value in os.environ.items() if name not in OTHERS}
    table = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert table.returncode == 0, table.stdout + table.stderr
