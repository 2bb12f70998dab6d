"""The forms of the suppliers' side: suppliers, groups, aliases."""

from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.models import BrandAlias, Supplier, SupplierGroup
from crossdock.orders.layout import (
    MAX_NAME,
    PLACES,
    OrderColumn,
    OrderLayout,
    describe_columns,
    name_in_words,
    parse_columns,
    parse_name,
)


class WeekdaysField(forms.MultipleChoiceField):
    """Days as the model keeps them: one digit each."""

    def clean(self, value: Any) -> str:
        """The digits of the days, in their order."""
        return "".join(sorted(super().clean(value)))


class SupplierForm(forms.ModelForm[Supplier]):
    """A supplier and the groups that it is in; further fields of the model go into `fields`."""

    groups = forms.ModelMultipleChoiceField(
        SupplierGroup.objects.all(),
        label=gettext_lazy("Supplier groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A supplier in no group is never bought from."),
    )

    weekdays = WeekdaysField(
        label=gettext_lazy("Delivery weekdays"),
        choices=[(str(day), name) for day, name in enumerate(WEEKDAYS.values(), 1)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Days on which goods arrive; none: on any day."),
    )

    order_columns = forms.CharField(
        label=gettext_lazy("Columns of its orders"),
        required=False,
        widget=forms.Textarea({"rows": 7}),
    )
    order_name = forms.CharField(
        label=gettext_lazy("File name of its orders"),
        required=False,
        max_length=MAX_NAME,
    )

    class Meta:
        model = Supplier
        widgets: ClassVar = {"cut_off": forms.TimeInput({"type": "time"}, format="%H:%M")}
        fields = (
            "name",
            "code",
            "delivery_hours",
            "cut_off",
            "weekdays",
            "minimum_sum",
            "delivery_cost",
            "free_from",
            "discount",
            "enabled",
            "file_name_pattern",
            "fixed_brand",
            "fixed_quantity",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["weekdays"] = list(self.instance.weekdays)
        layout = OrderLayout.from_json(self.instance.order_layout)
        self.initial["order_columns"] = describe_columns(layout.columns)
        self.initial["order_name"] = name_in_words(layout.name)
        self.fields["order_name"].help_text = _("%s stand for what they say.") % ", ".join(
            map(name_in_words, PLACES)
        )
        self.fields["order_columns"].help_text = _(
            "A line for each column, in their order: what it has, a colon, its heading. "
            "There are: %s."
        ) % ", ".join(str(column.label) for column in OrderColumn)
        if self.instance.pk:
            self.initial["groups"] = self.instance.groups.all()

    def clean_file_name_pattern(self) -> str:
        """Refuse a pattern that any name would fit."""
        pattern: str = self.cleaned_data["file_name_pattern"].strip()
        if pattern and not any(map(str.isalnum, pattern)):
            raise forms.ValidationError(_("A pattern has letters or digits of the file's name."))
        return pattern

    def clean_order_columns(self) -> list[tuple[OrderColumn, str]]:
        """The columns, as the layout of orders has them."""
        try:
            return parse_columns(self.cleaned_data["order_columns"])
        except ValueError as error:
            raise forms.ValidationError(
                _("This is no column, or there twice: %s") % error
            ) from error

    def clean_order_name(self) -> str:
        """The pattern, as the layout of orders has it."""
        return parse_name(self.cleaned_data["order_name"])

    def save(self, commit: bool = True) -> Supplier:
        """Store the supplier and put it into its groups."""
        columns, name = self.cleaned_data["order_columns"], self.cleaned_data["order_name"]
        self.instance.order_layout = {"columns": columns, "name": name}
        supplier = super().save(commit)
        supplier.groups.set(self.cleaned_data["groups"])
        return supplier


class GroupForm(forms.ModelForm[SupplierGroup]):
    """A group and its suppliers."""

    class Meta:
        model = SupplierGroup
        fields = ("name", "suppliers")
        widgets: ClassVar = {"suppliers": forms.CheckboxSelectMultiple}


class AliasForm(forms.ModelForm[BrandAlias]):
    """Another spelling of a brand."""

    class Meta:
        model = BrandAlias
        fields = ("alias", "brand")
        help_texts: ClassVar = {
            "alias": gettext_lazy("As a list or a request spells the brand."),
            "brand": gettext_lazy("The brand that is meant, in any of its spellings."),
        }
