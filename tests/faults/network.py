"""Hosts with networks of their own: namespaces of Linux, joined by a bridge at the services.

Needs root, `ip` (Debian's iproute2) and the right to make namespaces.
"""

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ctypes import CDLL
from pathlib import Path
from typing import Self, TypeVar

T = TypeVar("T")
CLONE_NEWNET = 0x40000000


class Network:
    """A bridge with an address of this machine's, and hosts on it; gone at the block's end."""

    def __init__(self) -> None:
        number = os.getpid()
        self._bridge = f"xd{number}"
        self._net = f"10.213.{number % 250}"
        self.address = f"{self._net}.1"
        self.subnet = f"{self._net}.0/24"
        self.hosts: list[Host] = []

    @classmethod
    def is_possible(cls) -> bool:
        """Whether namespaces can be made here."""
        if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare"))):
            return False
        name = f"xd-try-{os.getpid()}"
        if subprocess.run(["ip", "netns", "add", name], capture_output=True).returncode:
            return False
        ip(f"netns delete {name}")
        return True

    def __enter__(self) -> Self:
        ip(f"link add {self._bridge} type bridge")
        ip(f"address add {self.address}/24 dev {self._bridge}")
        ip(f"link set {self._bridge} up")
        return self

    def __exit__(self, *_error: object) -> None:
        for host in self.hosts:
            ip(f"netns delete {host.name}")
        ip(f"link delete {self._bridge}")

    def host(self, number: int) -> "Host":
        """The host of this number, 0 or more; made at the first time."""
        while len(self.hosts) <= number:
            self.hosts.append(Host(self._bridge, self._net, len(self.hosts)))
        return self.hosts[number]


class Host:
    """A namespace with a host name, an address and a cable."""

    def __init__(self, bridge: str, net: str, number: int) -> None:
        self.number = number
        self.name = f"{bridge}-{number}"
        self._cable = f"{bridge}v{number}"
        inside = f"-netns {self.name}"
        ip(f"netns add {self.name}")
        ip(f"link add {self._cable} type veth peer name eth0 netns {self.name}")
        ip(f"link set {self._cable} master {bridge}")
        ip(f"{inside} link set lo up")
        ip(f"{inside} address add {net}.{number + 10}/24 dev eth0")
        ip(f"{inside} link set eth0 up")
        self.plug_in()

    def cut_off(self) -> None:
        """Lose all that is sent to it and from it, without a word to either side."""
        ip(f"link set {self._cable} down")

    def plug_in(self) -> None:
        """Bring its network back."""
        ip(f"link set {self._cable} up")

    def command(self, command: str) -> str:
        """The shell command that runs this one on the host, in the process that it is given to."""
        named = f"hostname {self.name} && exec {command}"
        return f"ip netns exec {self.name} unshare --uts sh -c {shlex.quote(named)}"

    def do(self, action: Callable[[], T]) -> T:
        """What the action returns on the host: its sockets are the host's."""

        def act() -> T:
            with Path("/run/netns", self.name).open() as namespace:
                if CDLL(None, use_errno=True).setns(namespace.fileno(), CLONE_NEWNET):
                    raise OSError(f"cannot enter {self.name}")
            return action()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(act).result()


def ip(arguments: str) -> None:
    """Run `ip` with these."""
    subprocess.run(["ip", *arguments.split()], check=True)
