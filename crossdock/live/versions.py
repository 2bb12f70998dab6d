"""Polls of a page that mostly knows all already: they should cost next to nothing.

A page is rendered with a version: the tokens of the last changes anywhere (`changes`), and a hash
of what the page itself shows. The tokens are read before the rows, so that a change in between
costs one more poll and is never missed. A page on which nothing moves minds no progress.
"""

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
    return _known(request).startswith(tuple(_mark(tokens, moves) for moves in (True, False)))


def version(tokens: Tokens | None, state: object, *, moves: bool) -> str:
    """What changes whenever a page does: `state` is what it shows, `moves` whether that has
    progress which goes on."""
    content = blake2s(repr(state).encode(), digest_size=8).hexdigest()
    return f"{_mark(tokens, moves) if tokens else '.'}{content}"


def seconds(is_active: bool) -> int:
    """How often a page asks for news: `is_active` is whether any is still to be expected soon."""
    return POLL_SECONDS if is_active else IDLE_POLL_SECONDS


def answer(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """The part of the page; if it looks the same as before, only the version to ask with next."""
    headers = unchanged(_known(request), context["version"])
    if headers is None:
        return render(request, template, context)
    return HttpResponse(status=204, headers=headers)


def unchanged(known: str, current: str) -> dict[str, str] | None:
    """The headers of a 204 if a page with the known version looks like the current one.

    They have the version to ask with next, if that is another one.
    """
    if known == current:
        return {}
    if known.partition(".")[2] != current.partition(".")[2]:
        return None
    return {"HX-Trigger": json.dumps({"version": current})}


def _known(request: Request) -> str:
    return request.GET.get("version", "")


def _mark(tokens: Tokens, moves: bool) -> str:
    return f"{tokens.rows}-{tokens.progress}." if moves else f"{tokens.rows}."
