"""Small problems of all kinds, for hypothesis."""

from hypothesis import strategies as st

from crossdock.basket.problem import Line, Offer, Problem, Rank, Rules, Terms


@st.composite
def problems(draw, *, ranks=(Rank.ORDINARY, Rank.NEVER), lines=6, suppliers=5):
    """Up to six lines and five suppliers, with whatever rules."""
    count = draw(st.integers(1, suppliers))
    maybe = lambda values: st.one_of(st.none(), values)  # noqa: E731
    price = st.integers(1, 30)
    asked = draw(st.lists(st.integers(0, 5), min_size=1, max_size=lines))
    line_rows = tuple(
        Line(number, pieces, draw(maybe(st.integers(5, 40))))
        for number, pieces in enumerate(asked, 1)
    )
    offers = []
    for line in range(len(line_rows)):
        for supplier in draw(st.lists(st.integers(0, count - 1), max_size=3)):
            offers.append(
                Offer(
                    line,
                    supplier,
                    draw(price),
                    stock=draw(st.sampled_from([0, 1, 2, 3, 6, 10])),
                    pack=draw(st.sampled_from([1, 1, 1, 2, 4])),
                    minimum=draw(st.sampled_from([1, 1, 1, 2, 3])),
                    hours=draw(maybe(st.sampled_from([4, 24, 72]))),
                    rank=draw(st.sampled_from(ranks)),
                )
            )
    terms = tuple(
        Terms(
            draw(st.sampled_from([0, 0, 20, 60])),
            draw(st.sampled_from([0, 0, 5, 15])),
            draw(maybe(st.sampled_from([0, 30, 70]))),
        )
        for _supplier in range(count)
    )
    rules = Rules(
        draw(maybe(st.integers(1, count))),
        draw(maybe(st.sampled_from([4, 24, 48]))),
        draw(maybe(st.integers(0, 200))),
        draw(maybe(st.sampled_from([3000, 5000, 3333, 10_000]))),
        draw(st.booleans()),
        draw(
            st.dictionaries(
                st.integers(0, len(line_rows) - 1), st.integers(0, count - 1), max_size=1
            )
        ),
        frozenset(draw(st.lists(st.integers(0, count - 1), max_size=1))),
    )
    return Problem(line_rows, tuple(offers), terms, rules)
