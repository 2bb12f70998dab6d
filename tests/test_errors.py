from django.utils import translation

from crossdock.errors import UserError
from crossdock.texts import Text


def test_a_user_error_speaks_the_language_of_its_reader() -> None:
    error = UserError(Text("Retry"))
    with translation.override("ru"):
        assert str(error) == "Повторить"
    with translation.override("en"):
        assert str(error) == "Retry"
