import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.lines import ResultLine
from crossdock.results.lines_file import keep_lines
from tests import stored
from tests.lines import columns
from tests.world import HTMX, MakeTask

LINES = 120
OUTCOMES = (Outcome.FOUND, Outcome.FOUND_IGNORING_ZEROS, Outcome.NOT_FOUND, Outcome.TOO_OLD)

Numbers = Callable[..., list[int]]


def result_line(number: int) -> ResultLine:
    """By turns found with one to three offers, found ignoring zeros, not found, too old."""
    outcome = OUTCOMES[number % 4]
    offers = [
        BestOffer(1234.5 + rank, 7.0, f"<Supplier {rank}>")
        for rank in range(1 + number % 3 if outcome.is_found else 0)
    ]
    return ResultLine("<b>Bosch</b>", f"A{number}", offers, outcome, ())


def keep(task: CrossDockTask, lines: list[ResultLine]) -> None:
    task.lines_file.name = f"tasks/{task.pk}/lines-1.sqlite3"
    with stored.written(task.lines_file) as path, keep_lines(path) as keep_batch:
        keep_batch(columns(lines))
    task.save()


@pytest.fixture
def done(task_in: MakeTask) -> CrossDockTask:
    """A task that has ended well, with its lines."""
    task = task_in(Status.SUCCESS, lines=LINES, lines_found=LINES // 2)
    keep(task, [result_line(number) for number in range(LINES)])
    return task


def part(task: CrossDockTask) -> str:
    return reverse("crossdock:task_lines", args=[task.pk])


def whole(task: CrossDockTask) -> str:
    return reverse("crossdock:task_detail", args=[task.pk])


@pytest.fixture
def numbers(as_bob: Client, done: CrossDockTask) -> Numbers:
    """The numbers of the lines that an address shows; the task is another user's."""

    def get(**query: object) -> list[int]:
        answer = as_bob.get(part(done), query)
        assert answer.status_code == 200
        return [line.number for line in answer.context["lines"].page]

    return get


def test_the_first_page_of_all_lines(numbers: Numbers) -> None:
    assert numbers() == list(range(1, 26))


def test_a_page_shows_parts_outcomes_and_offers_escaped(
    as_alice: Client, done: CrossDockTask
) -> None:
    page = as_alice.get(part(done), {"lines": "with_offers"}).content.decode()
    assert "&lt;b&gt;Bosch&lt;/b&gt;" in page
    assert "<b>Bosch" not in page
    assert "&lt;Supplier 2&gt;" in page
    assert "1,234.50" in page
    assert "1,236.50" in page
    assert "leading zeros ignored" in page


@pytest.mark.parametrize(
    ("name", "belongs"),
    [
        ("all", lambda line: True),
        ("with_offers", lambda line: line.offers),
        ("without_offers", lambda line: not line.offers),
        ("offers_3", lambda line: len(line.offers) == 3),
        ("offers_1", lambda line: len(line.offers) == 1),
        ("not_found", lambda line: line.outcome == Outcome.NOT_FOUND),
        ("found_ignoring_zeros", lambda line: line.outcome == Outcome.FOUND_IGNORING_ZEROS),
        ("no_brand", lambda line: False),
    ],
)
def test_each_filter_shows_its_lines_page_after_page(
    name: str, belongs: Callable[[ResultLine], bool], numbers: Numbers
) -> None:
    expected = [number + 1 for number in range(LINES) if belongs(result_line(number))]
    pages = max(-(-len(expected) // 25), 1)
    found = [each for page in range(1, pages + 1) for each in numbers(lines=name, page=page)]
    assert found == expected


def test_the_choices_say_how_many_lines_they_have(as_alice: Client, done: CrossDockTask) -> None:
    def choices(name: str) -> list[tuple[str, int]]:
        lines = as_alice.get(part(done), {"lines": name}).context["lines"]
        return [(which.name, count) for which, count, _address in lines.choices]

    broad = [("all", 120), ("with_offers", 60), ("without_offers", 60)]
    assert choices("all") == broad
    assert choices("too_old") == [*broad, ("too_old", 30)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({"page": "0"}, 101),
        ({"page": "-1"}, 101),
        ({"page": "99999999999"}, 101),
        ({"page": "9" * 5000}, 1),
        ({"page": "two"}, 1),
        ({"page": ""}, 1),
        ({"page": "2.5"}, 1),
        ({"lines": "'; DROP TABLE", "page": "2"}, 26),
        ({"lines": "", "page": "2"}, 26),
        ({"lines": "\0"}, 1),
    ],
)
def test_what_makes_no_sense_is_mended(
    query: dict[str, str], first: int, numbers: Numbers, as_bob: Client, done: CrossDockTask
) -> None:
    assert numbers(**query)[0] == first
    assert as_bob.get(whole(done), query).status_code == 200


def test_the_tasks_page_shows_the_lines_that_its_address_names(
    as_bob: Client, done: CrossDockTask
) -> None:
    page = as_bob.get(whole(done), {"lines": "without_offers", "page": 2})
    without = [number + 1 for number in range(LINES) if not result_line(number).offers]
    assert [line.number for line in page.context["lines"].page] == without[25:50]


def test_every_link_leads_without_a_script_to_what_it_fetches_with_one(
    as_alice: Client, done: CrossDockTask
) -> None:
    html = as_alice.get(part(done), {"lines": "with_offers", "page": 2}).content.decode()
    links = re.findall(r'href="([^"]+)"\s+hx-get="([^"]+)"', html)
    assert len(links) == 11  # three choices, four orders, twice the previous and the next page
    for href, fetched in links:
        page, query = unescape(href).removesuffix("#lines").split("?")
        assert (page, unescape(fetched)) == (whole(done), f"{part(done)}?{query}")
        answers = [as_alice.get(f"{address}?{query}") for address in (page, part(done))]
        shown = [answer.context["lines"] for answer in answers]
        assert list(shown[0].page) == list(shown[1].page)


def test_lines_are_searched_sorted_and_filtered_by_supplier(numbers: Numbers) -> None:
    assert numbers(q="a-11") == [12, *range(111, 121)]
    assert numbers(q="%'; --") == numbers()
    assert numbers(q="nothing like it") == []
    assert numbers(sort="-line")[:3] == [120, 119, 118]
    assert numbers(sort="-line", page=5)[-1] == 1
    assert len(numbers(supplier="<Supplier 0>", page=3)) == 10
    assert numbers(supplier="<Supplier 1>") == []
    assert numbers(sort="price; DROP TABLE line") == numbers(sort="line")


def test_each_line_leads_to_the_look_up_of_its_part(as_alice: Client, done: CrossDockTask) -> None:
    page = as_alice.get(part(done)).content.decode()
    address = re.findall(r'href="(/parts/\?[^"]+)"', page)[1]
    query = QueryDict(unescape(address).partition("?")[2])
    group = str(done.supplier_group_id)
    assert query.dict() == {
        "brand": "<b>Bosch</b>",
        "article": "A1",
        "supplier_group": group,
        "lookback_days": "2",
        "task": str(done.pk),
    }


def test_a_line_says_how_many_pieces_there_are(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, lines=1, lines_found=1)
    offers = [BestOffer(10.0, 4.0, "A")]
    keep(task, [ResultLine("B", "1", offers, Outcome.FOUND, (), 116.0)])
    page = as_alice.get(part(task), {"lines": "not_enough"}).content.decode()
    assert "Not enough: 4 of 116" in page
    assert '<td class="number sum">' in page
    assert "40.00" in page


def test_lines_of_an_earlier_version_ask_for_another_run(
    as_alice: Client, done: CrossDockTask
) -> None:
    stored.remove(done.lines_file)
    with stored.written(done.lines_file) as path, closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE block (first_line INTEGER PRIMARY KEY, content BLOB)")
    assert "Run the list again" in as_alice.get(part(done)).content.decode()


def test_the_address_follows_what_is_shown(as_alice: Client, done: CrossDockTask) -> None:
    answer = as_alice.get(part(done), {"lines": "too_old", "page": 99}, headers=HTMX)
    assert answer.headers["HX-Replace-Url"] == f"{whole(done)}?lines=too_old&page=2"
    assert "<html" not in answer.content.decode()
    assert "HX-Replace-Url" not in as_alice.get(part(done), headers=HTMX).headers


@pytest.mark.parametrize("status", [each for each in Status if each != Status.SUCCESS])
def test_there_are_no_lines_before_a_task_has_ended_well(
    status: Status, as_alice: Client, task_in: MakeTask
) -> None:
    task = task_in(status)
    for address in (part(task), whole(task)):
        page = as_alice.get(address)
        assert page.context["lines"] is None
        assert 'hx-trigger="result from:body"' in page.content.decode()


@pytest.mark.parametrize("has_name", [True, False])
def test_lines_that_are_not_kept_any_more(
    has_name: bool, as_alice: Client, done: CrossDockTask
) -> None:
    if has_name:
        done.delete_files()
    else:
        CrossDockTask.objects.update(lines_file="")
    for address in (part(done), whole(done)):
        page = as_alice.get(address, {"page": 2})
        assert page.status_code == 200
        assert "lines are not kept any more" in page.content.decode()


@pytest.mark.parametrize("size", [0, 1000, 5000])
def test_lines_whose_file_is_damaged(size: int, as_alice: Client, done: CrossDockTask) -> None:
    stored.put(done.lines_file, stored.content(done.lines_file)[:size])
    for address in (part(done), whole(done)):
        page = as_alice.get(address, {"page": 2})
        assert page.status_code == 200
        assert "file is damaged" in page.content.decode()
        assert "not kept any more" not in page.content.decode()


def test_a_result_without_lines(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, lines=0, lines_found=0)
    keep(task, [])
    for address in (part(task), whole(task)):
        assert "no such lines" in as_alice.get(address).content.decode()


def test_only_who_is_logged_in_sees_lines(done: CrossDockTask) -> None:
    answer = Client().get(part(done))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_an_unknown_task_has_no_lines(as_alice: Client, done: CrossDockTask) -> None:
    address = part(done)
    done.delete()
    assert as_alice.get(address).status_code == 404
    assert as_alice.post(address).status_code == 405


def test_lines_cost_one_query_for_all_suppliers(
    as_alice: Client, done: CrossDockTask, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):  # session, user, task, its suppliers
        as_alice.get(part(done), {"lines": "without_offers", "page": 2})
    with django_assert_num_queries(10):  # session, user, task, its suppliers, 2; visit: 3; bell
        as_alice.get(whole(done))


@pytest.mark.parametrize("lines", ["1e300", "9223372036854775807", "-5"])
def test_a_damaged_count_is_a_sentence(lines: str, as_alice: Client, done: CrossDockTask) -> None:
    content = stored.content(done.lines_file)
    with stored.written(done.lines_file) as path:
        path.write_bytes(content)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute(f"UPDATE kind SET lines = {lines}")
    for address in (part(done), whole(done)):
        answer = as_alice.get(address)
        assert answer.status_code == 200
        assert "their file is damaged" in answer.content.decode()
