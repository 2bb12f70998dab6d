"""Whether brands are one: staff decide, everybody may propose."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crossdock.brands.by_hand import tell_apart
from crossdock.brands.deciding import decide, undo
from crossdock.brands.suggestions import brand_groups, hanging_together, open_pairs
from crossdock.errors import UserError
from crossdock.models import BrandComparison, BrandDecision, BrandSuggestion
from crossdock.pages.brands import proposals, task_brands
from crossdock.pages.suppliers import SECTIONS
from crossdock.rights import Request
from crossdock.views.access import check_staff, get_task
from crossdock.views.responses import redirect_client

PAGE_SIZE = 20
Answer = BrandDecision.Answer
NAMES = ("name_1", "name_2")
ANSWERS = (Answer.YES, Answer.NO, Answer.LATER)


@require_safe
def brand_list(request: Request) -> HttpResponse:
    """Brands that may be one, those whose decision would bring most first."""
    check_staff(request)
    pairs = open_pairs()
    only_perhaps = "perhaps" in request.GET
    perhaps = [pair for pair in pairs if pair.rule == BrandSuggestion.Rule.PERHAPS]
    sure = [pair for pair in pairs if pair.rule != BrandSuggestion.Rule.PERHAPS]
    groups = hanging_together(perhaps if only_perhaps else sure)
    page = Paginator(groups, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = brand_groups(page.object_list)
    proposed = proposals(pair for group in shown for pair in group.pairs)
    rows = [
        (group, [(pair, proposed[pair.key_1, pair.key_2]) for pair in group.pairs])
        for group in shown
    ]
    context = {
        "page": page,
        "rows": rows,
        "address": "perhaps=1" if only_perhaps else "",
        "only_perhaps": only_perhaps,
        "currency": settings.CURRENCIES[0],
        "counts": (len(sure), len(perhaps)),
        "compared": BrandComparison.last(),
        "sections": SECTIONS,
    }
    return render(request, "crossdock/brand_list.html", context)


@require_safe
def brand_decisions(request: Request) -> HttpResponse:
    """What was decided about brands, by whom and when; the newest first."""
    check_staff(request)
    decisions = BrandDecision.objects.select_related("user", "undone_by")
    page = Paginator(decisions, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "address": "", "sections": SECTIONS}
    return render(request, "crossdock/brand_decisions.html", context)


@require_POST
def brand_decide(request: Request) -> HttpResponse:
    """Decide whether two brands are one: yes, no, or later."""
    check_staff(request)
    answer = request.POST.get("answer", "")
    return _answered(request, Answer(answer) if answer in ANSWERS else Answer.LATER)


@require_POST
def brand_propose(request: Request) -> HttpResponse:
    """Propose to staff that two brands are one."""
    return _answered(request, Answer.PROPOSED)


@require_POST
def brand_tell_apart(request: Request) -> HttpResponse:
    """Keep that two names are different brands, which nobody has asked about."""
    check_staff(request)
    name_1, name_2 = (request.POST.get(name, "").replace("\0", "")[:200] for name in NAMES)
    try:
        messages.success(request, _said(tell_apart(name_1, name_2, request.user)))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except UserError as error:
        messages.warning(request, str(error))
    return redirect_client(request, reverse("crossdock:brand_decisions"))


@require_POST
def brand_undo(request: Request, pk: int) -> HttpResponse:
    """Take a decision back, with what it changed. Raises Http404."""
    check_staff(request)
    decision = get_object_or_404(BrandDecision, pk=pk)
    try:
        undo(decision, request.user)
    except UserError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The decision about %s is undone.") % decision)
    return redirect_client(request, reverse("crossdock:brand_decisions"))


@require_safe
def task_brands_strip(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The brands of a task's missed lines that may be one with what is on offer."""
    task = get_task(request, pk)
    context = {"task": task, "brands": task_brands(task)}
    return render(request, "crossdock/partials/task_brands.html", context)


def _answered(request: Request, answer: Answer) -> HttpResponse:
    keys = {name: request.POST.get(name, "") for name in ("key_1", "key_2")}
    suggestion = BrandSuggestion.objects.filter(**keys).first()
    if suggestion is None:
        messages.warning(request, _("This question is settled, or not asked any more."))
    else:
        try:
            messages.success(request, _said(decide(suggestion, answer, request.user)))
        except UserError as error:
            messages.warning(request, str(error))
    return redirect_client(request, _back(request))


def _said(decision: BrandDecision) -> str:
    texts = {
        Answer.YES: _("%(name_1)s and %(name_2)s are one brand from now on."),
        Answer.NO: _("%(name_1)s and %(name_2)s stay different brands. Nobody is asked again."),
        Answer.LATER: _("%(name_1)s and %(name_2)s: you will be asked again in two weeks."),
        Answer.PROPOSED: _("Staff will see that you take %(name_1)s and %(name_2)s for one brand."),
    }
    names = {"name_1": decision.name_1, "name_2": decision.name_2}
    return texts[Answer(decision.answer)] % names


def _back(request: Request) -> str:
    """The page that it was said on, a task's or the uploads, else the list."""
    if request.POST.get("said_on") == "uploads":
        return reverse("crossdock:upload_list")
    try:
        return reverse("crossdock:task_detail", args=[uuid.UUID(request.POST.get("task", ""))])
    except ValueError:
        return reverse("crossdock:brand_list" if request.user.is_staff else "crossdock:task_list")
