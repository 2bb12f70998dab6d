from crossdock.spreadsheets.batches import in_batches


def test_a_batch_ends_with_its_last_item_or_the_one_that_makes_it_heavy() -> None:
    items = ["a", "b", "c", "dddddddd", "e", "ffff", "g"]
    batches = list(in_batches(iter(items), 3, weight=len, heaviest=5))
    assert batches == [["a", "b", "c"], ["dddddddd"], ["e", "ffff"], ["g"]]


def test_nothing_makes_no_batch() -> None:
    assert list(in_batches([], 3, weight=len, heaviest=5)) == []
