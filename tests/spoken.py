"""What a page says, and which words of it are not Russian."""

import re
from html.parser import HTMLParser

NAMES = re.compile(
    r"\b(Crossdock|Excel|OpenDocument|CSV|XML|DEBUG|UTF|SKU|xlsm|BOSCH|Bosh|USD|RUB|English|brand=B|article=C|quantity=E|ceiling=F|code=A|Control|Command|Mac|JSON)\b"
    r"|\*?\.(result\.)?(xlsx|xlsb|xls|ods|csv|tsv|txt)\b|--[a-z-]+"
)
LATIN = re.compile(r"[A-Za-z]{2,}")
SPOKEN = ("title", "aria-label", "placeholder", "hx-confirm", "data-label")
TEXTS = re.compile("data-(few|seconds|minutes|within|over|changed|too-large)")


def latin(text: str) -> list[str]:
    """The words that are neither Russian nor names."""
    return LATIN.findall(NAMES.sub("", text))


class Spoken(HTMLParser):
    """All that a page says: its text, and the attributes that are read out or shown."""

    silent = ("script", "style")

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # Django keeps the names of permissions in the database, in English.
        is_permissions = tag == "select" and "permissions" in (values.get("name") or "")
        if tag in self.silent or is_permissions:
            self.inside = tag
        spoken = {name: text for name, text in attrs if name in SPOKEN or TEXTS.fullmatch(name)}
        if tag == "input" and values.get("type") == "submit":
            spoken["value"] = values.get("value")
        self.texts += [text for text in spoken.values() if text]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if not self.inside and data.strip():
            self.texts.append(" ".join(data.split()))


def left_in_english(html: str) -> list[str]:
    spoken = Spoken()
    spoken.feed(html)
    return [text for text in spoken.texts if latin(text)]
