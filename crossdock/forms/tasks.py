from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.errors import UserError
from crossdock.forms.comments import CommentField
from crossdock.forms.upload_limit import TOO_LARGE, max_bytes
from crossdock.forms.uploads import GoneError, Upload
from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.delivery import MAX_WITHIN_HOURS
from crossdock.models.quota import QuotaReached, task_slot
from crossdock.models.tasks import MAX_LOOKBACK_DAYS
from crossdock.offers.brands import KnownBrands
from crossdock.pipeline.pasted import Pasted
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.storage.users_files import local, users_files

ACCEPTED = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt"

FOREIGN_STARTS = (
    b"\x89PNG",
    b"\xff\xd8\xff",  # JPEG
    *(b"GIF8", b"%PDF"),
    b"Rar!\x1a",
    b"7z\xbc\xaf",
    b"\x1f\x8b",  # gzip
    b"\x7fELF",
)

GROUP_HELP = gettext_lazy("Only offers of these suppliers count.")
LOOKBACK_HELP = gettext_lazy("Offers from older price lists do not count.")


class TaskForm(forms.ModelForm[CrossDockTask]):
    """A request file and how to look its lines up. What the file holds, the worker judges."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose one with part numbers.")},
    )
    upload = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Lines"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Cells from a spreadsheet, or a part in each line: BOSCH 0 986 452 041 x 4"
        ),
    )
    name = forms.CharField(label=gettext_lazy("Name of the list"), required=False, max_length=200)
    source = forms.ChoiceField(
        choices=[("file", gettext_lazy("File")), ("paste", gettext_lazy("Paste"))],
        required=False,
        initial="file",
        widget=forms.RadioSelect,
    )
    comment = CommentField(required=False)

    class Meta:
        model = CrossDockTask
        fields = ("supplier_group", "lookback_days", "within_hours", "wants_original_query")
        help_texts: ClassVar = {"supplier_group": GROUP_HELP, "lookback_days": LOOKBACK_HELP}

    def __init__(self, *args: Any, staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not staff:
            del self.fields["wants_original_query"]
        group: Any = self.fields["supplier_group"]
        group.empty_label = _("Choose the supplier group")
        self.fields["text"].validators = []  # Pasted says what is wrong with it
        self.kept: Upload | None = None
        self.pasted: Pasted | None = None
        self.fields["name"].widget.attrs["placeholder"] = _pasted_name()
        self.fields["file"].widget.attrs |= size_limit()
        self.fields["within_hours"].widget.attrs |= {
            "max": MAX_WITHIN_HOURS,
            "inputmode": "numeric",
        }
        self.fields["lookback_days"].widget.attrs |= {
            "max": MAX_LOOKBACK_DAYS,
            "inputmode": "numeric",
        }

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what can be no request file, before it takes a place in the queue."""
        if len(self.files.getlist("file")) > 1:
            raise forms.ValidationError(_("Choose one file: each list is a task of its own."))
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file:
            check_table(file)
        elif not (self.data.get("upload") or self.data.get("text") or self.is_pasted):
            raise forms.ValidationError(self.fields["file"].error_messages["required"])
        return file  # type: ignore[return-value]

    def clean_upload(self) -> str:
        """Find the file that came for the preview, unless another one is sent."""
        token: str = self.cleaned_data["upload"]
        if token and not self.cleaned_data.get("file"):
            try:
                self.kept = Upload.of_token(token)
            except GoneError:
                self.add_error("file", _("The file is not kept any more. Choose it again."))
        return token

    def clean_text(self) -> str:
        """Take the pasted lines, unless there is a file."""
        text: str = self.cleaned_data["text"]
        is_text_wanted = text or self.is_pasted
        if is_text_wanted and not self.cleaned_data.get("file") and self.kept is None:
            try:
                self.pasted = Pasted(text, KnownBrands().brand_of)
            except UserError as error:
                raise forms.ValidationError(str(error)) from error
        return text

    @property
    def is_pasted(self) -> bool:
        """Whether the field for lines is shown, and not the one for a file."""
        return str(self["source"].value()) == "paste"

    @contextmanager
    def opened(self) -> Iterator[tuple[Path, ColumnMapping]]:
        """The list for the block, as a file, and the columns that an earlier task read it by.

        Raises FileNotFoundError where there is none.
        """
        if self.kept is not None:
            with self.kept.local() as path:
                yield path, NO_MAPPING
        elif self.pasted is not None:
            with NamedTemporaryFile(suffix=".csv") as file:
                file.write(self.pasted.content)
                file.flush()
                yield Path(file.name), NO_MAPPING
        else:
            raise FileNotFoundError

    @property
    def has_list(self) -> bool:
        """Whether there is one to look at."""
        return self.kept is not None or self.pasted is not None

    def keep(self) -> Upload | None:
        """Store a file that is sent, so that it can be looked at; None where there is none."""
        file = self.cleaned_data.get("file")
        if file and self.kept is None:
            self.kept = Upload.keep(file)
        return self.kept

    def keep_pasted(self) -> None:
        """Store the pasted lines as a file of the name that its user gave it."""
        if self.pasted is not None and self.kept is None:
            name = self.cleaned_data.get("name") or _pasted_name()
            content = ContentFile(self.pasted.content, f"{name.removesuffix('.csv')}.csv")
            self.kept = Upload.keep(content)

    def clean_supplier_group(self) -> SupplierGroup:
        """Refuse a group in which nobody can have an offer."""
        group: SupplierGroup = self.cleaned_data["supplier_group"]
        if not group.suppliers.filter(enabled=True).exists():
            raise forms.ValidationError(
                _("No supplier of this group is enabled. Choose another group.")
            )
        return group

    def submit(
        self, user: User, columns: Callable[[], ColumnMapping] | None = None
    ) -> CrossDockTask | None:
        """Store the task, with the first comment on it, and send it on its way.

        `columns` gives those that somebody has chosen for the file that is kept. None, and an error
        of the form, if the user has too many under way.
        """
        self.keep_pasted()
        task = self.save(commit=False)
        task.user = user
        self._store_for(task)
        try:
            with task_slot(user.pk):
                if columns is not None:
                    task.columns = columns().to_json()
                task.submit()
                if text := self.cleaned_data["comment"]:
                    task.comments.create(user=user, text=text)
        except QuotaReached as full:
            task.delete_files()
            self.add_error(None, str(full))
            return None
        return task

    def _store_for(self, task: CrossDockTask) -> None:
        """Store the request file before the transaction, which would wait for it."""
        if self.kept is not None:
            self.kept.give_to(task)
        else:
            file = self.cleaned_data["file"]
            task.filename = file.name
            task.request_file.save(file.name, file, save=False)
        task.request_size = task.request_file.size


