from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crossdock.brands.first_aliases import add_first_aliases, remove_first_aliases
from crossdock.rights import Request
from crossdock.views.access import check_staff
from crossdock.views.responses import redirect_client


@require_POST
def first_aliases_switch(request: Request) -> HttpResponse:
    """Add the aliases that come with the product, or take them away: as `use` says."""
    check_staff(request)
    if request.POST.get("use"):
        count = add_first_aliases()
        text = ngettext("%(count)s alias was added.", "%(count)s aliases were added.", count)
    else:
        count = remove_first_aliases()
        text = ngettext("%(count)s alias was removed.", "%(count)s aliases were removed.", count)
    messages.success(request, text % {"count": count})
    return redirect_client(request, reverse("crossdock:alias_list"))
