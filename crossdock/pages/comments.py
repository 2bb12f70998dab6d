"""The comments that a task's page shows: the newest, and the older ones that were asked for.

The page sends along what it shows (`after`, `before`, `known`, `since`), so that a refresh brings
those and what has come since, and nothing at all when they are the same.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s
from urllib.parse import urlencode

from crossdock.models import TaskComment, TaskVisit
from crossdock.models.telling import mentioned_users
from crossdock.rights import Request, visible_to

FIRST_COMMENTS, MAX_COMMENTS = 20, 200


@dataclass(frozen=True)
class CommentList:
    """Some of a task's comments, the newest first."""

    comments: list[TaskComment]
    after: int
    """The first comment that is too old to be shown; 0 if all are shown."""
    before: int
    """The comment that this page of older ones begins after; 0 on the page of the newest."""
    known: str
    """The version that the asking page has."""
    since: int | None
    """The newest comment that its user saw at an earlier visit; None if that was his first."""

    @property
    def version(self) -> str:
        """What changes whenever any of these comments does; the newest one's id comes first."""
        state = (
            [(comment.pk, comment.updated_at) for comment in self.comments],
            self.after,
            self.before,
        )
        content = blake2s(repr(state).encode(), digest_size=8).hexdigest()
        return f"{self.comments[0].pk if self.comments else 0}-{content}"

    @property
    def is_known(self) -> bool:
        """Whether the asking page shows just these."""
        return self.known == self.version

    @property
    def arrived(self) -> list[TaskComment]:
        """Those that are newer than all that the asking page shows."""
        newest_pk = self.known.partition("-")[0]
        return [
            comment
            for comment in self.comments
            if newest_pk.isdecimal() and comment.pk > int(newest_pk)
        ]

    @property
    def more(self) -> str:
        """What to ask for to have some older ones too; nothing if they need another page."""
        count = len(self.comments) + FIRST_COMMENTS
        if count > MAX_COMMENTS:
            return ""
        return urlencode({"comments": count} | ({"before": self.before} if self.before else {}))

    @property
    def oldest(self) -> int:
        """The id of the oldest one here."""
        return self.comments[-1].pk if self.comments else self.after + 1


def present_comments(request: Request, task_pk: uuid.UUID) -> CommentList:
    """The comments that the request is about."""
    fields = request.POST if request.method == "POST" else request.GET
    after, before = _number(fields, "after"), _number(fields, "before")
    count = (
        MAX_COMMENTS
        if "after" in fields
        else min(_number(fields, "comments") or FIRST_COMMENTS, MAX_COMMENTS)
    )
    comments = visible_to(request.user, TaskComment).filter(task=task_pk, pk__gt=after)
    comments = comments.select_related("user")
    if before:
        comments = comments.filter(pk__lt=before)
    page = list(comments[: count + 1])
    if len(page) > count:
        after = page.pop().pk
    names = {user.username.lower() for user in mentioned_users(comment.text for comment in page)}
    for comment in page:
        comment.mentioned = names
    since = (
        _number(fields, "since")
        if "since" in fields
        else TaskVisit.last_seen(request.user, task_pk)
    )
    return CommentList(page, after, before, fields.get("known", ""), since)


def _number(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
