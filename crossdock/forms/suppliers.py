"""The forms of the suppliers' side: suppliers, groups, aliases."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.models import BrandAlias, Supplier, SupplierGroup


class SupplierForm(forms.ModelForm[Supplier]):
    """A supplier and the groups that it is in; further fields of the model go into `fields`."""

    groups = forms.ModelMultipleChoiceField(
        SupplierGroup.objects.all(),
        label=gettext_lazy("Supplier groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A supplier in no group is never bought from."),
    )

    class Meta:
        model = Supplier
        fields = (
            "name",
            "code",
            "delivery_hours",
            "enabled",
            "file_name_pattern",
            "fixed_brand",
            "fixed_quantity",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["groups"] = self.instance.groups.all()

    def clean_file_name_pattern(self) -> str:
        """Refuse a pattern that any name would fit."""
        pattern: str = self.cleaned_data["file_name_pattern"].strip()
        if pattern and not any(map(str.isalnum, pattern)):
            raise forms.ValidationError(_("A pattern has letters or digits of the file's name."))
        return pattern

    def save(self, commit: bool = True) -> Supplier:
        """Store the supplier and put it into its groups."""
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
