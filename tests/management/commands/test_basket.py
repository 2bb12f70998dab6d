import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from crossdock.models import Offer, Supplier
from tests.basket.json_checker import Buying, Judge, Stocked, Wish
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.pipeline.test_own_lists import give_list
from tests.world import files  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def suppliers() -> list[Supplier]:
    """North is cheap, in packs, from a sum; South is dear and takes any order."""
    north = make_supplier("North", minimum_sum=100, delivery_cost=30, free_from=500)
    south = make_supplier("South", delivery_hours=4)
    make_group(north, south, name="Everybody")
    of_north, of_south = make_price_list(north), make_price_list(south)
    make_offer(of_north, "BOSCH", "1", price="10", quantity="100", pack=10)
    make_offer(of_south, "BOSCH", "1", price="12.50", quantity="7")
    make_offer(of_north, "SKF", "2", price="200", quantity="1")
    make_offer(of_south, "SKF", "2", price="210", quantity="5")
    return [north, south]


def basket(folder: Path, rows: str, *arguments: str) -> tuple[dict[str, Any], str]:
    """What the command writes and prints for lines of «brand;article;quantity»."""
    request, result, output = folder / "request.csv", folder / "basket.json", StringIO()
    request.write_text(f"Brand;Article;Quantity\n{rows}")
    call_command(
        "basket", str(request), "--group", "Everybody", "--json", str(result), *arguments,
        stdout=output,
    )  # fmt: skip
    return json.loads(result.read_text()), output.getvalue()


def taken(result: dict[str, Any]) -> dict[int, list[tuple[float, int]]]:
    return {
        line["line"]: [(offer["price"], offer["pieces"]) for offer in line["offers"]]
        for line in result["lines"]
    }


def test_the_cheapest_basket_is_written_and_proven(suppliers, tmp_path):
    result, output = basket(tmp_path, "BOSCH;1;12\nSKF;2;2\n")
    # 10 from North and 2 from South, and of SKF one from each, are cheaper than 20 from North.
    assert taken(result) == {1: [(10, 10), (12.5, 2)], 2: [(200, 1), (210, 1)]}
    assert (result["goods"], result["delivery"], result["total"]) == (535, 30, 565)
    assert result["bound"] == result["total"]
    assert result["unfilled"] == []
    north, south = suppliers
    assert result["suppliers"] == [
        {"code": north.code, "name": "North", "sum": 300, "delivery": 30, "minimum_sum_met": True},
        {"code": south.code, "name": "South", "sum": 235, "delivery": 0, "minimum_sum_met": True},
    ]
    assert "Nothing better is possible." in output


def test_one_supplier_is_the_one_that_fills_most(suppliers, tmp_path):
    result, _output = basket(tmp_path, "BOSCH;1;12\nSKF;2;2\n", "--scenario", "one-supplier")
    assert [each["name"] for each in result["suppliers"]] == ["North"]
    assert [each["missing"] for each in result["unfilled"]] == [1]
    assert result["unfilled"][0]["reason"] == (
        "What is missing is only at other suppliers, and no more than 1 may be used."
    )


@pytest.mark.parametrize(
    ("arguments", "rows", "reason"),
    [
        (["--within-hours", "5"], "BOSCH;1;12\n", "All offers together have 7 pcs."),
        (["--within-hours", "1"], "BOSCH;1;12\n", "Nothing arrives within 1 h."),
        (["--budget", "300"], "SKF;2;2\n", "The budget of 300.00 is too small for it."),
        (["--no-split"], "SKF;2;6\n", "No single offer has more than 5 pcs."),
        (["--max-share", "30"], "SKF;2;2\n", "One supplier would have more than 30% of the goods."),
        ([], "NOBODY;1;1\n", "No supplier of the group has it in stock in a current price list."),
        ([], "BOSCH;;1\n", "No article"),
    ],
)
def test_what_is_missing_has_its_reason(suppliers, tmp_path, arguments, rows, reason):
    result, output = basket(tmp_path, rows, *arguments)
    assert [each["reason"] for each in result["unfilled"]] == [reason]
    assert reason in output


def test_a_minimum_sum_that_nobody_reaches_is_named(suppliers, tmp_path):
    Supplier.objects.update(minimum_sum=15_000)
    result, _output = basket(tmp_path, "BOSCH;1;5\n")
    assert result["total"] == 0
    names = "North (15,000.00), South (15,000.00)"
    assert result["unfilled"][0]["reason"] == f"Minimum order sums are not reached: {names}."


def test_quantities_of_all_kinds_are_supposed_aloud(suppliers, tmp_path):
    rows = "BOSCH;1;1.5\nSKF;2;\nSKF;2;0\nbosch;1;1\nSKF;3;1000000\n"
    result, output = basket(tmp_path, rows)
    assert [(line["line"], line["also_lines"], line["asked"]) for line in result["lines"]] == [
        (1, [4], 3),
        (2, [], 1),
        (5, [], 1_000_000),
    ]
    assert result["notes"] == [
        "Lines without a quantity, which count as one piece: 1.",
        "Lines that ask for part of a piece, rounded up to whole pieces: 1.",
        "Lines that ask for no pieces and are left out: 1.",
        "Lines that ask for a part once more and are added up: 1.",
    ]
    assert all(note in output for note in result["notes"])


def test_a_discount_comes_off_the_price_to_the_kopeck(suppliers, tmp_path):
    Supplier.objects.filter(name="South").update(discount="3.5")
    result, _output = basket(tmp_path, "BOSCH;1;1\n")
    assert taken(result) == {1: [(12.06, 1)]}
    assert Offer.objects.filter(price="12.5").exists()


