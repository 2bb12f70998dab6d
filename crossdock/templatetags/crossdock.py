import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from babel.dates import get_timezone_location
from django import template
from django.contrib.auth.models import User
from django.http import QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import get_language

from crossdock.forms.parts import PartForm
from crossdock.models import CrossDockTask, Supplier, TaskComment
from crossdock.models.telling import MENTION, spellings
from crossdock.offers.answers import BestOffer
from crossdock.pages.notices import unread
from crossdock.pages.offer_terms import describe_offer
from crossdock.results.line_blocks import NumberedLine

register = template.Library()

LINK = re.compile(r"https?://[^\s<>\"'`|]+", re.IGNORECASE)
ENDS_SENTENCE = ".,:;!?)]}»…"
"""What stands behind an address more often than in it."""


@register.filter
def elapsed(duration: timedelta | None) -> str:
    """A duration as a stop watch shows it: 0:07, 12:30, 1:02:03.

    >>> elapsed(timedelta(seconds=3723))
    '1:02:03'
    """
    if duration is None:
        return ""
    minutes, seconds = divmod(max(int(duration.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.simple_tag
def offer_terms(offer: BestOffer, demand: float | None, suppliers: Mapping[str, Supplier]) -> str:
    """What there is to say of an offer besides its price."""
    now = timezone.now()
    return " · ".join(describe_offer(offer, demand, suppliers.get(offer.supplier), now))


@register.filter
def day_and_time(time: datetime | None) -> str:
    """A moment, of this year without it: 28 Nov, 14:05."""
    if time is None:
        return ""
    local = localtime(time)
    if local.year != localtime().year:
        return date_format(local, "SHORT_DATETIME_FORMAT")
    return f"{date_format(local, 'MONTH_DAY_FORMAT')}, {date_format(local, 'H:i')}"


@register.filter
def moment(time: datetime | None) -> str:
    """A moment in full, with the time zone where a reader may be in another: 28 Nov 2026, 14:05
    (Moscow).
    """
    if time is None:
        return ""
    zone = zone_name(get_current_timezone_name(), get_language() or "en")
    return f"{date_format(localtime(time), 'SHORT_DATETIME_FORMAT')} ({zone})"


@lru_cache
def zone_name(zone: str, language: str) -> str:
    """The city that a time zone is known by, in a language."""
    return get_timezone_location(zone, locale=language, return_city=True)


@register.filter
def percent(share: float) -> str:
    """A percentage that never says none or all where it is not.

    >>> percent(100 / 3), percent(0.001), percent(99.99)
    ('33.3%', '<0.1%', '>99.9%')
    """
    rounded = round(share, 1)
    if rounded == 0 < share:
        return f"<{number_format(0.1, 1)}%"
    if share < 100 == rounded:
        return f">{number_format(99.9, 1)}%"
    return f"{number_format(rounded, 0 if share == 100 else 1)}%"


@register.inclusion_tag("crossdock/partials/sortable.html", takes_context=True)
def sortable(context: Context, name: str, label: str) -> dict[str, object]:
    """A heading by which the page's table can be sorted; `name` is its column's too."""
    order = context["filter"].order
    directions = {name: "ascending", f"-{name}": "descending"}
    return {
        "name": name,
        "label": label,
        "address": context["filter"].sorted_by(name),
        "direction": directions.get(order),
    }


@register.inclusion_tag("crossdock/partials/lines_heading.html", takes_context=True)
def lines_heading(context: Context, name: str, label: str, css: str) -> dict[str, object]:
    """A heading by which a result's lines can be sorted."""
    query, direction = context["lines"].headings[name]
    page = {"whole": context["whole"], "part": context["part"]}
    return page | {
        "name": name,
        "label": label,
        "css": css,
        "query": query,
        "direction": direction,
    }


@register.simple_tag
def part_query(task: CrossDockTask, line: NumberedLine, article: str = "") -> str:
    """The query of the address that looks a line's part up as its task did; or another article."""
    query = QueryDict(mutable=True)
    query["brand"], query["article"] = line.brand, article or line.article
    query["supplier_group"] = str(task.supplier_group_id)
    query["lookback_days"] = str(task.lookback_days)
    query["task"] = str(task.pk)
    return query.urlencode()


@register.simple_tag
def other_brand_query(form: PartForm, brand: str, article: str, task: CrossDockTask | None) -> str:
    """The query of the address that looks the same article up under another brand."""
    query = QueryDict(mutable=True)
    part = form.cleaned_data
    query["brand"], query["article"] = brand, article
    query["supplier_group"] = str(part["supplier_group"].pk)
    query["lookback_days"] = str(part["lookback_days"])
    if task:
        query["task"] = str(task.pk)
    return query.urlencode()


@register.simple_tag
def unread_notices(user: User) -> int:
    """The number on the bell."""
    return unread(user)


@register.filter
def with_links(comment: TaskComment) -> SafeString:
    """A comment's text, in which addresses are links and the users that it names stand out."""
    links = re.compile(f"{LINK.pattern}|{MENTION.pattern}", re.IGNORECASE)
    pieces: list[str] = []
    end = 0
    for match in links.finditer(comment.text):
        pieces.append(escape(comment.text[end : match.start()]))
        piece, end = match[0], match.end()
        if match[1] is None:
            pieces.append(_link(piece))
        else:
            pieces.append(_mention(match[1], comment))
    pieces.append(escape(comment.text[end:]))
    return SafeString("".join(pieces).replace("\n", "<br>"))


def _link(text: str) -> str:
    address = text.rstrip(ENDS_SENTENCE)
    if text[len(address) :].startswith(")") and "(" in address:
        address += ")"
    link = format_html(
        '<a href="{0}" rel="noopener noreferrer nofollow" target="_blank">{0}</a>', address
    )
    return link + escape(text[len(address) :])


def _mention(word: str, comment: TaskComment) -> str:
    for length, name in zip((len(word), len(word.rstrip(".+-@"))), spellings(word), strict=True):
        if name in comment.mentioned:
            return format_html('<b class="mention">@{}</b>{}', word[:length], word[length:])
    return escape(f"@{word}")
