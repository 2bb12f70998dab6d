import uuid

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crossdock.forms.comments import CommentEditForm, CommentForm
from crossdock.models import CrossDockTask, TaskComment
from crossdock.pages.comments import present_comments
from crossdock.rights import Request
from crossdock.views.access import (
    get_comment,
    get_comment_to_delete,
    get_comment_to_edit,
    get_task,
)
from crossdock.views.tasks import task_page

MAX_NAMES = 8
"""So many names are offered at once."""

MAX_PART_OF_NAME = 150


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def task_comments(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Some of a task's comments in place; or one more, by POST."""
    task = get_task(request, pk)
    if request.method == "POST":
        return _add(request, task)
    if not request.htmx:
        return _back(pk)
    context = {"task": task, "comments": present_comments(request, pk)}
    return render(request, "crossdock/partials/comment_list.html", context)


def _add(request: Request, task: CrossDockTask) -> HttpResponse:
    form = CommentForm(request.POST)
    added = form.is_valid()
    if added:
        TaskComment.add(task, request.user, form.cleaned_data["text"])
    if request.htmx:
        context = {
            "task": task,
            "comment_form": CommentForm(focused=True) if added else form,
            "comments": present_comments(request, task.pk),
            "added": added,
            "out_of_band": True,
        }
        return render(request, "crossdock/partials/comment_added.html", context)
    if added:
        return _back(task.pk)
    context = task_page(request, task.pk) | {"comment_form": form}
    return render(request, "crossdock/task_detail.html", context, status=422)


@require_safe
@vary_on_headers("HX-Request")
def comment_detail(request: Request, pk: int) -> HttpResponse:
    """One comment, as an edit that is left leaves it."""
    try:
        return _show(request, get_comment(request, pk))
    except Http404:
        return _nothing(request)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@transaction.atomic
def comment_edit(request: Request, pk: int) -> HttpResponse:
    """Change a comment's text; it says so where somebody has deleted the comment meanwhile."""
    try:
        comment = get_comment_to_edit(request, pk)
    except Http404:
        return _keep_text(request, pk) if request.method == "POST" else _nothing(request)
    form = CommentEditForm(request.POST or None, comment)
    if form.is_valid():
        form.save()
        return _show(request, comment)
    return _edit(request, {"comment": comment, "task": comment.task, "form": form})


@require_POST
def comment_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a comment."""
    try:
        comment = get_comment_to_delete(request, pk)
    except Http404:
        return _nothing(request)
    comment.delete()
    return HttpResponse() if request.htmx else _back(comment.task_id)


def _show(request: Request, comment: TaskComment) -> HttpResponse:
    if not request.htmx:
        return _back(comment.task_id)
    context = {"comment": comment, "focused": True}
    return render(request, "crossdock/partials/comment.html", context)


def _edit(request: Request, context: dict[str, object]) -> HttpResponse:
    template = "partials/comment_edit.html" if request.htmx else "comment_edit.html"
    return render(request, f"crossdock/{template}", context)


def _keep_text(request: Request, pk: int) -> HttpResponse:
    """The comment is gone, its new text is not: it can be posted as another comment."""
    try:
        task = get_task(request, uuid.UUID(request.POST.get("task", "")))
    except ValueError as error:
        raise Http404 from error
    form = CommentForm(request.POST, auto_id=f"id_%s_{pk}")
    return _edit(request, {"gone": pk, "task": task, "form": form})


def _nothing(request: Request) -> HttpResponse:
    """What takes the place of a comment that somebody has deleted. Raises Http404 for a page."""
    if not request.htmx:
        raise Http404
    messages.warning(request, _("This comment is deleted already."))
    return render(request, "crossdock/partials/messages.html", {"out_of_band": True})


def _back(task_pk: uuid.UUID) -> HttpResponse:
    return redirect(reverse("crossdock:task_detail", args=[task_pk]) + "#comments")


@require_safe
def user_names(request: Request) -> HttpResponse:
    """The names of users that begin so: who types @ in a comment is offered them."""
    begun = request.GET.get("q", "")[:MAX_PART_OF_NAME].replace("\0", "")
    users = User.objects.filter(is_active=True, username__istartswith=begun).order_by("username")
    names = users.values_list("username", flat=True)[:MAX_NAMES] if begun else []
    return render(request, "crossdock/partials/user_names.html", {"names": names})
