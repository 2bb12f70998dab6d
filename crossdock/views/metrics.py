from hmac import compare_digest
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from crossdock.pages.metrics import exposition


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for monitoring, which has no login: METRICS_TOKEN, or from this machine itself."""
    if not _may_ask(request):
        raise PermissionDenied(_("Only for monitoring."))
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_ask(request: HttpRequest) -> bool:
    """By the token, where there is one; else from a loopback address and through no proxy."""
    if settings.METRICS_TOKEN:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
    if settings.TRUSTED_PROXIES or {"X-Forwarded-For", "Forwarded", "Via"} & {*request.headers}:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
