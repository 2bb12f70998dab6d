import pytest

from project import turns as turns_module
from project.turns import Turns
from tests.loops import in_a_loop


def test_so_many_at_once_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "TURN_SECONDS", 0.05)

    async def run() -> None:
        turns = Turns(1)
        async with turns.turn("a"), turns.turn("b"):
            with pytest.raises(TimeoutError):
                async with turns.turn("a"):
                    pass
        async with turns.turn("a"):
            pass
        assert not turns._gates

    in_a_loop(run())
