from crossdock.spreadsheets.problems import ReadError, TableError


def test_an_error_says_what_its_message_mentions() -> None:
    error = TableError(ReadError.LONG_ROW, row=7)
    assert (error.trouble, error.details, str(error)) == (
        ReadError.LONG_ROW,
        {"row": 7},
        "long_row",
    )
