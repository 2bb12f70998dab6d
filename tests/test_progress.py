from crossdock.progress import WEIGHTS, Progress, Stage


def test_percent_weighs_the_stages_and_stays_below_a_hundred():
    seen = Progress()
    assert seen.percent == 0
    seen.report(Stage.READING, 50, 100)
    assert seen.percent == WEIGHTS[Stage.READING] // 2
    for stage in WEIGHTS:
        seen.report(stage, 100, 100)
    assert sum(WEIGHTS.values()) == 100
    assert seen.percent == 99


def test_times_are_those_of_the_first_report_and_of_completion():
    seen = Progress()
    seen.report(Stage.READING, 1, 2)
    began = seen.began[Stage.READING]
    assert Stage.READING not in seen.ended
    seen.report(Stage.READING, 2, 2)
    assert seen.began[Stage.READING] == began
    assert seen.ended[Stage.READING] >= began
    assert seen.stage_times() == {"reading": (began, seen.ended[Stage.READING])}


def test_what_is_written_is_what_is_read():
    seen = Progress(floor=7)
    seen.enter(Stage.MATCHING)
    seen.report(Stage.READING, 3, 3)
    seen.report(Stage.MATCHING, 1, 3)
    fields = {name: str(value) for name, value in seen.fields().items()}
    assert Progress.parse(fields) == seen
    assert Progress.parse({}) == Progress()


class Reported(str):
    """A stage during whose reading another thread reports the next one."""

    progress: Progress

    def __format__(self, spec: str) -> str:
        self.progress.report(Stage.WRITING, 1, 2)
        return super().__format__(spec)


def test_what_is_reported_meanwhile_does_no_harm():
    seen = Progress()
    stage = Reported(Stage.READING)
    stage.progress = seen
    seen.report(stage, 1, 2)  # type: ignore[arg-type]
    assert seen.fields()["reading_done"] == 1
    assert seen.fields()["writing_done"] == 1