class AgainForm(TaskForm):
    """An ended task's request once more, as it was or with other settings, as a new task."""

    def __init__(self, *args: Any, earlier: CrossDockTask, **kwargs: Any) -> None:
        start = model_to_dict(earlier, self.Meta.fields)
        super().__init__(*args, initial=start, **kwargs)
        for name in ("text", "name", "source"):
            del self.fields[name]
        self.earlier = earlier
        self.instance.again_of = earlier

    @property
    def is_pasted(self) -> bool:
        """What was pasted is a file by now."""
        return False

    @property
    def has_list(self) -> bool:
        """Whether there is one to look at: another file, else the stored one."""
        return super().has_list or self.earlier.has_file

    @contextmanager
    def opened(self) -> Iterator[tuple[Path, ColumnMapping]]:
        """Another file that was chosen, else the stored one as the earlier task read it."""
        if self.kept is None:
            with local(self.earlier.request_file) as path:
                yield path, ColumnMapping.from_json(self.earlier.columns)
        else:
            with super().opened() as opened:
                yield opened

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what can be no request file; without one the stored one must still be there."""
        if self.cleaned_data["file"] or self.data.get("upload"):
            return super().clean_file()
        if not users_files.exists(self.earlier.request_file.name or ""):
            raise forms.ValidationError(_("The file is not kept any more. Choose it again."))
        return None  # type: ignore[return-value]

    def _store_for(self, task: CrossDockTask) -> None:
        if self.kept is not None or self.cleaned_data["file"]:
            super()._store_for(task)
            return
        task.columns = self.earlier.columns
        stored = Upload(self.earlier.request_file.name or "", self.earlier.filename)
        stored.give_to(task)
        task.request_size = self.earlier.request_size


def _pasted_name() -> str:
    """What pasted lines are called unless somebody names them."""
    now = timezone.localtime()
    return _("Pasted %(day)s %(time)s") % {
        "day": date_format(now, "MONTH_DAY_FORMAT"),
        "time": date_format(now, "H:i"),
    }


def size_limit() -> dict[str, Any]:
    """What lets the page refuse a file by itself: too large, or changed since it was chosen."""
    return {
        "data-max-bytes": max_bytes(),
        "data-too-large": TOO_LARGE,
        "data-changed": _("The file was changed or moved after it was chosen. Choose it again."),
    }


def check_table(file: "UploadedFile[bytes]") -> None:
    """Raise ValidationError for what is too large or can be no table."""
    if (file.size or 0) > max_bytes():
        raise forms.ValidationError(TOO_LARGE)
    if _is_foreign(file):
        raise forms.ValidationError(
            _("This is no table. Choose an Excel, OpenDocument or CSV file: %s.")
            % ACCEPTED.replace(",", ", ")
        )


def _is_foreign(file: "UploadedFile[bytes]") -> bool:
    file.seek(0)
    start: bytes = file.read(512)
    file.seek(0)
    is_program = start.startswith(b"MZ") and b"\0" in start
    return is_program or start.startswith(FOREIGN_STARTS)
