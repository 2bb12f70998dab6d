import uuid
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crossdock.errors import UserError
from crossdock.forms.baskets import BasketForm, RuleFormSet, RuleSetForm
from crossdock.live import versions
from crossdock.models import Basket, CrossDockTask, RuleSet
from crossdock.models.lifecycle import Status
from crossdock.models.quota import QuotaReached, basket_slot
from crossdock.orders.files import OrderFormat
from crossdock.pages.baskets import BasketPage, Wish
from crossdock.pipeline.basket_document import in_words
from crossdock.pipeline.basket_orders import NOTHING_TO_ORDER, order_basket
from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Request, may_change
from crossdock.views.access import get_task, get_task_to_change
from crossdock.views.errors import refuse
from crossdock.views.responses import redirect_client

MAX_RULE_SETS = 200


@require_http_methods(["GET", "HEAD", "POST"])
def task_basket(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What to order from whom for a task's list; have it found, by rules of one's own."""
    tokens = changes.tokens()
    task = get_task(request, pk)
    page = _page_of(request, task)
    if request.method != "POST":
        return render(request, "crossdock/basket.html", _context(request, page, tokens))
    form = BasketForm(request.POST, task=task, earlier=page.options)
    if not form.is_valid():
        context = _context(request, page, tokens) | {"form": form}
        return render(request, "crossdock/basket.html", context)
    if task.status != Status.SUCCESS:
        messages.warning(request, _("%s is not done: there is nothing to order yet.") % task)
    elif not task.has_file:
        messages.warning(request, _("%s is not kept any more. Upload it again.") % task)
    else:
        fields = {"options": form.options.to_json(), "rule_set": form.cleaned_data["rule_set"]}
        try:
            with basket_slot(request.user.pk):
                if Basket.ask_for(task, user=request.user, **fields) is None:
                    text = _("A basket is on its way already: wait, or cancel it.")
                    messages.warning(request, text)
        except QuotaReached as error:
            messages.warning(request, str(error))
    return redirect_client(request, reverse("crossdock:task_basket", args=[pk]))


@require_safe
def task_basket_status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on the basket's page, for its poll; 204 if the page is up to date."""
    tokens = changes.tokens()
    if versions.is_known(request, tokens):
        return HttpResponse(status=204)
    context = _context(request, _page_of(request, get_task(request, pk)), tokens)
    return versions.answer(request, "crossdock/partials/basket_live.html", context)


@require_safe
def task_basket_json(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """A scenario's basket as anybody can check it."""
    page = _page_of(request, get_task(request, pk))
    if page.chosen is None or page.document is None:
        return refuse(request, 404, _("There is no such file, or not yet."))
    name = f"{Path(page.task.filename).stem} {timezone.localdate()} {page.chosen.key}.json"
    answer = JsonResponse(
        in_words(page.document), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    return answer


@require_POST
def task_basket_cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Cancel the search for a basket that waits or is under way."""
    basket = _latest(request, pk)
    if basket is None or not basket.cancel():
        messages.warning(request, _("There is nothing to cancel."))
    return redirect_client(request, reverse("crossdock:task_basket", args=[pk]))


@require_POST
def task_basket_retry(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Search again after a failure or a cancellation."""
    basket = _latest(request, pk)
    try:
        with basket_slot(basket.user_id) if basket else nullcontext():
            if basket is None or not basket.retry():
                messages.warning(request, _("There is nothing to retry."))
    except QuotaReached as error:
        messages.warning(request, str(error))
    return redirect_client(request, reverse("crossdock:task_basket", args=[pk]))


@require_POST
def task_basket_enough(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End the search with the best that it has found so far."""
    basket = _latest(request, pk)
    if basket is None or not basket.take_best_so_far():
        messages.warning(request, _("No search is under way."))
    return redirect_client(request, reverse("crossdock:task_basket", args=[pk]))


@require_POST
def task_basket_order(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Mark the lines of a scenario as ordered, and make an order for each supplier."""
    task = get_task_to_change(request, pk)
    wish = Wish(request.POST.get("scenario", ""), basket=request.POST.get("basket", ""))
    page = BasketPage(task, wish)
    kind = request.POST.get("format", "")
    try:
        if page.document is None or kind not in list(OrderFormat):
            raise UserError(NOTHING_TO_ORDER)
        order_basket(task, request.user, page.document, OrderFormat(kind))
    except UserError as error:
        messages.warning(request, str(error))
        return redirect_client(request, reverse("crossdock:task_basket", args=[pk]))
    return redirect_client(request, reverse("crossdock:task_orders", args=[pk]))


@require_safe
def rule_sets(request: Request) -> HttpResponse:
    """The rules that the team has kept."""
    rule_sets_kept = RuleSet.objects.prefetch_related("rules__supplier")[:MAX_RULE_SETS]
    return render(request, "crossdock/rule_sets.html", {"rule_sets": rule_sets_kept})


@require_http_methods(["GET", "HEAD", "POST"])
def rule_set_edit(request: Request, pk: int | None = None) -> HttpResponse:
    """Keep rules under a name, for everybody."""
    rule_set = RuleSet() if pk is None else get_object_or_404(RuleSet, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form, rules = RuleSetForm(posted, instance=rule_set), RuleFormSet(posted, instance=rule_set)
    if posted is not None and form.is_valid() and rules.is_valid():
        with transaction.atomic():
            rules.instance = form.save()
            rules.save()
        messages.success(request, _("%s is kept.") % rule_set)
        return redirect_client(request, reverse("crossdock:rule_sets"))
    return render(request, "crossdock/rule_set.html", {"form": form, "rules": rules})


@require_POST
def rule_set_delete(request: Request, pk: int) -> HttpResponse:
    """Forget rules; baskets made by them stay."""
    rule_set = get_object_or_404(RuleSet, pk=pk)
    name = str(rule_set)
    rule_set.delete()
    messages.success(request, _("%s is deleted.") % name)
    return redirect_client(request, reverse("crossdock:rule_sets"))


def _page_of(request: Request, task: CrossDockTask) -> BasketPage:
    wishes = {name: request.GET.get(name, "") for name in ("scenario", "page", "basket")}
    return BasketPage(task, Wish(**wishes))


def _latest(request: Request, pk: uuid.UUID) -> Basket | None:
    return Basket.latest_of(get_task_to_change(request, pk))


def _context(request: Request, page: BasketPage, tokens: Tokens | None) -> dict[str, Any]:
    basket = page.basket
    initial = page.options.to_json() | {"rule_set": basket.rule_set_id if basket else None}
    form = BasketForm(task=page.task, earlier=page.options, initial=initial)
    return {
        "page": page,
        "task": page.task,
        "form": form,
        "names": form.names,
        "may_change": may_change(request.user, page.task),
        "version": versions.version(tokens, page.state, has_progress=page.is_active),
        "every": versions.seconds(page.is_active),
    }
