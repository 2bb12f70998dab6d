from django.contrib.auth.models import User

from crossdock.brands.deciding import decide
from crossdock.models import BrandDecision, BrandSuggestion, CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.pages.brands import proposals, task_brands
from tests.factories import make_suggestion
from tests.missed_brands import *  # noqa: F403  # its fixtures
from tests.world import MakeTask

YES, PROPOSED = BrandDecision.Answer.YES, BrandDecision.Answer.PROPOSED


def test_a_question_says_what_a_decision_would_bring(
    task: CrossDockTask, mann: BrandSuggestion, bob: User
) -> None:
    make_suggestion("NGK", "NRF")
    decide(mann, PROPOSED, bob)
    brands = task_brands(task)
    assert brands is not None
    (question,) = brands.questions
    assert (question.missed, question.offered, question.suppliers) == ("MANN", "MANN-FILTER", 5)
    assert (question.lines, question.agreeing, question.articles) == (4, 3, 3)
    assert question.proposed_by == ["bob"]
    assert proposals([]) == {}


def test_what_was_decided_since_the_task_is_news(
    task: CrossDockTask, mann: BrandSuggestion, staff: User
) -> None:
    decision = decide(mann, YES, staff)
    brands = task_brands(task)
    assert brands is not None
    assert (brands.questions, brands.decided, brands.lines_to_find) == ([], [(decision, 4)], 4)
    BrandDecision.objects.update(created_at="2020-01-01T00:00Z")
    assert task_brands(task) is None


def test_what_others_than_the_tasks_suppliers_have_is_no_question(
    task: CrossDockTask, mann: BrandSuggestion
) -> None:
    task.supplier_group.suppliers.update(enabled=False)
    assert task_brands(task) is None


def test_nothing_is_asked_before_the_end_nor_without_missed_lines(
    task_in: MakeTask, mann: BrandSuggestion
) -> None:
    assert task_brands(task_in(Status.RUNNING)) is None
    assert task_brands(task_in(Status.SUCCESS)) is None
