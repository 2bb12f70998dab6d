"""Finds a Chromium, and gets one where it can: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def find() -> str | None:
    """The path of an installed Chromium, Playwright's own included."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    return next((str(path) for path in sorted(cache.glob("chromium*/chrome-linux*/chrome"))), None)


def get() -> None:
    """Try Debian's package as root, else Playwright's download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = "apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core"
        for command in ("apt-get update -qq", install):
            apt = subprocess.run(
                command.split(), env=environment, check=False, capture_output=True, text=True
            )
            if apt.returncode:  # else it says on stderr what concerns nobody
                sys.stderr.write(apt.stderr)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    if os.environ.get("NO_BROWSER") == "1" or find():
        return 0
    get()
    if find():
        return 0
    sys.stderr.write("No Chromium here and none could be got: install one, or set NO_BROWSER=1.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
