from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.forms.notices import NoticeForm
from crossdock.models import Notice, Preferences
from crossdock.pages.notices import unread
from crossdock.pages.paging import ShallowPaginator
from crossdock.rights import Request, notices_of
from crossdock.views.responses import redirect_client

PAGE_SIZE = 50


@require_safe
def notice_list(request: Request) -> HttpResponse:
    """All that the user was told; whoever opens it has read everything."""
    notices = notices_of(request.user)
    related = notices.select_related("comment", "task", "price_list_import")
    page = ShallowPaginator(related, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = list(
        page.object_list
    )  # before they are marked: the page tells which are new
    Notice.mark_as_read(notices)
    return render(request, "crossdock/notice_list.html", {"page": page})


@require_safe
def bell(request: Request) -> HttpResponse:
    """The bell, for its poll; 204 if it looks the same."""
    count = unread(request.user)
    if request.GET.get("unread") == str(count):
        return HttpResponse(status=204)
    return render(request, "crossdock/partials/bell.html", {"unread": count})


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: Request) -> HttpResponse:
    """Choose what to be told of, and how."""
    form = NoticeForm(request.user, _preferences(request.user), request.POST or None)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your choice is kept."))
        return redirect_client(request, reverse("crossdock:notice_settings"))
    return render(request, "crossdock/notice_settings.html", {"form": form})


def _preferences(user: User) -> Preferences:
    """What the user has chosen up to now; not stored yet, if that was nothing."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Preferences.objects.filter(pk=user.pk).first() or Preferences(
        user=user, language=language
    )
