"""What can come of a request line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What came of one request line."""

    FOUND = "found", _("Found")
    FOUND_IGNORING_ZEROS = "found_ignoring_zeros", _("Found, leading zeros ignored")
    TOO_OLD = "too_old", _("Only older offers")
    OUT_OF_STOCK = "out_of_stock", _("Out of stock")
    OFFERED_BEFORE = "offered_before", _("Offered once, not any more")
    OUTSIDE_GROUP = "outside_group", _("Offered only outside the supplier group")
    DISABLED_ONLY = "disabled_only", _("Offered only by disabled suppliers")
    OTHER_BRANDS = "other_brands", _("Article known under other brands")
    UNKNOWN_BRAND = "unknown_brand", _("Brand not known")
    NEVER_SEEN = "never_seen", _("Article not known")
    TOO_LATE = "too_late", _("Nothing arrives in time")
    ABOVE_CEILING = "above_ceiling", _("Offers only above the ceiling price")
    NOT_FOUND = "not_found", _("Not found")
    NO_BRAND = "no_brand", _("No brand")
    NO_ARTICLE = "no_article", _("No article")
    EMPTY = "empty", _("Neither brand nor article")
    DIGITS_LOST = "digits_lost", _("Article stored as a number too long: digits lost")
    ARTICLE_IS_DATE = (
        "article_is_date",
        _("Article stored as a date or a time: type it anew in cells formatted as text"),
    )
    UNSPLIT = "unsplit", _("Brand and article cannot be told apart")
    SEVERAL_ARTICLES = "several_articles", _("Several articles in one cell")

    __hash__ = str.__hash__  # as equal ones have it, and in a tenth of the time of an Enum's own

    @property
    def is_found(self) -> bool:
        """Whether the line has at least one offer."""
        return self is Outcome.FOUND or self is Outcome.FOUND_IGNORING_ZEROS
