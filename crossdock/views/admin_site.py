import logging
from decimal import DecimalException
from functools import update_wrapper
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_SEARCH_WORDS = 20
"""Each word is looked for in each column: thousands would keep the database busy for minutes."""

NO_QUERY = (DataError, DecimalException, OverflowError, ValueError, ValidationError)
"""What comes of conditions and ids that no query can hold."""

logger = logging.getLogger(__name__)


class AdminSite(admin.AdminSite):
    """The admin behind the login and the password page that the other pages have too."""

    site_header = site_title = "Crossdock"
    index_title = gettext_lazy("Administration")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the admin, safe from what anybody may type into its address."""

        def safe_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            words = request.GET.get("q", "").split()
            if len(words) > MAX_SEARCH_WORDS:
                text = _("Only the first %(count)d words are searched for.")
                messages.warning(request, text % {"count": MAX_SEARCH_WORDS})
                query = request.GET.copy()
                query["q"] = " ".join(words[:MAX_SEARCH_WORDS])
                return redirect(f"{request.path}?{query.urlencode()}")
            try:
                answer: HttpResponseBase = view(request, *args, **kwargs)
                return answer
            except NO_QUERY as error:
                logger.warning("%s cannot be answered: %r", request.path, error)
                if request.method == "GET" and request.GET:
                    return redirect(request.path)
                raise BadRequest from error

        return super().admin_view(update_wrapper(safe_view, view), cacheable)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send whoever is not logged in to the login. Raises PermissionDenied for who is."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise PermissionDenied(_("Only staff may go there."))
        return redirect("admin:index")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Change one's password where everybody does."""
        return redirect("password_change")
