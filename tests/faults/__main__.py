"""`make faults`: what becomes of tasks when processes and services die under them."""

import argparse
import os
import signal
import sys
from pathlib import Path

import django

from tests.faults.installation import Installation
from tests.faults.network import Network
from tests.processes import ROOT


def main() -> int:
    """Returns the exit code: 0 if everything came out as it has to."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # so that all is ended with it
    var = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "faults"
    wants_hosts = not arguments.short and arguments.command is None
    network = Network() if wants_hosts and Network.is_possible() else None
    with Installation(var, network) as site:
        django.setup()
        from tests.faults import commands  # what they use imports the models

        commands.prepare(arguments)
        return commands.run(site, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--trials", type=int, default=20, help="at least so many of each row")
    parser.add_argument("--short", action="store_true", help="one or two of each row")
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    commands = parser.add_subparsers(dest="command")
    storm = commands.add_parser("storm", help="random faults over many small tasks")
    storm.add_argument("--seed", type=int, default=1)
    storm.add_argument("--seconds", type=float, default=180)
    storm.add_argument("--no-fence", action="store_true", help="it must find mistakes then")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
