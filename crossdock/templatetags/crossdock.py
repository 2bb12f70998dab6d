from datetime import timedelta

from django import template

register = template.Library()


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
