from crossdock.filling.messages import WORDS, FillError, FillProblem


def test_each_problem_has_its_words_and_says_where() -> None:
    assert set(WORDS) == set(FillProblem)
    error = FillError(FillProblem.MERGED, sheet="Лист", cells="D2:E3")
    assert error.problem is FillProblem.MERGED
    assert "“Лист” the merged cells D2:E3 stand" in str(error)
