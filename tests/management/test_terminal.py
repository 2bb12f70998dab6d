from argparse import ArgumentTypeError
from typing import Any

import pytest
from django.core.management.base import CommandError

from crossdock.management.terminal import TerminalReporter, lookback_days, named_group
from crossdock.progress import Stage
from tests.factories import make_group


@pytest.mark.parametrize("text", ["-1", "366", "1.5", "²", "1000000000", ""])
def test_a_lookback_is_a_number_of_days(text: str) -> None:
    assert lookback_days("365") == 365
    with pytest.raises(ArgumentTypeError, match="between 0 and 365"):
        lookback_days(text)


@pytest.mark.django_db
def test_who_misspells_a_group_is_told_those_that_there_are() -> None:
    group = make_group(name="ОПТ-2")
    assert named_group("ОПТ-2") == group
    with pytest.raises(CommandError, match=r"no supplier group “ОПТ”. There are:\n  ОПТ-2"):
        named_group("ОПТ")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_bar_is_drawn_on_terminals_only(
    is_terminal: bool, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: is_terminal)
    reporter = TerminalReporter()
    reporter.enter(Stage.MATCHING)
    reporter.report(Stage.MATCHING, 1, 2)
    drawn = capsys.readouterr().err
    assert ("\r[###" in drawn) == is_terminal
    assert (drawn == "") != is_terminal
