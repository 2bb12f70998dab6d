from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crossdock.brands.by_hand import make_alias
from crossdock.errors import UserError
from crossdock.forms.parts import PartForm
from crossdock.models import BrandAlias, CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.offers.explain import Verdict
from crossdock.pages.part_look_up import look_up
from crossdock.rights import Request, visible_to
from crossdock.views.access import check_staff
from crossdock.views.responses import redirect_client
from crossdock.views.tasks import last_choice

IN_QUERY = ("brand", "article", "supplier_group", "lookback_days", "task")


@require_safe
def part_search(request: Request) -> HttpResponse:
    """Every supplier's current offers for a part, and what a task would make of them.

    `task` is the one whose line led here: its list can be run again from the page.
    """
    start = last_choice(request)
    if start["supplier_group"] is None:
        start["supplier_group"] = SupplierGroup.objects.values_list("pk", flat=True).first()
    query = start | request.GET.dict() if {"article", "brand"} & request.GET.keys() else None
    form = PartForm(query, initial=start)
    context = {"form": form, "chosen": Verdict.CHOSEN, "task": _task(request)}
    if form.is_valid():
        context["found"] = look_up(**form.cleaned_data)
    return render(request, "crossdock/part_search.html", context)


@require_POST
def same_brand(request: Request) -> HttpResponse:
    """Take a spelling for a brand from now on, and show what the look-up says then."""
    check_staff(request)
    alias = BrandAlias(alias=request.POST.get("alias", ""), brand=request.POST.get("same_as", ""))
    try:
        make_alias(alias, request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except UserError as error:
        messages.warning(request, str(error))
    else:
        names = {"alias": alias.alias, "brand": alias.brand}
        messages.success(request, _("%(alias)s is the same brand as %(brand)s now.") % names)
    query = QueryDict(mutable=True)
    query.update({name: request.POST[name] for name in IN_QUERY if name in request.POST})
    return redirect_client(request, f"{reverse('crossdock:part_search')}?{query.urlencode()}")


def _task(request: Request) -> CrossDockTask | None:
    """The ended task whose line led here, if it is still there."""
    try:
        tasks = visible_to(request.user, CrossDockTask).filter(pk=request.GET.get("task", ""))
        return tasks.filter(status=Status.SUCCESS).first()
    except ValidationError:
        return None
