import re
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.html import escape

from crossdock.models import TaskComment
from crossdock.templatetags.crossdock import day_and_time, elapsed, percent, with_links
from tests.factories import make_user


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        *((0, "0.0%"), (0.001, "<0.1%"), (0.05, "0.1%"), (100 / 3, "33.3%")),
        *((33.38, "33.4%"), (99.94, "99.9%"), (99.999, ">99.9%"), (100, "100%")),
    ],
)
def test_a_percentage_never_says_none_or_all_where_it_is_not(share, shown):
    assert percent(share) == shown


def test_a_percentage_is_written_as_its_reader_writes_it():
    with translation.override("ru"):
        assert percent(12.5) == "12,5%"


def test_a_moment_of_another_year_says_which() -> None:
    now = timezone.localtime().replace(month=11, day=28, hour=14, minute=5)
    with translation.override("ru"):
        assert day_and_time(now) == "28 нояб., 14:05"
        assert day_and_time(now.replace(year=2019)) == "28.11.2019, 14:05"


def test_elapsed():
    assert elapsed(timedelta(seconds=7)) == "0:07"
    assert elapsed(timedelta(seconds=3723)) == "1:02:03"
    assert elapsed(None) == ""


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("see https://a.example/x?b=1&c=2.", "https://a.example/x?b=1&amp;c=2"),
        ("(http://a.example/b_(c))", "http://a.example/b_(c)"),
        ("<https://a.example/>", "https://a.example/"),
        ("HTTPS://a.example", "HTTPS://a.example"),
        ("https://a.example/@bob", "https://a.example/@bob"),
    ],
)
def test_an_address_in_a_comment_is_a_link(text, linked):
    html = with_links(TaskComment(text=text))
    start = f'<a href="{linked}" rel="noopener noreferrer nofollow" target="_blank">{linked}</a>'
    assert start in html
    assert html.count("<") == 2


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "<script>\"'",
        "www.a.example",
        "x@a.example",
    ],
)
def test_nothing_else_is(text):
    assert with_links(TaskComment(text=text)) == escape(text)


def test_no_address_leaves_its_attribute():
    html = with_links(TaskComment(text='https://a.example/"onmouseover="alert(1)'))
    assert html.startswith('<a href="https://a.example/" rel=')
    assert html.endswith("</a>&quot;onmouseover=&quot;alert(1)")


def test_lines_of_a_comment_stay_lines():
    assert with_links(TaskComment(text="a\nhttps://b.example\n")).endswith("b.example</a><br>")


@pytest.mark.django_db
def test_the_users_that_a_comment_names_stand_out():
    for name in ("bob", "a.b", "gone"):
        make_user(name, is_active=name != "gone")
    html = with_links(TaskComment(text="@Bob, @a.b. @gone @nobody x@bob <@bob>"))
    named = ["@Bob", "@a.b", "@bob"]
    assert re.findall('<b class="mention">(.*?)</b>', html) == named
    assert re.sub("<.*?>", "", html) == "@Bob, @a.b. @gone @nobody x@bob &lt;@bob&gt;"
