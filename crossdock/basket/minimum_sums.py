"""Baskets in which every supplier that is ordered from gets what it takes orders from."""

from collections.abc import Collection

from crossdock.basket.covers import Covers, Taken

ByLine = dict[int, Taken]


def with_minimum_sums(covers: Covers, suppliers: Collection[int]) -> ByLine:
    """Covers by some of these suppliers.

    One that does not reach its minimum sum gets more lines or none, whichever is better.
    """
    among = set(suppliers)
    by_line = {line: covers.of(line, among).taken for line in covers.options}
    minimum = covers.instance.minimum_sums
    raised_once: set[int] = set()
    while True:
        goods = covers.goods(flat(by_line))
        short = [supplier for supplier, amount in goods.items() if 0 < amount < minimum[supplier]]
        if not short:
            return by_line
        supplier = min(short, key=lambda supplier: (minimum[supplier] - goods[supplier], supplier))
        remaining = among - {supplier}
        best = _without(covers, by_line, supplier, remaining)
        if supplier not in raised_once:
            raised_once.add(supplier)
            raised = _raised(covers, by_line, supplier, minimum[supplier] - goods[supplier])
            if raised and covers.worth(flat(raised)) <= covers.worth(flat(best)):
                by_line = raised
                continue
        by_line, among = best, remaining


def flat(by_line: ByLine) -> Taken:
    """All that is taken, in the order of the lines."""
    return [take for line in sorted(by_line) for take in by_line[line]]


def _without(covers: Covers, by_line: ByLine, supplier: int, remaining: Collection[int]) -> ByLine:
    return {
        line: covers.of(line, remaining).taken if _has(covers, taken, supplier) else taken
        for line, taken in by_line.items()
    }


def _has(covers: Covers, taken: Taken, supplier: int) -> bool:
    return any(covers.instance.supplier[choice] == supplier for choice, _pieces in taken)


def _raised(covers: Covers, by_line: ByLine, supplier: int, needed: int) -> ByLine | None:
    """With further lines at the supplier, worth `needed` more; None if there are not so many.

    Those first that lose the least for what they bring.
    """
    instance = covers.instance
    moves = []
    for line, taken in by_line.items():
        sufficient = [
            option
            for option in covers.options[line]
            if instance.supplier[option.choice] == supplier and option.most >= instance.asked[line]
        ]
        if sufficient and not _has(covers, taken, supplier):
            option = min(sufficient, key=lambda option: option.price * option.most)
            brings = option.price * option.most
            moves.append(((brings - covers.cost(taken)) / brings, line, option, brings))
    raised = dict(by_line)
    for _loss, line, option, brings in sorted(moves):
        if needed <= 0:
            break
        raised[line] = [(option.choice, option.most)]
        needed -= brings
    return raised if needed <= 0 else None
