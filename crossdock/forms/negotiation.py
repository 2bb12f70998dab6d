from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crossdock.models import CrossDockTask, Supplier


class NegotiationForm(forms.Form):
    """Whom to negotiate with; of a task, one of its suppliers."""

    supplier = forms.ModelChoiceField(
        Supplier.objects.none(), label=_("Supplier"), empty_label=_("Choose…")
    )

    def __init__(self, *args: Any, task: CrossDockTask | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = task.supplier_group.suppliers.all() if task else Supplier.objects.all()
        supplier = self.fields["supplier"]
        assert isinstance(supplier, forms.ModelChoiceField)
        supplier.queryset = suppliers.filter(enabled=True)
