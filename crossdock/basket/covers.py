"""What the lines of an instance can be filled with, and what that comes to."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby

from crossdock.basket.cover import Cover, Option, cover
from crossdock.basket.instance import NEVER_FREE, Instance
from crossdock.basket.problem import SHARE_UNITS

Taken = list[tuple[int, int]]
"""Choices and their pieces."""


class Covers:
    """An instance's lines, and the cheapest cover of each."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        columns = (
            instance.line, instance.price, instance.pack, instance.least, instance.most,
        )  # fmt: skip
        rows = zip(*columns, range(len(instance.line)), strict=True)
        self.options: dict[int, list[Option]] = {
            line: [Option(*row[1:]) for row in group]
            for line, group in groupby(rows, lambda row: row[0])
        }

    def of(self, line: int, suppliers: Iterable[int] | None = None) -> Cover:
        """The line's cheapest cover by offers of these suppliers, or of all."""
        options = self.options[line]
        if suppliers is not None:
            of_choice, among = self.instance.supplier, set(suppliers)
            options = [option for option in options if of_choice[option.choice] in among]
        return cover(self.instance.asked[line], options, no_split=self.instance.no_split)

    @cached_property
    def fillable(self) -> list[int]:
        """The pieces of each line that its offers have."""
        pieces = [0] * len(self.instance.asked)
        for line, options in self.options.items():
            most = [option.most for option in options]
            has = max(most) if self.instance.no_split else sum(most)
            pieces[line] = min(has, self.instance.asked[line])
        return pieces

    def least_cost(self) -> int:
        """What nothing undercuts that fills all that can be filled."""
        return sum(self.cost(covered.taken) for covered in self.exact.values())

    @cached_property
    def exact(self) -> dict[int, Cover]:
        """The cheapest cover of each line for which it is certain."""
        covers = {line: self.of(line) for line in self.options}
        return {line: covered for line, covered in covers.items() if covered.is_exact}

    def cost(self, taken: Taken) -> int:
        """What the pieces cost."""
        price = self.instance.price
        return sum(price[choice] * pieces for choice, pieces in taken)

    def filled(self, taken: Taken) -> list[int]:
        """The pieces of each line that are filled."""
        pieces: Counter[int] = Counter()
        for choice, number in taken:
            pieces[self.instance.line[choice]] += number
        return [min(asked, pieces[line]) for line, asked in enumerate(self.instance.asked)]

    def missing(self, taken: Taken) -> int:
        """The pieces that are lacking in all."""
        return sum(self.instance.asked) - sum(self.filled(taken))

    def goods(self, taken: Taken) -> dict[int, int]:
        """The sum of the goods of each supplier that is taken from."""
        sums: defaultdict[int, int] = defaultdict(int)
        for choice, pieces in taken:
            sums[self.instance.supplier[choice]] += self.instance.price[choice] * pieces
        return sums

    def delivery(self, supplier: int, goods: int) -> int:
        """What delivering goods of this sum costs."""
        free_from = self.instance.free_from[supplier]
        is_free = not goods or (free_from != NEVER_FREE and goods >= free_from)
        return 0 if is_free else self.instance.delivery_costs[supplier]

    def total(self, taken: Taken) -> int:
        """The pieces and their delivery."""
        goods = self.goods(taken)
        return sum(amount + self.delivery(supplier, amount) for supplier, amount in goods.items())

    def worth(self, taken: Taken) -> tuple[int, int]:
        """Missing pieces and the total: the least is the best."""
        return self.missing(taken), self.total(taken)

    def keeps_the_rules(self, taken: Taken) -> bool:
        """Whether it keeps to those that concern several lines."""
        instance, goods = self.instance, self.goods(taken)
        largest_sum = max(goods.values(), default=0)
        return (
            (instance.max_suppliers is None or len(goods) <= instance.max_suppliers)
            and (instance.budget is None or self.total(taken) <= instance.budget)
            and all(sum_ >= instance.minimum_sums[supplier] for supplier, sum_ in goods.items())
            and (
                instance.max_share is None
                or largest_sum * 100 * SHARE_UNITS <= instance.max_share * sum(goods.values())
            )
        )
