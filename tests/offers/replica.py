"""A streaming replica of the tests' PostgreSQL."""

import pwd
import subprocess

from django.db import connection

from project import root
from project.folders import private_folder
from project.postgres import PROGRAMS, Postgres


class Replica(Postgres):
    """It begins as a copy of the tests' server, which goes on to stream to it."""

    def _make_database(self, user: pwd.struct_passwd | None) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        primary = f"host={connection.settings_dict['HOST']} user=postgres"
        private_folder(self.data, self.owner)
        subprocess.run(
            [PROGRAMS / "pg_basebackup", "-d", primary, "-D", self.data, "-R", "-c", "fast"],
            check=True,
            cwd="/",
            **root.running_as(user),
        )
