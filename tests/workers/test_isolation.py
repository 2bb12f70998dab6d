from threading import Event, Thread

from crossdock.workers.isolation import Isolation

TIMEOUT = 10


class Worker:
    """A thread that works in a place until it is told to end."""

    def __init__(self, isolation: Isolation, *, alone: bool) -> None:
        self.works, self.has_ended, self._end = Event(), Event(), Event()
        self._isolation, self._alone = isolation, alone
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def _work(self) -> None:
        with self._isolation.place(alone=self._alone):
            self.works.set()
            assert self._end.wait(TIMEOUT)

    def end(self) -> None:
        assert self.works.wait(TIMEOUT)
        self._end.set()
        self._thread.join()


def waits(worker: Worker) -> bool:
    return not worker.works.wait(0.05)


def test_work_goes_on_side_by_side() -> None:
    isolation = Isolation()
    for worker in [Worker(isolation, alone=False) for _each in range(2)]:
        worker.end()


def test_what_works_alone_begins_after_the_others_and_keeps_new_ones_out() -> None:
    isolation = Isolation()
    first = Worker(isolation, alone=False)
    assert first.works.wait(TIMEOUT)
    alone = Worker(isolation, alone=True)
    assert waits(alone)
    late = Worker(isolation, alone=False)
    assert waits(late), "or it might never come to be alone"
    first.end()
    assert alone.works.wait(TIMEOUT)
    assert waits(late)
    alone.end()
    late.end()


def test_of_those_that_work_alone_one_follows_the_other() -> None:
    isolation = Isolation()
    first, second = (Worker(isolation, alone=True) for _each in range(2))
    both = (first, second)
    wait_for_one = [worker for worker in both if worker.works.wait(0.5)]
    assert len(wait_for_one) == 1
    for worker in sorted(both, key=lambda each: each not in wait_for_one):
        worker.end()
    Worker(isolation, alone=False).end()


def test_a_place_is_free_again_after_an_error() -> None:
    isolation = Isolation()
    for alone in (True, False):
        try:
            with isolation.place(alone=alone):
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    Worker(isolation, alone=True).end()
