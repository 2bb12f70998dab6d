from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crossdock.live import versions
from crossdock.models import PriceListImport, Supplier
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.pages.price_lists import offers_freshness, present_imports
from crossdock.pricelists.freshness import Freshness, freshness
from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Request, visible_to

PAGE_SIZE = 50
ENDED_IMPORTS = 5
"""So many of the imports that have ended are shown besides those under way."""


@require_safe
def price_list_list(request: Request) -> HttpResponse:
    """Each supplier's last price list, and the imports under way."""
    return render(request, "crossdock/price_list_list.html", _overview(request, changes.tokens()))


@require_safe
def price_list_rows(request: Request) -> HttpResponse:
    """The same for the poll of the page that shows it; 204 if that is up to date."""
    tokens = changes.tokens()
    if versions.is_known(request, tokens):
        return HttpResponse(status=204)
    context = _overview(request, tokens)
    return versions.answer(request, "crossdock/partials/price_lists.html", context)


def _overview(request: Request, tokens: Tokens | None) -> dict[str, Any]:
    """What the page is rendered with; `tokens` were read before."""
    query, only_quiet = request.GET.get("q", "").replace("\0", "").strip(), "quiet" in request.GET
    suppliers = list(freshness(_suppliers(query)))
    quiet = [supplier for supplier in suppliers if supplier.is_quiet]
    paginator = Paginator(quiet if only_quiet else suppliers, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    imports = present_imports(_imports(request))
    offers = offers_freshness()
    left_out = _left_out(request, page.object_list)
    state = [
        [(row.supplier.name, row.supplier.enabled, row.last and row.last.pk) for row in page],
        [row.state for row in imports],
        (page.number, len(suppliers), len(quiet), offers.state, left_out),
    ]
    is_active = offers.is_refreshing or any(row.task.is_active for row in imports)
    return {
        "page": page,
        "address": urlencode({"q": query} | ({"quiet": "1"} if only_quiet else {})),
        "query": query,
        "only_quiet": only_quiet,
        "quiet": len(quiet),
        "suppliers": [(row, left_out.get(row.last.pk) if row.last else None) for row in page],
        "imports": imports,
        "offers": offers,
        "version": versions.version(
            None if offers.is_refreshing else tokens,  # no token tells that time has passed
            state,
            has_progress=True,  # as which a refresh tells that it has begun
        ),
        "every": versions.seconds(is_active),
    }


def _suppliers(query: str) -> QuerySet[Supplier]:
    matching = Q(name__icontains=query) | Q(code__icontains=query)
    return Supplier.objects.filter(matching) if query else Supplier.objects.all()


def _imports(request: Request) -> list[PriceListImport]:
    imports = visible_to(request.user, PriceListImport)
    imports = imports.select_related("supplier", "user", "withdrawn_by")
    under_way = imports.filter(status__in=ACTIVE)
    ended_imports = imports.filter(finished_at__isnull=False).order_by("-finished_at")[
        :ENDED_IMPORTS
    ]
    return [*under_way, *ended_imports]


def _left_out(request: Request, board: Any) -> dict[int, PriceListImport]:
    """The import that has the rows left out, by the id of the price list it brought."""
    lists = [
        board_row.last for board_row in board if isinstance(board_row, Freshness) and board_row.last
    ]
    imports = visible_to(request.user, PriceListImport).filter(
        price_list__in=lists, status=Status.SUCCESS
    )
    return {
        task.price_list_id: task for task in imports if task.price_list_id and task.left_out_file
    }
