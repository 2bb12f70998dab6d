"""What keeps the house in order: short files, and a test file for each module."""

from pathlib import Path

from tests.processes import ROOT

MAX_LINES = 300
FOLDERS = ("crossdock", "project", "tests", "benchmarks")
SQL = "SQL, which runs in the tests of "
WITHOUT_A_TEST = {
    "crossdock/brands/tables.py": SQL + "brands/evidence.py",
    "crossdock/offers/queries.py": SQL + "offers/search.py and offers/current.py",
    "crossdock/offers/fast_query.py": SQL + "offers/search.py and offers/current.py",
    "crossdock/offers/in_time_queries.py": SQL + "offers/in_time.py",
    "crossdock/offers/reason_queries.py": SQL + "offers/reasons.py",
    "crossdock/management/commands/clock.py": "starts crossdock/clock/jobs.py",
    "project/asgi.py": "starts project/front.py",
    "project/worker.py": "starts Django for Dramatiq, as all tests with a worker do",
}


def modules(*folders: str) -> list[Path]:
    """The paths below the root of what people have written; migrations are made."""
    paths = [path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in paths if "migrations" not in path.parts[:-1] or path.stem[0] != "0"]


def its_tests(module: Path) -> Path:
    """The one that a module's tests are in."""
    folder = module.parent.relative_to("crossdock") if module.parts[0] == "crossdock" else None
    if module.stem == "formats":
        return Path("tests/project/test_formats.py")  # of both languages
    return Path("tests") / (module.parent if folder is None else folder) / f"test_{module.name}"


def test_no_module_is_long() -> None:
    lengths = {path: len((ROOT / path).read_text().splitlines()) for path in modules(*FOLDERS)}
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_each_module_has_its_test_file() -> None:
    written = [path for path in modules("crossdock", "project") if path.name != "__init__.py"]
    without = {str(path) for path in written if not (ROOT / its_tests(path)).exists()}
    assert without == set(WITHOUT_A_TEST)
