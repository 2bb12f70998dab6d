"""Finds a Chromium, and gets one where it can: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

NAMES = (
    "chromium-headless-shell",  # without windows: a third less work than the others
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
PLAYWRIGHTS = ("chrome-headless-shell", "headless_shell", "chrome")
PACKAGES = ("chromium-headless-shell", "chromium")  # older Debians lack the first
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
    found = (sorted(cache.glob(f"chromium*/chrome-*/{name}")) for name in PLAYWRIGHTS)
    return next((str(path) for path in chain.from_iterable(found)), None)


def get() -> None:
    """Try Debian's packages as root, else Playwright's download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update -qq")
        for package in PACKAGES:
            if find() is None:
                _apt(f"install -y -qq --no-install-recommends {package} fonts-dejavu-core")
    if find() is None:
        install = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
        subprocess.run(install, check=False)


def _apt(command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = subprocess.run(
        ["apt-get", *command.split()], env=environment, check=False, capture_output=True, text=True
    )
    if apt.returncode:  # else it says on stderr what concerns nobody
        sys.stderr.write(apt.stderr)


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
