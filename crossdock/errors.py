from crossdock.texts import Kept


class UserError(Exception):
    """Something is wrong with what the user gave us.

    Its text says what is wrong, where (sheet, row, column) and what to do about it, in the language
    that is active when `str()` is asked for it. It is never retried and never logged as our fault.
    """

    def __init__(self, text: Kept) -> None:
        super().__init__(text)
        self.text = text
