import pytest

from crossdock.pipeline.basket_file import BasketFile, write_basket


def test_the_head_has_no_lines_and_each_scenario_all_of_its_own(tmp_path):
    documents = [{"total": n, "lines": [n], "unfilled": ["Ж"]} for n in range(3)]
    scenarios = [{"key": f"s{n}", "basket": each} for n, each in enumerate(documents)]
    write_basket(tmp_path / "basket.json", {"notes": ["x"]}, scenarios)
    file = BasketFile(tmp_path / "basket.json")
    assert file.head["notes"] == ["x"]
    assert [each["basket"] for each in file.head["scenarios"]] == [{"total": n} for n in range(3)]
    assert [file.document(f"s{n}") for n in range(3)] == documents


def test_a_file_that_is_gone(tmp_path):
    with pytest.raises(FileNotFoundError):
        BasketFile(tmp_path / "basket.json")
