"""The message catalogues: `python -m project.catalogue extract` or `check`; no GNU gettext needed.

`locale/<language>/LC_MESSAGES/django.po` is kept in git. What Django reads is compiled from it
under VAR_DIR whenever the settings are loaded and it has changed.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django.utils.dates
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
LOCALE_DIR = BASE_DIR / "locale"
PO = Path("LC_MESSAGES/django.po")

LAZY = ("gettext", "ngettext", "pgettext", "npgettext")
KEYWORDS = DEFAULT_KEYWORDS | {"Text": None}  # a message that is kept (crossdock.texts)
KEYWORDS |= {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in LAZY}
MONTHS = "abbrev. month"
"""The context of Django's short months, whose Russian ones are none: its "Ноя." is our "нояб."."""

PLACEHOLDER = re.compile(r"%\((\w+)\)|%([sd])|\{(\w*)\}")


def compile_catalogues(target: Path) -> Path:
    """Bring the compiled catalogues under `target` up to date; returns it.

    A compiled file has the time of its source. Several processes may do this at once.
    """
    for source in LOCALE_DIR.glob(f"*/{PO}"):
        compiled = target / source.relative_to(LOCALE_DIR).with_suffix(".mo")
        stamp = source.stat().st_mtime_ns
        if compiled.exists() and compiled.stat().st_mtime_ns == stamp:
            continue
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as file:
            write_mo(file, _read(source))
        os.utime(file.name, ns=(stamp, stamp))
        Path(file.name).replace(compiled)
    return target


def bring_up_to_date(language: str) -> None:
    """Add the source's new messages, untranslated, to a catalogue and remove what is unused."""
    path = LOCALE_DIR / language / PO
    catalogue = _read(path) if path.exists() else Catalog(locale=language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    body = BytesIO()
    options = {"omit_header": True, "no_location": True, "ignore_obsolete": True}
    write_po(body, catalogue, sort_output=True, width=0, **options)
    path.parent.mkdir(parents=True, exist_ok=True)
    header = (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    path.write_text(header + body.getvalue().decode().strip() + "\n")


def faults(language: str) -> Iterator[str]:
    """What is wrong with a catalogue: a sentence for each message that nobody may see like this."""
    catalogue, template = _read(LOCALE_DIR / language / PO), extracted()
    for message in filter(lambda message: message.id, template):
        if (message.id, message.context) not in _keys(catalogue):
            yield f"not in the catalogue: {message.id!r}"
    for message in filter(lambda message: message.id, catalogue):
        if (message.id, message.context) not in _keys(template):
            yield f"unused: {message.id!r}"
        yield from (f"{fault}: {message.id!r}" for fault in _faults_of(message, catalogue))


def extracted() -> Catalog:
    """All messages of the Python sources and templates."""
    catalogue = Catalog()
    for folder in ("crossdock", "project"):
        for path in sorted((BASE_DIR / folder).rglob("*.py")):
            _extract(path.read_bytes(), catalogue)
    for path in sorted((BASE_DIR / "templates").rglob("*.html")):
        # In brackets, for a template's indentation means nothing to Python.
        source = templatize(path.read_text(), origin=str(path.relative_to(BASE_DIR)))
        _extract(f"({source}\n)".encode(), catalogue)
    _extract(Path(django.utils.dates.__file__).read_bytes(), catalogue, context=MONTHS)
    return catalogue


def _extract(source: bytes, catalogue: Catalog, *, context: str | None = None) -> None:
    for _line, message, _comments, message_context in extract("python", BytesIO(source), KEYWORDS):
        if context in (None, message_context):
            catalogue.add(message, context=message_context)


def _keys(catalogue: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalogue}


def _faults_of(message: Message, catalogue: Catalog) -> Iterator[str]:
    texts = _parts(message.string)
    source = _parts(message.id)[-1]
    if message.fuzzy:
        yield "fuzzy"
    if not all(texts) or len(texts) != (catalogue.num_plurals if message.pluralizable else 1):
        yield "untranslated"
    elif any(_placeholders(text) != _placeholders(source) for text in texts):
        yield "other placeholders"


def _parts(text: object) -> tuple[str, ...]:
    """Of a message or its translation: all its forms, or the only one."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _placeholders(text: str) -> list[tuple[str, ...]]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def main(arguments: list[str]) -> int:
    """Run the command; returns the exit code."""
    languages = sorted(path.parent.parent.name for path in LOCALE_DIR.glob(f"*/{PO}"))
    if arguments == ["extract"]:
        for language in languages:
            bring_up_to_date(language)
    elif arguments != ["check"]:
        sys.exit(__doc__)
    all_faults = [f"{language}: {fault}" for language in languages for fault in faults(language)]
    sys.stdout.writelines(f"{fault}\n" for fault in all_faults)
    return 1 if all_faults and arguments == ["check"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
