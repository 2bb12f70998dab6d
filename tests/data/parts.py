"""Made-up parts from fixed seeds: the same in every run."""

from random import Random
from typing import NamedTuple

BRANDS = (
    *("BOSCH", "MANN-FILTER", "SKF", "LEMFÖRDER", "ЗМЗ", "Hyundai/Kia", "TOYOTA", "SACHS"),
    *("KNECHT/MAHLE", "Белкард", "FEBI BILSTEIN", "VAG"),
)
NAMES = ("Фильтр масляный", 'Амортизатор задний "газ"', "Рычаг подвески; левый", "Диск, передний")
QUANTITIES = (0, 1, 2, 3, 8, 12, 50, 120)
LIST_ROWS, REQUEST_LINES = 150, 120


class Row(NamedTuple):
    """A row of a price list."""

    brand: str
    article: str
    price: float
    quantity: int
    name: str


def _article(random: Random) -> str:
    digits = f"{random.randrange(10**10):010}"
    forms = (digits, digits[:8], f"{digits[:5]}-{digits[5:]}", f"{digits[:3]}.{digits[3:]}")
    return random.choice((*forms, f"W {digits[:4]}/{digits[4:6]}", f"{digits[:8]}AA"))


def _made_up() -> list[tuple[str, str]]:
    random = Random("parts")
    return [(random.choice(BRANDS), _article(random)) for _part in range(400)]


PARTS = _made_up()


def rows_of(name: str, *first: tuple[str, str, float, int]) -> list[Row]:
    """The rows of a price list: those that a test names, then parts by chance."""
    random = Random(name)
    more = (
        (*part, round(random.uniform(50, 20_000), 2), random.choice(QUANTITIES))
        for part in random.sample(PARTS, LIST_ROWS - len(first))
    )
    return [Row(*row, random.choice(NAMES)) for row in (*first, *more)]


def lines_of(name: str) -> list[tuple[str, str]]:
    """The parts of a request: most of them are in some price list."""
    random = Random(name)
    return [
        random.choice(PARTS)
        if random.random() < 0.85
        else (random.choice(BRANDS), _article(random))
        for _line in range(REQUEST_LINES)
    ]
