"""The version that a page carries: tokens of the last changes, and a hash of what it shows."""

import json
from hashlib import blake2s
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from crossdock.redis_state.changes import Tokens
from crossdock.rights import Request

POLL_SECONDS, IDLE_POLL_SECONDS = 1, 5


def is_known(request: Request, tokens: Tokens | None) -> bool:
    """Whether nothing has changed anywhere since the polling page was rendered."""
    if tokens is None:
        return False
    return _page_version(request).startswith((_mark(tokens, True), _mark(tokens, False)))


def version(tokens: Tokens | None, state: object, *, has_progress: bool) -> str:
    """What changes whenever a page does: `state` is what it shows.

    Without tokens, each poll looks whether the state has changed.
    """
    content = blake2s(repr(state).encode(), digest_size=8).hexdigest()
    return f"{_mark(tokens, has_progress) if tokens else '.'}{content}"


def seconds(is_active: bool) -> int:
    """How often a page asks for news: `is_active` is whether any is still to be expected soon."""
    return POLL_SECONDS if is_active else IDLE_POLL_SECONDS


def answer(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """The part of the page; if it looks the same as before, only the version to ask with next."""
    headers = unchanged(_page_version(request), context["version"])
    if headers is None:
        return render(request, template, context)
    return HttpResponse(status=204, headers=headers)


def unchanged(page_version: str, current: str) -> dict[str, str] | None:
    """The headers of a 204 if a page with its version looks like the current one.

    They have the version to ask with next, if that is another one.
    """
    if page_version == current:
        return {}
    if page_version.partition(".")[2] != current.partition(".")[2]:
        return None
    return {"HX-Trigger": json.dumps({"version": current})}


def _page_version(request: Request) -> str:
    return request.GET.get("version", "")


def _mark(tokens: Tokens, has_progress: bool) -> str:
    return f"{tokens.rows}-{tokens.progress}." if has_progress else f"{tokens.rows}."
