import json
from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from crossdock.basket.problem import SHARE_UNITS, Rules, units
from crossdock.basket.solver import DEFAULT_SECONDS, MAX_SECONDS, Solver
from crossdock.errors import UserError
from crossdock.management.terminal import TerminalReporter, lookback_days, named_group
from crossdock.models.tasks import DEFAULT_LOOKBACK_DAYS
from crossdock.offers.search import OfferSearch
from crossdock.orders.files import OrderFormat, write_orders
from crossdock.pipeline.basket import Market, load_market
from crossdock.pipeline.basket_document import Document, document, in_words, proven
from crossdock.pipeline.basket_orders import order_lines, order_names
from crossdock.pipeline.own_lists import OwnLists
from crossdock.progress import Stage
from crossdock.storage.whole_files import atomic_write
from crossdock.texts import Money, Number

MAX_SUM = Decimal(10**12)
MAX_HOURS = 24 * 365


class Command(BaseCommand):
    help = _("Find what to order from whom for a request file, and how good that is.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--group", required=True, help=_("the supplier group's name"))
        parser.add_argument("--scenario", choices=("cheapest", "one-supplier"), default="cheapest")
        parser.add_argument("--max-suppliers", type=_whole, metavar="K")
        parser.add_argument(
            "--within-hours", type=_whole, metavar="H", help=_("only what arrives within H hours")
        )
        parser.add_argument(
            "--budget", type=_sum, metavar="SUM", help=_("what everything may cost with delivery")
        )
        parser.add_argument(
            "--max-share",
            type=_share,
            metavar="PERCENT",
            help=_("the most of all goods that one supplier may have"),
        )
        parser.add_argument(
            "--no-split", action="store_true", help=_("buy each line from one offer")
        )
        parser.add_argument(
            "--seconds",
            type=_seconds,
            default=DEFAULT_SECONDS,
            metavar="S",
            help=_("how long to look for a better basket"),
        )
        parser.add_argument(
            "--lookback",
            type=lookback_days,
            default=DEFAULT_LOOKBACK_DAYS,
            help=_("days; offers from older price lists do not count"),
        )
        parser.add_argument("--json", type=Path, required=True, metavar="OUT.json")
        parser.add_argument(
            "--orders",
            type=Path,
            metavar="OUT.zip",
            help=_("also write an order for each supplier, and a summary"),
        )
        parser.add_argument(
            "--orders-as",
            choices=list(OrderFormat),
            default=OrderFormat.XLSX,
            help=_(
                "%(own_list)s: the supplier's last price list with the pieces in it, if possible"
            )
            % {"own_list": OrderFormat.OWN_LIST.value},
        )

    def handle(
        self,
        *,
        file: Path,
        group: str,
        lookback: int,
        seconds: float,
        json: Path,
        orders: Path | None,
        orders_as: str,
        **options: Any,
    ) -> None:
        """Solve and write. Raises CommandError with what a user would read on the page."""
        if not file.is_file():
            raise CommandError(_("There is no file %s.") % file)
        for path in filter(None, (json, orders)):
            if path.exists() and path.samefile(file):
                raise CommandError(_("The result would overwrite the request file."))
        reporter = TerminalReporter()
        try:
            search = OfferSearch(named_group(group), lookback)
            market = load_market(file, search, reporter)
            reporter.enter(Stage.SOLVING)
            solved = Solver(market.with_rules(_rules(options))).solve(seconds)
            result = in_words(document(market, solved))
            result["notes"] = [str(note) for note in market.wanted.notes()]
            with atomic_write(json) as part:
                part.write_text(_dumped(result), encoding="utf-8")
            if orders:
                _write_orders(orders, OrderFormat(orders_as), market, result)
        except (UserError, OSError) as error:
            raise CommandError(str(error)) from error
        self._print(result)
        for path in filter(None, (json, orders)):
            self.stdout.write(str(path))

    def _print(self, result: Document) -> None:
        def say(text: str, **values: Any) -> None:
            self.stdout.write(text % values)

        for note in result["notes"]:
            self.stdout.write(note)
        for supplier in result["suppliers"]:
            self.stdout.write(f"{_money(supplier['sum']):>16}  {supplier['name']}")
        say(_("Goods %(sum)s"), sum=_money(result["goods"]))
        say(_("Delivery %(sum)s"), sum=_money(result["delivery"]))
        say(_("Total %(sum)s"), sum=_money(result["total"]))
        self.stdout.write(proven(result))
        if result["missing"]:
            say(_("Pieces that are missing: %(pieces)s"), pieces=Number(result["missing"]))
        for line in result["unfilled"][:MAX_LINES]:
            say(_("  line %(line)s: %(missing)s. %(reason)s"), **line)
        if (further := len(result["unfilled"]) - MAX_LINES) > 0:
            say(_("  and %(more)s more lines, all of them in the JSON file"), more=Number(further))


def _write_orders(path: Path, kind: OrderFormat, market: Market, result: Document) -> None:
    """Write the ZIP; the result's notes say who got a plain order instead of its own list."""
    names = order_names(market.suppliers)
    suppliers = {names[supplier.code]: supplier for supplier in market.suppliers}
    lines, own_list = order_lines(result, names), OwnLists(market.suppliers).order
    plain = write_orders(path, lines, suppliers, kind, timezone.localdate(), own_list)
    if plain:
        note = _("A plain order, because its own price list could not be filled in: %s")
        result["notes"].append(note % ", ".join(plain))


MAX_LINES = 20
"""Lines with missing pieces that are printed."""


def _rules(options: dict[str, Any]) -> Rules:
    one = options["scenario"] == "one-supplier"
    return Rules(
        max_suppliers=1 if one else options["max_suppliers"],
        within_hours=options["within_hours"],
        budget=options["budget"],
        max_share=options["max_share"],
        no_split=options["no_split"],
    )


def _dumped(result: Document) -> str:
    return json.dumps(result, ensure_ascii=False, indent=1)


def _money(amount: float) -> str:
    return str(Money(repr(amount)))


def _whole(text: str) -> int:
    if not text.isdecimal() or len(text) > 6 or int(text) == 0:
        raise ArgumentTypeError(_("%s is not a whole number above 0.") % text)
    return int(text)


def _number(text: str, least: Decimal, most: Decimal) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_nan() or not least <= number <= most:
        values = {"text": text, "least": least, "most": most}
        raise ArgumentTypeError(
            _("%(text)s is not a number between %(least)s and %(most)s.") % values
        )
    return number


def _sum(text: str) -> int:
    return units(_number(text, Decimal(0), MAX_SUM))


def _share(text: str) -> int:
    return int(_number(text, Decimal(1), Decimal(100)) * SHARE_UNITS)


def _seconds(text: str) -> float:
    return float(_number(text, Decimal(1), Decimal(MAX_SECONDS)))
