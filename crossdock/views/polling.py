"""Polls of a page that mostly knows all already: they should cost next to nothing.

A page is rendered with a version: the token of the last change anywhere (`changes`), and a hash of
what the page itself shows. The token is read before the rows, so that a change in between costs one
more poll and is never missed.
"""

import json
from collections.abc import Sequence
from hashlib import blake2s
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from crossdock.views.access import Request
from crossdock.views.shown import ShownTask


def is_known(request: Request, token: str | None) -> bool:
    """Whether nothing has changed anywhere since the polling page was rendered."""
    return token is not None and _known(request).startswith(f"{token}.")


def version(token: str | None, shown: Sequence[ShownTask], *more: object) -> str:
    """What changes whenever anything that a page shows of these tasks does."""
    state = [
        (each.task.pk, each.task.updated_at, each.task.comment_count, each.progress)
        for each in shown
    ]
    content = blake2s(repr((state, more)).encode(), digest_size=8).hexdigest()
    return f"{token or ''}.{content}"


def answer(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """The part of the page; if it looks the same as before, only the version to ask with next."""
    known, current = _known(request), context["version"]
    if known.partition(".")[2] != current.partition(".")[2]:
        return render(request, template, context)
    if known == current:
        return HttpResponse(status=204)
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"version": current})})


def _known(request: Request) -> str:
    return request.GET.get("version", "")
