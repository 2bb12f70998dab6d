from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.errors import UserError
from crossdock.forms.tasks import ACCEPTED, check_table, size_limit
from crossdock.forms.uploads import GoneError, Upload
from crossdock.models import PriceListImport
from crossdock.pricelists.valid_from import check_valid_from
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.texts import Text


class RateField(forms.DecimalField):
    """A number with either of the decimal signs."""

    def to_python(self, value: Any) -> Any:
        """92,5 as 92.5."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class FilesInput(forms.FileInput):
    """Lets several files be chosen; the form itself takes one."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The one file."""
        return files.get(name)


class PriceListForm(forms.ModelForm[PriceListImport]):
    """A supplier's price list: a file that is sent now, or one that came for the preview."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose one with prices.")},
    )
    upload = forms.CharField(required=False, widget=forms.HiddenInput)
    rate = RateField(
        label=gettext_lazy("Rate"),
        required=False,
        max_digits=12,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    use_required_attribute = False

    class Meta:
        model = PriceListImport
        fields = ("supplier", "valid_from", "rate")
        help_texts: ClassVar = {
            "valid_from": gettext_lazy(
                "The day from which these prices hold: the newest list counts."
            )
        }
        widgets: ClassVar = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: Upload | None = None
        supplier: Any = self.fields["supplier"]
        supplier.empty_label = _("Choose the supplier")
        self.fields["file"].widget.attrs |= size_limit() | {
            "multiple": True,
            "data-max-files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "data-too-many": _("Choose %d files at most at once.")
            % settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "data-several": _("%s files"),
        }
        self.fields["valid_from"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """Refuse what can be no price list."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file:
            check_table(file)
        return file

    def clean_valid_from(self) -> Any:
        """Refuse a day to come."""
        valid_from = self.cleaned_data["valid_from"]
        try:
            check_valid_from(valid_from)
        except UserError as error:
            raise forms.ValidationError(str(error)) from error
        return valid_from

    def clean(self) -> None:
        """See to it that there is a file, sent now or before; store one that is sent now."""
        if self.cleaned_data.get("file"):
            self.kept = Upload.keep(self.cleaned_data["file"])
        elif token := self.cleaned_data.get("upload"):
            try:
                self.kept = Upload.of_token(token)
            except GoneError:
                self.add_error("file", _("The file is not kept any more. Choose it again."))
        elif "file" not in self.errors:
            self.add_error("file", _("Choose the price list."))

    def submit(self, user: User, mapping: ColumnMapping | None) -> PriceListImport:
        """Send the import on its way: with the columns remembered for the supplier, unless given.

        The form must be valid. Raises UserError where the supplier is deleted meanwhile,
        django.db.DatabaseError, OSError, StorageAway; then nothing is sent.
        """
        assert self.kept is not None
        task = self.save(commit=False)
        task.user = user
        task.columns = task.supplier.columns if mapping is None else mapping.to_json()
        self.kept.give_to(task)  # before the transaction, which would wait for it
        try:
            with task.supplier.locked() as is_there:
                if not is_there:
                    raise UserError(
                        Text("%s is not there any more: it was deleted.") % task.supplier.name
                    )
                task.submit()
        except UserError:
            task.delete_files()
            raise
        return task
