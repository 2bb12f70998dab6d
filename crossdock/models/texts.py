from typing import Any

from django.db import models

from crossdock.texts import Kept, dumps, loads


class KeptTextField(models.TextField[Any, Any]):
    """A column of texts that are put into words for who reads them (`crossdock.texts`)."""

    def from_db_value(self, value: str | None, *_context: Any) -> Kept | None:
        """The text that the column holds."""
        return None if value is None else loads(value)

    def get_prep_value(self, value: Any) -> Any:
        """The column for a text."""
        return super().get_prep_value(dumps(value) if value is not None else None)

    def value_to_string(self, obj: models.Model) -> str:
        """The column's JSON, for `dumpdata`."""
        return dumps(self.value_from_object(obj))

    def deconstruct(self) -> Any:
        """To migrations it is any column of texts."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
