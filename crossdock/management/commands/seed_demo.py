from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils.translation import gettext as _

from crossdock.management import demo
from crossdock.models import Offer, Supplier
from crossdock.texts import Number

DEFAULT_OFFERS = 120_000


class Command(BaseCommand):
    help = _("Fill the database with made-up suppliers and offers, and submit an example request.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options (design, section 10)."""
        parser.add_argument("--offers", type=int, default=DEFAULT_OFFERS, help=_("about how many"))
        parser.add_argument(
            "--suppliers", type=int, default=len(demo.SUPPLIERS), help=_("how many")
        )
        parser.add_argument(
            "--keep-current",
            action="store_true",
            help=_("only where there is nothing yet, or demo lists that have grown old"),
        )

    def handle(self, *, offers: int, suppliers: int, keep_current: bool, **_options: Any) -> None:
        """Make what is missing; everything or nothing."""
        is_first = not Supplier.objects.exists()
        demo_is_there = Supplier.objects.filter(code__startswith=demo.CODE).exists()
        if keep_current and not (is_first or demo_is_there):
            return
        with transaction.atomic():
            offers_written = demo.make_price_lists(offers, suppliers)
            user = User.objects.filter(is_active=True).order_by("is_staff", "pk").first()
            if is_first and user is not None:
                demo.make_request(user)
        if offers_written:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {Offer._meta.db_table}")
            self.stdout.write(_("Demo data: %s offers written.") % Number(offers_written))
            call_command("refresh_offers", stdout=self.stdout)
