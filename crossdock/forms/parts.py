from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.forms.tasks import GROUP_HELP, LOOKBACK_HELP
from crossdock.models import SupplierGroup
from crossdock.models.tasks import MAX_LOOKBACK_DAYS
from crossdock.parts.keys import article_key
from crossdock.parts.pasted import split_part


class PartForm(forms.Form):
    """A part to look up, and for whom.

    Brand and article may both stand in one field, as they were pasted.
    """

    brand = forms.CharField(label=gettext_lazy("Brand"), required=False, max_length=400)
    article = forms.CharField(
        label=gettext_lazy("Article"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("or brand and article: BOSCH 0986452041"),
    )
    supplier_group = forms.ModelChoiceField(
        SupplierGroup.objects.all(),
        label=gettext_lazy("Supplier group"),
        empty_label=None,
        help_text=GROUP_HELP,
    )
    lookback_days = forms.IntegerField(
        label=gettext_lazy("Lookback, days"),
        min_value=0,
        max_value=MAX_LOOKBACK_DAYS,
        help_text=LOOKBACK_HELP,
    )

    def clean(self) -> dict[str, Any]:
        """Take apart what was pasted; refuse an article that has neither letters nor digits."""
        part = self.cleaned_data
        brand, article = part.get("brand", ""), part.get("article", "")
        if not (brand and article) and (pasted := split_part(brand or article)):
            part["brand"], part["article"] = brand, article = pasted
        if not article_key(article) and "article" not in self.errors:
            self.add_error("article", _("An article has letters or digits."))
        return part
