from crossdock.negotiation.bids import Bid
from crossdock.negotiation.curve import Point, curve, drawn


def test_a_point_has_the_lines_that_are_won_and_what_they_come_to():
    bids = [
        Bid(0, 1, "A", "1", 3.0, 100_000, 95_000),
        Bid(0, 2, "A", "2", 1.0, 200_000, None),
        Bid(0, 3, "A", "3", 1.0, 10, 0),
    ]
    points = curve(bids)
    assert points[0] == Point(0, 1, 20.0)
    assert points[4] == Point(4, 1, 19.2)
    assert points[5] == Point(5, 2, 3 * 9.5 + 19)
    assert points[-1].lines == 2


def test_the_picture_rises_with_the_lines():
    picture = drawn([Point(0, 0, 0.0), Point(30, 4, 0.0)])
    (_x0, bottom), (_x1, top) = (map(int, each.split(",")) for each in picture.line.split())
    assert bottom == dict(picture.up)[0]
    assert top == dict(picture.up)[4]
