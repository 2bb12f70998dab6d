from crossdock.spreadsheets.candidate import Candidate
from crossdock.spreadsheets.roles import Role


def column(*cells: str, index: int = 0, partly: bool = False, rank: int = 0) -> Candidate:
    return Candidate(index, "Цена", partly, rank, Role.PLAIN, cells)


def test_what_its_cells_say() -> None:
    assert column("1", "", "x").fill == 2
    assert column("1,5", "", "x", "7").numbers == [1.5, None, None, 7.0]
    assert column("есть", "нет", "5").is_in_words
    assert not column("есть", "5", "").is_in_words


def test_one_with_values_comes_first_then_a_full_and_a_better_synonym() -> None:
    columns = [
        column("1", index=3), column("1", index=4), column("1", rank=1),
        column("1", partly=True), column("", index=0),
    ]  # fmt: skip
    assert sorted(columns[2:] + columns[:2], key=lambda candidate: candidate.place) == columns
