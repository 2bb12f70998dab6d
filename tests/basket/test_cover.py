from hypothesis import given
from hypothesis import strategies as st

from crossdock.basket.cover import Option, cover

PACKS = st.tuples(st.integers(1, 20), st.sampled_from([1, 2, 4, 5]), st.integers(1, 3))


@given(st.integers(1, 12), st.lists(PACKS, min_size=1, max_size=4), st.booleans())
def test_no_way_to_fill_a_line_is_cheaper(asked, rows, no_split):
    options = [
        Option(price, pack, pack, pack * times, place)
        for place, (price, pack, times) in enumerate(sorted(rows))
    ]
    best = min(
        (max(asked - have, 0), cost)
        for (have, offers), cost in _cheapest(options).items()
        if not no_split or offers <= 1
    )
    taken = cover(asked, options, no_split=no_split).taken
    pieces = sum(each for _choice, each in taken)
    cost = sum(options[choice].price * each for choice, each in taken)
    if not no_split:
        assert (max(asked - pieces, 0), cost) == best
    else:
        assert max(asked - pieces, 0) == best[0]
        assert len(taken) == 1


def _cheapest(options):
    """By pieces and number of offers, the least that they cost."""
    ways = {(0, 0): 0}
    for each in options:
        further = dict(ways)
        for (have, offers), cost in ways.items():
            for more in range(each.pack, each.most + 1, each.pack):
                key = have + more, offers + 1
                further[key] = min(further.get(key, 10**9), cost + more * each.price)
        ways = further
    return ways
