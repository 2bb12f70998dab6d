"""The services as other hosts reach them: at an address, for whoever is on the tests' network."""

from pathlib import Path

from project import postgres, redis_server

REDIS_PORT = "6379"


def addresses(address: str) -> dict[str, str]:
    """The settings that name the services at this address."""
    return {
        "DATABASE_URL": f"postgres://postgres@{address}/postgres",
        "REDIS_URL": f"redis://{address}:{REDIS_PORT}/0",
    }


class Postgres(postgres.Postgres):
    """A PostgreSQL that also listens at an address, for a subnet without passwords."""

    def __init__(self, var: Path, address: str, subnet: str) -> None:
        super().__init__(var)
        self.listen_addresses = address
        self._rule = f"host all all {subnet} trust\n"

    def prepare(self) -> None:
        super().prepare()
        rules = self.data / "pg_hba.conf"
        if self._rule not in rules.read_text():
            with rules.open("a") as file:
                file.write(self._rule)


class Redis(redis_server.Redis):
    """A Redis that also listens at an address."""

    def __init__(self, var: Path, address: str) -> None:
        super().__init__(var)
        self.listening = ("--port", REDIS_PORT, "--bind", address, "--protected-mode", "no")
