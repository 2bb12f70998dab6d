from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crossdock.forms.tasks import PartForm
from crossdock.models import SupplierGroup
from crossdock.models.tasks import DEFAULT_LOOKBACK_DAYS
from crossdock.offers.explain import Verdict, brands_of, explain
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, article_key, brand_key
from crossdock.rights import Request
from crossdock.views.tasks import last_group


@require_safe
def part_search(request: Request) -> HttpResponse:
    """Every supplier's current offers for a part, and what a task would make of them."""
    first_group = last_group(request) or SupplierGroup.objects.values_list("pk", flat=True).first()
    start = {"supplier_group": first_group, "lookback_days": DEFAULT_LOOKBACK_DAYS}
    query = start | request.GET.dict() if "article" in request.GET else None
    form = PartForm(query, initial=start)
    context = {"form": form, "chosen": Verdict.CHOSEN}
    if form.is_valid():
        context["found"] = _find(form)
    return render(request, "crossdock/part_search.html", context)


def _find(form: PartForm) -> list[dict[str, object]]:
    """The brands that make the article, or the one that was asked for, with their offers."""
    part, article = form.cleaned_data, article_key(form.cleaned_data["article"])
    brand = part["brand"]
    brands = {brand_key(brand): brand} if brand else brands_of(part["article"])
    search = OfferSearch(part["supplier_group"], part["lookback_days"])
    explained = explain([Part(key, article) for key in brands], search)
    return [
        {"brand": name, "offers": offers}
        for name, offers in zip(brands.values(), explained, strict=True)
        if offers
    ]
