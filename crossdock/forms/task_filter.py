"""Which tasks the table shows, and in which order: as its address says."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef
from django.db.models.expressions import CombinedExpression, OrderBy
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.models.tasks import CrossDockTaskQuerySet

UNDER_WAY = "under_way"
DEFAULT_ORDER = "-created"
ORDERS: dict[str, F | CombinedExpression] = {
    "file": F("search_name"),
    "status": F("status"),
    "created": F("created_at"),
    "elapsed": F("finished_at") - F("started_at"),
}
"""What the table can be sorted by, each with an index; a minus before the name turns it round."""

LARGEST_FIRST = ("created", "elapsed")
EARLIEST, LATEST = datetime.date(1970, 1, 1), datetime.date(9000, 1, 1)
"""Before and after all tasks; a day beyond has no midnight in some time zones."""

MAX_ID = 2**31 - 1


class TaskFilter(forms.Form):
    """What an address asks of the table. What it says wrongly is left out of account."""

    q = forms.CharField(
        label=gettext_lazy("File name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    group = forms.ModelChoiceField(
        SupplierGroup.objects.all(),
        label=gettext_lazy("Group"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    user = forms.IntegerField(
        label=gettext_lazy("User"),
        required=False,
        min_value=1,
        max_value=MAX_ID,
        widget=forms.Select,
    )
    since = forms.DateField(
        label=gettext_lazy("Created from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("to"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sort = forms.ChoiceField(
        choices=[(sign + name, name) for name in ORDERS for sign in ("", "-")],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, query: QueryDict, reader_id: int | None = None) -> None:
        """Read an address; `reader_id` is whose users to choose from the form shows, if it does."""
        super().__init__(query, auto_id="filter_%s", use_required_attribute=False)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            (UNDER_WAY, _("Under way")),
            *Status.choices,
        ]
        if reader_id is not None:
            self.fields["user"].widget.choices = _users(reader_id)
        self.is_valid()
        self.wanted: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "")
        }

    @property
    def order(self) -> str:
        """The name of the order, with a minus where the largest comes first."""
        return str(self.wanted.get("sort", DEFAULT_ORDER))

    @property
    def is_active(self) -> bool:
        """Whether tasks are left out."""
        return bool(self.wanted.keys() - {"sort"})

    def among(self, tasks: CrossDockTaskQuerySet) -> CrossDockTaskQuerySet:
        """Those that are wanted, in their order; of equal ones, the newer go with the larger.

        They come with all that a row of the table shows, and nothing that it does not.
        """
        columns = (ORDERS[self.order.removeprefix("-")], F("created_at"), F("id"))
        turned = self.order.startswith("-")
        rows = self._filtered(tasks).with_comment_count().select_related("user", "supplier_group")
        rows = rows.defer("attempts", "notes", "outcome_counts", "lines_by_offers", "lines_won")
        return rows.order_by(*(OrderBy(column, turned) for column in columns))

    def address(self, **changes: object) -> str:
        """The query string of the table with this filter but for the changes, to be put after ?."""
        query = QueryDict(mutable=True)
        for name, value in {**self._values(), **changes}.items():
            if value not in (None, "", DEFAULT_ORDER):
                query[name] = str(value)
        return query.urlencode()

    def sorted_by(self, name: str) -> str:
        """The query string of the table sorted by a column; by the same again, the other way."""
        usual, reverse = (f"-{name}", name) if name in LARGEST_FIRST else (name, f"-{name}")
        return self.address(sort=reverse if self.order == usual else usual)

    def _values(self) -> dict[str, object]:
        values = dict(self.wanted)
        if "group" in values:
            values["group"] = values["group"].pk
        return values

    def _filtered(self, tasks: CrossDockTaskQuerySet) -> CrossDockTaskQuerySet:
        wanted = self.wanted
        if "q" in wanted:
            tasks = tasks.filter(search_name__contains=wanted["q"].lower())
        if wanted.get("status") == UNDER_WAY:
            tasks = tasks.filter(status__in=ACTIVE)
        elif "status" in wanted:
            tasks = tasks.filter(status=wanted["status"])
        if "group" in wanted:
            tasks = tasks.filter(supplier_group=wanted["group"])
        if "user" in wanted:
            tasks = tasks.filter(user=wanted["user"])
        if "since" in wanted:
            tasks = tasks.filter(created_at__gte=_midnight(wanted["since"]))
        if "until" in wanted:
            tasks = tasks.filter(created_at__lt=_midnight(wanted["until"], days_later=1))
        return tasks


def _users(reader_id: int) -> list[tuple[int | str, str]]:
    """Oneself, and the others who have tasks."""
    has_tasks = Exists(CrossDockTask.objects.filter(user=OuterRef("pk")).order_by())
    colleagues = User.objects.filter(has_tasks).exclude(pk=reader_id).order_by("username")
    return [("", _("All")), (reader_id, _("Mine only")), *colleagues.values_list("pk", "username")]


def _midnight(day: datetime.date, days_later: int = 0) -> datetime.datetime:
    """When a day begins in the project's time zone."""
    begins = datetime.datetime.combine(min(max(day, EARLIEST), LATEST), datetime.time())
    return timezone.make_aware(begins) + datetime.timedelta(days=days_later)
