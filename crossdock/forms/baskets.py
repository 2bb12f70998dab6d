from functools import cached_property
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crossdock.models import CrossDockTask, PurchasingRule, RuleSet, Supplier
from crossdock.pipeline.basket_options import BasketOptions

MAX_SECONDS = 600
MAX_COUNT = 10_000
MAX_RULES = 300
PIN = "pin-"
"""Begins the names of the fields that pin a line to a supplier: the line's number follows."""


class BasketForm(forms.Form):
    """The rules of a basket. Pinned lines come in fields of their own, `pin-LINE`."""

    rule_set = forms.ModelChoiceField(
        RuleSet.objects.all(), required=False, label=_("Purchasing rules"), empty_label=_("None")
    )
    max_suppliers = forms.IntegerField(
        label=_("At most so many suppliers"), min_value=1, max_value=MAX_COUNT, required=False
    )
    within_hours = forms.IntegerField(
        label=_("Arrives within, hours"), min_value=1, max_value=MAX_COUNT, required=False
    )
    budget = forms.DecimalField(
        label=_("Budget with delivery"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
    )
    max_share = forms.DecimalField(
        label=_("At most so much with one supplier, %"),
        min_value=1,
        max_value=100,
        decimal_places=2,
        required=False,
    )
    no_split = forms.BooleanField(label=_("Each line from one offer"), required=False)
    again = forms.BooleanField(label=_("Lines ordered before, too"), required=False)
    excluded = forms.ModelMultipleChoiceField(
        Supplier.objects.none(),
        label=_("Without these suppliers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seconds = forms.IntegerField(
        label=_("Search for at most, seconds"), min_value=5, max_value=MAX_SECONDS, initial=60
    )

    def __init__(self, *args: Any, task: CrossDockTask, earlier: BasketOptions, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._earlier = earlier
        suppliers = task.supplier_group.suppliers.filter(enabled=True)
        excluded = self.fields["excluded"]
        assert isinstance(excluded, forms.ModelMultipleChoiceField)
        excluded.queryset = suppliers
        self._by_name = {supplier.name: supplier.pk for supplier in suppliers}
        self._ids = set(self._by_name.values())

    @property
    def names(self) -> dict[int, str]:
        """The suppliers that may be chosen, by their ids."""
        return {pk: name for name, pk in self._by_name.items()}

    def clean(self) -> dict[str, Any]:
        """Adds the pins: those of before, but for what the fields of the page say."""
        cleaned = super().clean() or {}
        pins = {line: pk for line, pk in self._earlier.pins.items() if pk in self._ids}
        for field, value in self.data.items():
            line = field.removeprefix(PIN)
            if field == line or not line.isdecimal() or len(line) > 9:
                continue
            name = str(value).strip()
            pins.pop(line, None)
            if name in self._by_name:
                pins[line] = self._by_name[name]
            elif name:
                problem = gettext("Line %(line)s: there is no supplier “%(name)s” in the group.")
                self.add_error(None, problem % {"line": line, "name": name[:100]})
        return cleaned | {"pins": pins}

    @property
    def options(self) -> BasketOptions:
        """What is asked for, once it is valid."""
        values = self.cleaned_data
        return BasketOptions(
            max_suppliers=values["max_suppliers"],
            within_hours=values["within_hours"],
            budget=None if values["budget"] is None else float(values["budget"]),
            max_share=None if values["max_share"] is None else float(values["max_share"]),
            no_split=values["no_split"],
            pins=values["pins"],
            excluded=[supplier.pk for supplier in values["excluded"]],
            seconds=values["seconds"],
            again=values["again"],
        )


class RuleSetForm(forms.ModelForm[RuleSet]):
    """The name of a set of rules."""

    class Meta:
        model = RuleSet
        fields = ("name",)


class _Rules(BaseInlineFormSet[PurchasingRule, RuleSet, Any]):
    """Rules side by side; the suppliers that they choose from are read once for all."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Have the form offer what the others do."""
        super().add_fields(form, index)
        form.fields["supplier"].choices = self._suppliers
        form.fields["wish"].label = _("Rule")

    @cached_property
    def _suppliers(self) -> list[tuple[Any, str]]:
        choices: Any = forms.ModelChoiceField(Supplier.objects.all(), required=False).choices
        return list(choices)


RuleFormSet: type[BaseInlineFormSet[PurchasingRule, RuleSet, Any]] = inlineformset_factory(
    RuleSet,
    PurchasingRule,
    formset=_Rules,
    fields=("wish", "supplier", "brand"),
    extra=3,
    max_num=MAX_RULES,
    absolute_max=MAX_RULES,
    validate_max=True,
)
