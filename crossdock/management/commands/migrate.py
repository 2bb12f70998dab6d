from typing import Any

from django.core.management.commands import migrate

from crossdock.models.only_one import only_one


class Command(migrate.Command):
    """Django's own, but on several hosts at once one waits for the other."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring the database's tables up to date. Raises what Django's command raises."""
        with only_one("migrate", wait=True):
            super().handle(*args, **options)
