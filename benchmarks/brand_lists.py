"""Made-up price lists and request files in which some brands are one, and many only seem to be.

What is planted is what the lists of real suppliers have: makers that are spelled in two ways, and
decoys: car makers that share their numbers, belts that all makers name alike, sub-brands, suppliers
that write another maker's name, and names that are alike. Noise are rows under a wrong brand,
misread articles, and lists that use both spellings.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, product
from random import Random

Pair = frozenset[str]
Row = tuple[str, str]

SUPPLIERS, MAKERS, TASKS, TASK_LINES = 60, 500, 60, 2000
PLANTED, SUB_BRANDS, WRONG_SUPPLIERS, BELT_MAKERS, CAR_GROUPS = 200, 170, 100, 45, 190

NAMED_ALIKE = """
    NRF NGK|SKF FEBI|Mobil Mobiletron|ATE ATS|TRW TRE|LUK LUKOIL|Valeo Valvoline|Sachs Sasic|Elring
    Elf|Bosal Bosch|Monroe Moog|Dayco Denso|Filtron Fiat|Knecht KYB|Nissens Nissin|Meyle Mahle|Swag
    Swf|Topran Top|Corteco Continental|Gates Gaz|Hengst Hepu|Ina Isam|Koyo Kyb
"""
"""Brands that somebody may take for each other, though they are not one."""

SYLLABLES = [a + b for a, b in product("bdfgklmnprstvz", "aeiou")]
SUFFIXES = (" Filter", " GmbH", "-Parts", " Automotive", " Group", " Original")


class Lists:
    """What 60 suppliers list, what was asked of them, and which names are one; from a seed.

    `noise` multiplies how many rows and lists are wrong.
    """

    def __init__(self, seed: int, noise: float = 1) -> None:
        self.random = Random(seed)
        self.noise = noise
        self._names: set[str] = set()
        self.suppliers: list[list[Row]] = [[] for _ in range(SUPPLIERS)]
        self.tasks: list[list[Row]] = []
        self.one: set[Pair] = set()
        self.decoys: set[Pair] = set()
        self.alike = {frozenset(pair.split()) for pair in NAMED_ALIKE.split("|")}
        self._spellings: dict[str, tuple[str, ...]] = {}
        makers = self._makers()
        for place, (name, articles) in enumerate(makers.items()):
            self._spell(name, is_planted=place % (MAKERS * 2 // 5) < PLANTED * 2 // 5)
            self._list(name, articles)
        self._belts(list(makers)[:BELT_MAKERS])
        self._car_makers()
        self._sub_brands(list(makers.items())[:SUB_BRANDS])
        self._wrong_suppliers(makers)
        self._ask(makers)
        self._disturb(list(makers))

    def _makers(self) -> dict[str, list[str]]:
        """Each maker's articles, in a manner of its own; a few large ones and many small."""
        alike = sorted(name for pair in self.alike for name in pair)
        names = alike + [self._name() for _ in range(MAKERS - len(alike))]
        self.random.shuffle(names)
        return {
            name: self._articles(int(20 * self.random.paretovariate(1)) % 400 + 12)
            for name in names
        }

    def _name(self) -> str:
        while True:
            parts = self.random.choices(SYLLABLES, k=self.random.choice((2, 3, 3, 4)))
            name = "".join(parts).capitalize() + self.random.choice(("", "x", "n", "r", "tek"))
            if name.lower() not in self._names:
                self._names.add(name.lower())
                return name

    def _articles(self, count: int) -> list[str]:
        random = self.random
        prefix = "".join(random.choices("ABCDEFGHKLMNPRSTVW", k=random.choice((1, 2, 2, 3))))
        kind = random.choice(("letters", "letters", "digits", "long", "short"))
        digits = {"letters": 4, "digits": 7, "long": 10, "short": 5}[kind]
        numbers = [str(random.randrange(10 ** (digits - 1), 10**digits)) for _ in range(count)]
        return [prefix + number if kind == "letters" else number for number in numbers]

    def _spell(self, name: str, *, is_planted: bool) -> None:
        if not is_planted or len(self.one) >= PLANTED or name in {n for p in self.alike for n in p}:
            self._spellings[name] = (name,)
            return
        other = self._other_spelling(name)
        self.one.add(frozenset((name, other)))
        self._spellings[name] = (name, other)

    def _other_spelling(self, name: str) -> str:
        kind = self.random.random()
        if kind < 0.35:
            return name + self.random.choice(SUFFIXES)
        if kind < 0.6 and len(name) > 6:  # a letter is doubled, or left out
            place = self.random.randrange(2, len(name) - 1)
            return name[:place] + self.random.choice((name[place] * 2, "")) + name[place + 1 :]
        if kind < 0.7:
            return f"{name} {self._name()}"
        return self._name()

    def _list(self, name: str, articles: list[str]) -> None:
        """Have the maker listed: each supplier spells it in one way, the most in the first."""
        random, spellings = self.random, self._spellings[name]
        rare = 0 if random.random() < 0.3 else 0.3  # some spellings nearly nobody else uses
        count = max(3, int(SUPPLIERS * random.betavariate(1.2, 4)))
        chosen = random.sample(range(SUPPLIERS), count)
        for place, supplier in enumerate(chosen):
            second = place == 1 or (place > 1 and random.random() < rare)
            spelling = spellings[-1] if second else spellings[0]
            share = random.uniform(0.2, 0.9)
            kept = [article for article in articles if random.random() < share]
            self.suppliers[supplier] += [(spelling, article) for article in kept]
            if len(spellings) > 1 and random.random() < 0.03 * self.noise:  # this list uses both
                other = spellings[0] if second else spellings[-1]
                rows = self.suppliers[supplier]
                rows[len(rows) - len(kept) :] = [(random.choice(spellings), each) for each in kept]
                if random.random() < 0.25:
                    rows += [(other, each) for each in kept[: 1 + len(kept) // 50]]

    def _belts(self, makers: list[str]) -> None:
        sizes = [f"{ribs}PK{length}" for ribs in (3, 4, 5, 6, 7) for length in range(600, 2600, 25)]
        for maker in makers:
            articles = self.random.sample(sizes, 120)
            for supplier in self.random.sample(range(SUPPLIERS), 12):
                self.suppliers[supplier] += [(maker, article) for article in articles[::2]]
        self.decoys |= {frozenset(pair) for pair in combinations(makers, 2)}

    def _car_makers(self) -> None:
        """Car makers of one group share numbers: each supplier says one of them, or several do."""
        for _ in range(CAR_GROUPS):
            brands = [self._name() for _ in range(self.random.choice((2, 3, 4, 4)))]
            self.decoys |= {frozenset(pair) for pair in combinations(brands, 2)}
            own = {brand: self._articles(self.random.randrange(30, 120)) for brand in brands}
            common = self._articles(self.random.randrange(10, 60))
            for supplier in self.random.sample(range(SUPPLIERS), self.random.randrange(6, 25)):
                rows = [(b, a) for b in brands for a in own[b] if self.random.random() < 0.4]
                rows += [(self.random.choice(brands), a) for a in common]
                self.suppliers[supplier] += rows

    def _sub_brands(self, makers: list[tuple[str, list[str]]]) -> None:
        """Some suppliers name a part of a maker's range by the name of a sub-brand."""
        for maker, articles in makers:
            sub = self._name()
            self.decoys.add(frozenset((maker, sub)))
            part = set(articles[: max(3, len(articles) // 6)])
            for supplier, rows in enumerate(self.suppliers):
                uses = any(brand == maker for brand, _article in rows)
                if uses and self.random.random() < 0.35:
                    self.suppliers[supplier] = [
                        (sub if brand == maker and article in part else brand, article)
                        for brand, article in rows
                    ]

    def _wrong_suppliers(self, makers: dict[str, list[str]]) -> None:
        """A supplier lists some of one maker's parts as another's, whom it may not even sell."""
        names = list(makers)
        for _ in range(int(WRONG_SUPPLIERS * self.noise)):
            right, wrong = self.random.sample(names, 2)
            supplier = self.random.randrange(SUPPLIERS)
            some = self.random.sample(makers[right], min(12, len(makers[right])))
            self.suppliers[supplier] += [(wrong, article) for article in some]
            self.decoys.add(frozenset((right, wrong)))
        for pair in self.alike:
            right, wrong = sorted(pair)
            rows = [(wrong, article) for article in makers[right][:6]]
            self.suppliers[self.random.randrange(SUPPLIERS)] += rows

    def _ask(self, makers: dict[str, list[str]]) -> None:
        """People ask for parts by either spelling, the large makers' most."""
        names = list(makers)
        sizes = [len(makers[name]) for name in names]
        for _ in range(TASKS):
            asked = []
            for name in self.random.choices(names, sizes, k=TASK_LINES):
                spelling = self.random.choice(self._spellings[name])
                asked.append((spelling, self.random.choice(makers[name])))
            self.tasks.append(asked)

    def _disturb(self, makers: list[str]) -> None:
        """Rows under a brand that is not theirs, and articles that were misread."""
        for supplier, rows in enumerate(self.suppliers):
            self.suppliers[supplier] = list(dict.fromkeys(map(self._disturbed, rows)))
            self.random.shuffle(self.suppliers[supplier])

    def _disturbed(self, row: Row) -> Row:
        brand, article = row
        chance = self.random.random() / self.noise
        if chance < 0.003:
            return self.random.choice(list(self._spellings)), article
        if chance < 0.013:
            place = self.random.randrange(len(article))
            return brand, article[:place] + self.random.choice("0123456789") + article[place + 1 :]
        return row

    def missed(self) -> Iterator[tuple[int, str, str]]:
        """The lines that nobody offers under the brand that they name: task, brand, article."""
        offered = {row for rows in self.suppliers for row in rows}
        for task, rows in enumerate(self.tasks):
            yield from ((task, *row) for row in rows if row not in offered)

    def lost(self) -> dict[Pair, int]:
        """How many lines are lost to each pair of spellings that is one."""
        offered = {row for rows in self.suppliers for row in rows}
        other = {name: pair for pair in self.one for name in pair}
        lost: dict[Pair, int] = defaultdict(int)
        for _task, brand, article in self.missed():
            if brand in other and any((name, article) in offered for name in other[brand]):
                lost[other[brand]] += 1
        return lost
