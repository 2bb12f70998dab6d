class UserError(Exception):
    """Something is wrong with what the user gave us.

    Its text is shown to the user as it is: it says what is wrong, where (sheet, row, column)
    and what to do about it. It is never retried and never logged as a fault of ours.
    """
