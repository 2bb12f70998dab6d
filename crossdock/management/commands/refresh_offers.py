from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crossdock.models import OffersRefresh
from crossdock.models.lifecycle import Status
from crossdock.offers.current import Refresh
from crossdock.workers.hold import Hold


class Command(BaseCommand):
    help = "Refresh the materialized view of the current offers at once, without the queue."

    def handle(self, **_options: Any) -> None:
        """Do what a worker would; readers are not disturbed."""
        OffersRefresh.request()
        task = OffersRefresh.objects.filter(status=Status.PENDING).first()
        if task is None or not task.mark_as_running():
            raise CommandError("A refresh is running already.")
        hold = Hold(task)
        try:
            Refresh().run()
            task.mark_as_success()
        except BaseException as error:
            task.mark_as_failed(repr(error))
            raise
        finally:
            hold.release()
        self.stdout.write(f"Refreshed in {task.elapsed}.")
