from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crossdock.models import TaskComment
from crossdock.models.comments import MAX_COMMENT_LENGTH


class CommentField(forms.CharField):
    """The text of a comment. A line break counts as one character, as it does in the browser."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": _("A comment needs some text."),
            "max_length": _(
                "A comment has at most %(limit_value)d characters, and this one has "
                "%(show_value)d. Shorten it, or make two of it."
            ),
        }
        super().__init__(
            label=_("Comment"), max_length=MAX_COMMENT_LENGTH, error_messages=messages, **options
        )
        self.widget.attrs |= {"rows": 1}

    def to_python(self, value: object) -> str:
        """The text as it is stored."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


class CommentForm(forms.Form):
    """A new comment: some text, no longer than MAX_COMMENT_LENGTH."""

    text = CommentField()

    def __init__(self, *args: Any, focused: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        attributes = {"class": "grows"} | ({"autofocus": True} if focused or self.is_bound else {})
        self.fields["text"].widget.attrs |= attributes


class CommentEditForm(CommentForm):
    """A comment's text, as its author changes it."""

    def __init__(self, data: Any, comment: TaskComment) -> None:
        text = {"text": comment.text}
        super().__init__(data, focused=True, initial=text, auto_id=f"id_%s_{comment.pk}")
        self.comment = comment

    @property
    def state(self) -> str:
        """What the text that is being changed was read at: sent along as `seen`."""
        return self.comment.updated_at.isoformat()

    @property
    def is_overtaken(self) -> bool:
        """Whether the form was refused because the comment has another text by now."""
        return self.has_error("text", "overtaken")

    def clean_text(self) -> str:
        """Refuse to replace a text that its author has never seen in this form."""
        text: str = self.cleaned_data["text"]
        if self.data.get("seen", self.state) != self.state and text != self.comment.text:
            raise forms.ValidationError(
                _(
                    "You have changed this comment elsewhere meanwhile. "
                    "Save again to put your text in the place of this one:"
                ),
                code="overtaken",
            )
        return text

    def save(self) -> None:
        """Change the comment, if its text is another one."""
        if self.cleaned_data["text"] != self.comment.text:
            self.comment.edit(self.cleaned_data["text"])
