import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from crossdock.forms import CommentForm
from crossdock.models import TaskComment
from crossdock.views.access import (
    Request,
    get_comment,
    get_comment_to_delete,
    get_comment_to_edit,
    get_task,
)


@require_POST
def task_comments(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add a comment. The answer is the emptied form, with the comment out of band."""
    task = get_task(request, pk)
    form = CommentForm(request.POST, instance=TaskComment(task=task, user=request.user))
    comment = form.save() if form.is_valid() else None
    if not request.htmx:
        return _back(task.pk)
    return render(
        request,
        "crossdock/partials/comment_added.html",
        {"task": task, "comment": comment, "comment_form": CommentForm() if comment else form},
    )


@require_safe
@vary_on_headers("HX-Request")
def comment_detail(request: Request, pk: int) -> HttpResponse:
    """One comment, as an edit that is left leaves it."""
    return _show(request, get_comment(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def comment_edit(request: Request, pk: int) -> HttpResponse:
    """Change a comment's text."""
    comment = get_comment_to_edit(request, pk)
    form = CommentForm(request.POST or None, instance=comment)
    if form.is_valid():
        form.instance.edited_at = timezone.now()
        form.save()
        return _show(request, comment)
    template = "partials/comment_edit.html" if request.htmx else "comment_edit.html"
    return render(request, f"crossdock/{template}", {"comment": comment, "form": form})


@require_POST
def comment_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a comment."""
    comment = get_comment_to_delete(request, pk)
    comment.delete()
    return HttpResponse() if request.htmx else _back(comment.task_id)


def _show(request: Request, comment: TaskComment) -> HttpResponse:
    if not request.htmx:
        return _back(comment.task_id)
    return render(request, "crossdock/partials/comment.html", {"comment": comment})


def _back(task_pk: uuid.UUID) -> HttpResponse:
    return redirect(reverse("crossdock:task_detail", args=[task_pk]) + "#comments")