def test_the_same_input_gives_the_same_basket(suppliers, tmp_path):
    rows = "BOSCH;1;12\nSKF;2;2\n"
    first, second = basket(tmp_path, rows)[0], basket(tmp_path, rows)[0]
    assert first | {"prices_as_of": ""} == second | {"prices_as_of": ""}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--max-suppliers", "0", "0 is not a whole number above 0"),
        ("--max-share", "101", "101 is not a number between 1 and 100"),
        ("--budget", "much", "much is not a number"),
        ("--seconds", "0", "0 is not a number between 1 and 3600"),
    ],
)
def test_options_that_cannot_be_are_refused(suppliers, tmp_path, option, value, message):
    with pytest.raises(CommandError, match=message):
        basket(tmp_path, "BOSCH;1;1\n", option, value)


def test_orders_are_written_to_the_kopeck_and_read_back(suppliers, tmp_path):
    orders = tmp_path / "orders.zip"
    result, output = basket(tmp_path, "BOSCH;1;12\nSKF;2;2\n", "--orders", str(orders))
    assert str(orders) in output
    sums = {}
    with ZipFile(orders) as archive:
        for name in archive.namelist():
            book = openpyxl.load_workbook(archive.open(name))
            sums[name.split()[0]] = list(book.active.values)
    summary = next(rows for name, rows in sums.items() if name.startswith("Summary"))
    assert [row[2] for row in summary[1:]] == [300, 235, result["goods"]]
    north = next(rows for name, rows in sums.items() if name.startswith("North"))
    assert [row[:4] for row in north[1:]] == [("BOSCH", "1", 10, 10), ("SKF", "2", 1, 200)]


def test_orders_are_written_into_the_suppliers_own_lists(suppliers, tmp_path, files):  # noqa: F811
    north, _south = suppliers
    give_list(north, ["Brand", "Article", "Price", "Qty"], [["BOSCH", "1", 10, 10]])
    orders = tmp_path / "orders.zip"
    _result, output = basket(
        tmp_path, "BOSCH;1;12\n", "--orders", str(orders), "--orders-as", "own-list"
    )
    assert "its own price list could not be filled in: South" in output
    with ZipFile(orders) as archive:
        name = next(name for name in archive.namelist() if name.startswith("North"))
        rows = list(openpyxl.load_workbook(archive.open(name)).active.values)
    assert rows[-1][:5] == ("BOSCH", "1", 10, 10, 10)


QUANTITIES = {"": 1, "0": 0, "1": 1, "1.5": 2, "7": 7, "12": 12, "40": 40, "1000000": 1_000_000}


def random_market(seed: int) -> tuple[str, Judge]:
    """A request for random parts of random suppliers, in the group Everybody, and its judge."""
    random = Random(seed)
    suppliers: list[Supplier] = []
    buying: dict[str, Buying] = {}
    stocked: list[Stocked] = []
    for number in range(random.randint(2, 5)):
        terms = Buying(
            random.choice([4, 24, 100]),
            Fraction(random.choice([0, 0, 500, 10**7])),
            Fraction(random.choice([0, 200])),
            random.choice([None, Fraction(1000)]),
            Fraction(random.choice([0, 0, 7])) / 2,
        )
        supplier = make_supplier(f"Supplier {number}", delivery_hours=terms.hours)
        supplier.minimum_sum = int(terms.minimum_sum) or None
        supplier.delivery_cost, supplier.discount = int(terms.delivery), float(terms.discount)
        supplier.free_from = terms.free_from and int(terms.free_from)
        supplier.save()
        suppliers.append(supplier)
        buying[supplier.code] = terms
        price_list = make_price_list(supplier)
        for article in map(str, range(1, 8)):
            if random.random() < 0.3:
                continue
            price, stock = random.randint(100, 90_000), random.choice([0, 1, 5, 30, 10**6])
            pack, minimum = random.choice([None, 4, 10]), random.choice([None, None, 6])
            listed = (Fraction(price, 100), Fraction(stock), pack or 1, minimum or 1)
            stocked.append(Stocked(supplier.code, article, *listed))
            offer = {"price": Decimal(price) / 100, "quantity": str(stock), "pack": pack}
            make_offer(price_list, "BOSCH", article, minimum_quantity=minimum, **offer)
    make_group(*suppliers, name="Everybody")
    lines = [(str(n % 7 + 1), random.choice(list(QUANTITIES))) for n in range(9)]
    asked: Counter[str] = Counter()
    for article, quantity in lines:
        asked[article] += QUANTITIES[quantity]
    rows = "".join(f"BOSCH;{article};{quantity}\n" for article, quantity in lines)
    return rows, Judge({name: count for name, count in asked.items() if count}, stocked, buying)


@pytest.mark.parametrize(
    ("seed", "wish"),
    enumerate(
        [
            Wish(),
            Wish(max_suppliers=1),
            Wish(max_suppliers=99, within_hours=24),
            Wish(budget=3000, no_split=True),
            Wish(max_share=60),
            Wish(max_suppliers=2, within_hours=24, budget=10**6, max_share=80, no_split=True),
        ]
    ),
)
def test_baskets_pass_a_judge_who_knows_nothing_of_the_product(seed, wish, tmp_path):
    rows, judge = random_market(seed)
    options = {name.replace("_", "-"): value for name, value in vars(wish).items() if value}
    no_split = ["--no-split"] if options.pop("no-split", False) else []
    given = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    result, _output = basket(tmp_path, rows, *given, *no_split)
    judge.wish = wish
    assert list(judge.complaints(result)) == []
