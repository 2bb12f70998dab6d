"""Logging in, and what slows down who guesses passwords."""

import logging
import math
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from crossdock.views.language import at_login

logger = logging.getLogger(__name__)

NEIGHBOURS = 64
"""The bits of an IPv6 address that tell customers apart: the rest anybody chooses for himself."""


class LoginForm(AuthenticationForm):
    """Name and password."""

    def clean_username(self) -> str:
        """Refuse what nobody's name can be, before a failure is written down under it."""
        username: str = self.cleaned_data["username"]
        if len(username) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return username


class LoginView(views.LoginView):
    """The login, which sends on who is logged in already."""

    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """Where somebody came from; nowhere, if that is this page or another site."""
        address: str = super().get_redirect_url()
        return "" if urlsplit(address).path == self.request.path else address

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in, and have the pages in the user's language."""
        answer = super().form_valid(form)
        at_login(answer, form.get_user())
        return answer


class PasswordForm(PasswordChangeForm):
    """A new password. A wrong old one counts as a failed login, or it could be guessed."""

    def __init__(self, user: User, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        """Refuse a wrong one; after too many, any, for a while (`locked_out`)."""
        password: str = self.cleaned_data["old_password"]
        if authenticate(self._request, username=self.user.get_username(), password=password):
            return password
        raise ValidationError(self.error_messages["password_incorrect"], "password_incorrect")


class PasswordView(views.PasswordChangeView):
    """Change one's password."""

    form_class = PasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form its request."""
        return super().get_form_kwargs() | {"request": self.request}


def log_failed_login(
    sender: object, credentials: dict[str, Any], request: HttpRequest | None = None, **_more: object
) -> None:
    """Say in the log who failed to log in, from where."""
    address = client_address(request) if request else None
    logger.warning("failed login as %.150r from %s", credentials.get("username"), address)


user_login_failed.connect(log_failed_login)

login = require_http_methods(["GET", "HEAD", "POST"])(LoginView.as_view())


def client_address(request: HttpRequest) -> str | None:
    """The address that failed logins are counted by; None where there is none (a unix socket).

    X-Forwarded-For is believed as far as our own proxies have written it, TRUSTED_PROXIES entries
    from its end: what stands before them is the client's to make up.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    believed = forwarded[-proxies] if 0 < proxies <= len(forwarded) else ""
    return _counted(believed) or _counted(request.META.get("REMOTE_ADDR", ""))


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The login page with how long to wait."""
    minutes = _minutes_left(request, (credentials or {}).get("username"))
    context = {
        "form": LoginForm(request),
        "next": request.POST.get("next", ""),
        "minutes": minutes,
    }
    answer = render(request, "registration/login.html", context, status=429)
    answer.headers["Retry-After"] = str(60 * minutes)
    return answer


def _minutes_left(request: HttpRequest, username: str | None) -> int:
    attempts = AccessAttempt.objects.filter(username=username, ip_address=client_address(request))
    last_attempt = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    ends = (last_attempt or timezone.now()) + settings.AXES_COOLOFF_TIME
    return max(math.ceil((ends - timezone.now()).total_seconds() / 60), 1)


def _counted(text: str) -> str | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), NEIGHBOURS), strict=False).network_address)
