"""What becomes of hostile files: a table of their outcomes, with memory and time.

Each file goes through real workers (`Procfile`) on services of its own, and is looked at as a
price list besides. `python -m tests.hostile` takes a quarter of an hour, for it has the heavy files
and hundreds of damaged ones, too, which the test suite leaves out; it makes one file at a time, of
100 MB at most. The exit code says whether everything came out as it has to.
"""

import argparse
import os
import signal
import sys
from pathlib import Path

import django

from tests.faults.installation import Installation
from tests.processes import ROOT


def main() -> int:
    """Returns the exit code: 0 if everything came out as it has to."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--only", default="", help="files whose name has this in it")
    parser.add_argument("--worst", action="store_true", help="the worst few, and a good one")
    weight = parser.add_mutually_exclusive_group()
    weight.add_argument("--light", action="store_true", help="only those of the test suite")
    weight.add_argument("--heavy", action="store_true", help="only those too heavy for it")
    parser.add_argument("--damaged", type=int, default=400, help="how many damaged files")
    parser.add_argument("--seed", type=int, default=1, help="of the damage")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that all is ended with it
    var = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "hostile"
    with Installation(var) as site:
        django.setup()
        from tests.hostile import trials  # what they use imports the models

        return trials.run(site, arguments)


if __name__ == "__main__":
    sys.exit(main())
