import dramatiq
import pytest

from crossdock.models import CrossDockTask, OffersRefresh, PriceListImport
from crossdock.workers.middleware import LifeCycleMiddleware


def test_the_broker_marks_starts_and_ends() -> None:
    middleware = dramatiq.get_broker().middleware
    assert sum(isinstance(one, LifeCycleMiddleware) for one in middleware) == 1


@pytest.mark.parametrize(
    "task", [CrossDockTask(), CrossDockTask(is_long=True), OffersRefresh(), PriceListImport()]
)
def test_each_model_finds_its_actor_by_name(task) -> None:
    actor = dramatiq.get_broker().get_actor(task.actor_name)
    assert actor.options["task_model"] is type(task)
