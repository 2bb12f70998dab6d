from crossdock.negotiation.bids import Bid
from crossdock.negotiation.standing import BrandStanding, LostLine, brands, lost

WON = Bid(0, 1, "SKF", "1", 2.0, 100_000, 100_000)
LOST = Bid(0, 2, "skf", "2", 2.0, 100_000, 90_000)
LOST_MORE = Bid(1, 1, "NGK", "3", 9.0, 100_000, 90_000)


def test_brands_are_counted_however_lines_write_their_case():
    found = brands([WON, LOST, LOST_MORE])
    assert found == [BrandStanding("SKF", 2, 1, 20.0), BrandStanding("NGK", 1, 0, 90.0)]
    assert [brand.is_strong for brand in found] == [True, False]


def test_what_is_too_dear_by_the_most_comes_first():
    assert lost([WON, LOST, LOST_MORE]) == [
        LostLine(1, 1, "NGK", "3", 9.0, 10.0, 9.0, 10.0),
        LostLine(0, 2, "skf", "2", 2.0, 10.0, 9.0, 10.0),
    ]


def test_the_price_that_wins_is_in_whole_kopecks_where_one_wins():
    dearer = [LOST._replace(limit=limit) for limit in (89_999, 50)]
    assert [line.limit for line in lost(dearer)] == [0.005, 8.99]


def test_a_share_is_in_percent():
    assert brands([WON, LOST])[0].percent == 50
