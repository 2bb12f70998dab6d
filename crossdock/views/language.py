"""The language of the pages: the browser's, until somebody logs in or chooses one."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.views import i18n
from django.views.decorators.http import require_POST

from crossdock.models.preferences import Preferences, language_of


@require_POST
@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen, in a cookie and with the user, and go back."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise BadRequest
    if isinstance(user := request.user, User):
        Preferences.objects.update_or_create(user=user, defaults={"language": language})
    return i18n.set_language(request)


def at_login(response: HttpResponseBase, user: User) -> None:
    """Have the pages in the user's language; at his first login, the one of this page is his.

    The cookie alone says it to the pages: nothing has to be read from the database for it.
    """
    Preferences.objects.get_or_create(
        user=user, defaults={"language": translation.get_language() or settings.LANGUAGE_CODE}
    )
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language_of(user),
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
