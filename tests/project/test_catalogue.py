"""What stands between a message in the source and its reader."""

import shutil
from pathlib import Path

import pytest

from project import catalogue

PO = """msgid ""
msgstr ""
"Language: ru\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
COUNTED = ("%(days)s day", "%(days)s days")
HOLDS = 'msgid "Retry"\nmsgstr "Повторить"\n'
DAYS = 'msgid "%(days)s day"\nmsgid_plural "%(days)s days"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'
GOOD_DAYS = DAYS + 'msgstr[2] "%(days)s дней"\n'


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one module and one template."""
    for folder in ("crossdock", "project", "templates", "locale/ru/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "crossdock/a.py").write_text('text = _("Retry")\n')
    (tmp_path / "templates/a.html").write_text(
        "{% load i18n %}\n    {% blocktranslate count days=days trimmed %}\n  {{ days }} day\n"
        "{% plural %}\n      {{ days }} days\n{% endblocktranslate %}\n"
    )
    monkeypatch.setattr(catalogue, "BASE_DIR", tmp_path)
    monkeypatch.setattr(catalogue, "LOCALE_DIR", tmp_path / "locale")
    monkeypatch.setattr(catalogue, "MONTHS", "no month at all")
    return tmp_path


def faults(source: Path, *messages: str) -> list[str]:
    path = source / "locale/ru" / catalogue.PO
    path.write_text(PO + "\n".join(messages))
    return list(catalogue.faults("ru"))


def test_what_is_whole(source: Path) -> None:
    assert faults(source, HOLDS, GOOD_DAYS.format("%(days)s день", "%(days)s дня")) == []


@pytest.mark.parametrize(
    ("retry", "days", "fault"),
    [
        ("", ("%(days)s день", "%(days)s дня"), "not in the catalogue: 'Retry'"),
        ('msgid "Retry"\nmsgstr ""\n', ("%(days)s день", "%(days)s дня"), "untranslated: 'Retry'"),
        (f"#, fuzzy\n{HOLDS}", ("%(days)s день", "%(days)s дня"), "fuzzy: 'Retry'"),
        (HOLDS, ("один день", "%(days)s дня"), f"other placeholders: {COUNTED}"),
        (HOLDS, ("%(days)s день", "%(day)s дня"), f"other placeholders: {COUNTED}"),
        (HOLDS, ("%(days)s день", ""), f"untranslated: {COUNTED}"),
    ],
)
def test_what_is_not(source: Path, retry: str, days: tuple[str, str], fault: str) -> None:
    assert faults(source, retry, GOOD_DAYS.format(*days)) == [fault]


def test_what_nobody_says_any_more(source: Path) -> None:
    days = GOOD_DAYS.format("%(days)s день", "%(days)s дня")
    unused = 'msgid "Gone"\nmsgstr "Нет"\n'
    assert faults(source, HOLDS, days, unused) == ["unused: 'Gone'"]


def test_extracting_keeps_what_is_translated_and_adds_what_is_new(source: Path) -> None:
    faults(source, HOLDS, 'msgid "Gone"\nmsgstr "Нет"\n')
    catalogue.bring_up_to_date("ru")
    assert list(catalogue.faults("ru")) == [f"untranslated: {COUNTED}"]
    path = source / "locale/ru" / catalogue.PO
    before = path.read_text()
    assert HOLDS in before
    catalogue.bring_up_to_date("ru")
    assert path.read_text() == before


def test_a_changed_catalogue_is_compiled_anew(source: Path, tmp_path: Path) -> None:
    faults(source, HOLDS)
    compiled = catalogue.compile_catalogues(tmp_path / "var") / "ru/LC_MESSAGES/django.mo"
    assert "Повторить".encode() in compiled.read_bytes()
    faults(source, HOLDS.replace("Повторить", "Заново"))
    catalogue.compile_catalogues(tmp_path / "var")
    assert "Заново".encode() in compiled.read_bytes()
    shutil.rmtree(tmp_path / "var")
    first = catalogue.compile_catalogues(tmp_path / "var") / "ru/LC_MESSAGES/django.mo"
    assert first == compiled
    assert "Заново".encode() in first.read_bytes()
