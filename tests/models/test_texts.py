from django.core import serializers
from django.utils import translation

from crossdock.models import CrossDockTask
from crossdock.texts import Number, Text
from tests.world import *  # noqa: F403  # its fixtures


def test_a_column_holds_texts_for_each_reader_also_in_fixtures(pending: CrossDockTask) -> None:
    text = Text("Line %(line)s: there is no supplier “%(name)s” in the group.")
    pending.error_message = text % {"line": Number(1000), "name": "Лист"}
    pending.save()
    pending.refresh_from_db()
    with translation.override("ru"):
        assert str(pending.error_message).startswith("Строка")
    fixture = serializers.serialize("json", [pending])
    (restored,) = serializers.deserialize("json", fixture)
    restored.save()
    pending.refresh_from_db()
    assert pending.error_message == text % {"line": Number(1000), "name": "Лист"}
