import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from crossdock.clock import jobs
from crossdock.workers import process


class Command(BaseCommand):
    help = _("Bring back lost tasks and remove what is old, again and again.")

    def handle(self, **_options: Any) -> None:
        """Run the clock; SIGTERM and Ctrl-C end it at once, which loses nothing."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        process.check_storage()
        process.say_started("clock")
        jobs.run()
