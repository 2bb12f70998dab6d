from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from crossdock.models import OffersRefresh
from crossdock.models.lifecycle import Status
from crossdock.offers.current import Refresh
from crossdock.templatetags.crossdock import elapsed
from crossdock.workers.hold import Hold


class Command(BaseCommand):
    help = _("Make the current offers ready for fast look-up at once.")

    def handle(self, **_options: Any) -> None:
        """Do what a worker would; readers are not disturbed."""
        OffersRefresh.request()
        task = OffersRefresh.objects.filter(status=Status.PENDING).first()
        if task is None or not task.mark_as_running():
            raise CommandError(_("The offers are being made ready already."))
        hold = Hold(task)
        try:
            Refresh().run()
            task.mark_as_success()
        except BaseException as error:
            task.mark_as_failed(repr(error))
            raise
        finally:
            hold.release()
        self.stdout.write(_("Ready after %s.") % elapsed(task.elapsed))
