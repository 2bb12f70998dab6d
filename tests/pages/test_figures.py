import re
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import translation

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.pages.figures import Figures
from tests.views.test_lines import keep, result_line
from tests.world import MakeTask

FIGURES: dict[str, Any] = {
    "lines": 1000,
    "lines_found": 700,
    "outcome_counts": {"found": 690, "found_ignoring_zeros": 10, "not_found": 297, "empty": 3},
    "lines_by_offers": [300, 0, 200, 500],
    "lines_won": {"best": [[f"Supplier {9 - n}", 100 - n] for n in range(6)], "others": 2},
}


def test_found_lines_are_told_by_their_offers_and_the_others_by_their_outcome():
    shares = Figures(CrossDockTask(**FIGURES)).shares
    assert [(each.filter.name, each.lines) for each in shares] == [
        *(("offers_3", 500), ("offers_2", 200)),
        *(("not_found", 297), ("empty", 3)),
    ]
    assert [str(each.filter.label) for each in shares][:2] == ["3 offers", "2 offers"]
    with translation.override("ru"):
        assert str(shares[0].filter.label) == "3 предложения"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_stretches_fill_the_bar_one_after_the_other(language):
    with translation.override(language):
        shares = Figures(CrossDockTask(**FIGURES)).shares
        found = [(each.x, each.width, each.middle) for each in shares]
    assert found == [
        ("0.000%", "50.000%", "25.000%"),
        ("50.000%", "20.000%", "60.000%"),
        ("70.000%", "29.700%", "84.850%"),
        ("99.700%", "0.300%", "99.850%"),
    ]
    assert [each.is_labelled for each in shares] == [True, True, True, False]


def test_the_best_suppliers_come_first_and_the_rest_is_summed_up():
    winners = Figures(CrossDockTask(**FIGURES)).winners
    assert winners is not None
    assert winners.most == 100
    assert winners.best == [(f"Supplier {9 - n}", 100 - n) for n in range(5)]
    assert winners.more == [("Supplier 4", 95)]
    assert (winners.others, winners.lines_of_others) == (2, 700 - 585)


def test_no_winners_without_offers():
    assert (
        Figures(CrossDockTask(**FIGURES | {"lines_won": {"best": [], "others": 0}})).winners is None
    )


def test_no_lines_are_no_division_by_zero():
    assert Figures(CrossDockTask(lines=0, lines_found=0)).shares == []


def legend(client: Client, task: CrossDockTask) -> str:
    page = client.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()
    return re.search('<p class="found">.*?class="buttons"', page, re.DOTALL)[0]


def test_the_page_draws_them_and_links_each_to_its_lines(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, **FIGURES)
    keep(task, [result_line(0)])
    html = legend(as_bob, task)
    assert html.count("<rect") == 2 * 4
    assert "70%" in html
    assert "700 of 1,000 lines" in html
    assert "29.7%" in html
    for name in ("offers_3", "offers_2", "not_found", "empty", "found_ignoring_zeros"):
        assert f"?lines={name}&amp;page=1#lines" in html
    assert "10 lines found with leading zeros ignored" in html
    assert "Supplier 9" in html
    assert "and 2 others with 115 lines" in re.sub(r"\s+", " ", html)
    assert "style=" not in html


def test_figures_without_their_lines_link_nowhere(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, **FIGURES)
    assert "href=" not in legend(as_bob, task)
    assert "3 offers" in legend(as_bob, task)


def test_the_page_names_the_files_with_their_sizes(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, content=b"x" * 2048, **FIGURES)
    address = reverse("crossdock:task_detail", args=[task.pk])
    page = as_bob.get(address).content.decode().replace("\xa0", " ")
    assert task.result_filename in page
    assert "2.0 KB" in page
    assert "10 bytes" in page
    assert reverse("crossdock:task_result", args=[task.pk]) in page

    CrossDockTask.objects.update(files_removed_at=Now())
    page = as_bob.get(address).content.decode()
    assert page.count("not kept any more") == 3
    assert reverse("crossdock:task_result", args=[task.pk]) not in page
