"""All texts of the result file, in its two languages.

The file speaks the language of the request file's headings, not that of the user's browser:
that is why these texts stand here and not in the message catalogues.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crossdock.offers.days import as_date
from crossdock.offers.evidence import Evidence
from crossdock.offers.outcomes import Outcome
from crossdock.results.cells import text_cell
from crossdock.results.purchases import Purchase
from crossdock.results.remarks import NO_REMARK, Remark
from crossdock.spreadsheets.cells import as_text


@dataclass(frozen=True)
class ResultTexts:
    """The texts and date formats of a result file in one language.

    `price`, `quantity`, `supplier`, `offer_terms` and `offer_sku` take the rank of the offer;
    `told` are an offer's day and age, delivery time, pack and minimum; `and_more` takes names and
    how many others there are, `last_seen` what is said, day, supplier and price.
    """

    lines_sheet: str
    summary_sheet: str
    sku: str
    brand: str
    article: str
    price: str
    quantity: str
    supplier: str
    outcome: str
    code: str
    asked: str
    not_enough: str
    too_dear: str
    quantity_unread: str
    ceiling_unread: str
    and_more: str
    price_from: str
    last_seen: str
    found_if: str
    line_sum: str
    price_day: str
    price_age: str
    delivery: str
    pack: str
    minimum: str
    supplier_brand: str
    supplier_article: str
    offer_terms: str
    offer_sku: str
    told: tuple[str, str, str, str]
    best_price: str
    available: str
    best_offer_supplier: str
    column: str
    outcomes: Mapping[Outcome, str]
    title: str
    request: str
    request_name: str
    supplier_group: str
    lookback_days: str
    within_hours: str
    prices_as_of: str
    totals: str
    lines: str
    lines_found: str
    share_found: str
    best_price_total: str
    currency: str
    cost_total: str
    lines_short: str
    lines_without_demand: str
    offers_per_line: str
    offers: tuple[str, str, str, str]
    best_supplier: str
    lines_won: str
    share_won: str
    chart_title: str
    date_format: str
    moment_format: str
    moment_strftime: str
    day_strftime: str

    def came_of(self, outcome: Outcome, bought: Purchase | None, remark: Remark = NO_REMARK) -> str:
        """What came of a line, how much its offers lack, if they do, and what else is to be said.

        A text that could not be read is in it as it stands in the file, cut.
        """
        said = [self.outcomes[outcome]]
        if bought and bought.is_short:
            amounts = (as_text(bought.pieces), as_text(bought.demand))
            said = [] if outcome is Outcome.FOUND else said
            said.append(self.not_enough.format(*amounts))
        if remark.cheapest is not None:
            amounts = (as_text(remark.cheapest), as_text(remark.excess))
            said.append(self.too_dear.format(*amounts))
        said += self._told(said.pop(), remark.evidence)
        if remark.quantity:
            said.append(self.quantity_unread.format(remark.quantity))
        if remark.ceiling:
            said.append(self.ceiling_unread.format(remark.ceiling))
        return text_cell(". ".join(said)) or ""

    def _told(self, outcome: str, evidence: Evidence) -> Iterator[str]:
        """The outcome with what speaks for it, and what the line may have meant."""
        names = ", ".join(evidence.names)
        price = None if evidence.price is None else as_text(evidence.price)
        if evidence.more:
            names = self.and_more.format(names, evidence.more)
        if evidence.day is not None:
            day = as_date(evidence.day).strftime(self.day_strftime)
            yield self.last_seen.format(outcome, day, names, price)
        elif names:
            told = f"{outcome}: {names}"
            yield told if price is None else self.price_from.format(told, price)
        else:
            yield outcome
        if hint := evidence.hint:
            yield self.found_if.format(hint.article, self.offers[hint.offers], as_text(hint.price))


ENGLISH = ResultTexts(
    lines_sheet="Result",
    summary_sheet="Summary",
    sku="SKU",
    brand="Brand",
    article="Article",
    price="Best price {}",
    quantity="Quantity {}",
    supplier="Supplier name {}",
    outcome="Outcome",
    code="Own code",
    asked="Asked for, pcs",
    not_enough="Not enough: {} of {}",
    too_dear="The cheapest costs {}, that is {} over",
    quantity_unread="Quantity not read: {}",
    ceiling_unread="Ceiling price not read: {}",
    and_more="{} and {} more",
    price_from="{}, from {}",
    last_seen="{}: last on {} by {} at {}",
    found_if="Found if {}: {} from {}",
    line_sum="Sum, {}",
    price_day="Price of",
    price_age="Price age, days",
    best_price="Best price",
    available="Quantity available",
    best_offer_supplier="Supplier",
    delivery="Delivery, hours",
    pack="Pack, pcs",
    minimum="Minimum, pcs",
    supplier_brand="Supplier's brand",
    supplier_article="Supplier's article",
    offer_terms="Offer {}: terms",
    offer_sku="Offer {}: SKU",
    told=("{}, days old: {}", "in {} h", "pack of {}", "at least {}"),
    column="Column {}",
    outcomes={
        Outcome.FOUND: "Found",
        Outcome.FOUND_IGNORING_ZEROS: "Found, leading zeros ignored",
        Outcome.TOO_OLD: "Only older offers",
        Outcome.OUT_OF_STOCK: "Out of stock",
        Outcome.OFFERED_BEFORE: "Offered once, not any more",
        Outcome.OUTSIDE_GROUP: "Offered only outside the supplier group",
        Outcome.DISABLED_ONLY: "Offered only by disabled suppliers",
        Outcome.OTHER_BRANDS: "Article known under other brands",
        Outcome.UNKNOWN_BRAND: "Brand not known",
        Outcome.NEVER_SEEN: "Article not known",
        Outcome.TOO_LATE: "Nothing arrives in time",
        Outcome.ABOVE_CEILING: "Offers only above the ceiling price",
        Outcome.NOT_FOUND: "Not found",
        Outcome.NO_BRAND: "No brand",
        Outcome.NO_ARTICLE: "No article",
        Outcome.EMPTY: "Neither brand nor article",
        Outcome.DIGITS_LOST: "Article stored as a number too long: digits lost",
        Outcome.ARTICLE_IS_DATE: (
            "Article stored as a date or a time: type it anew in cells formatted as text"
        ),
        Outcome.UNSPLIT: "Brand and article cannot be told apart",
        Outcome.SEVERAL_ARTICLES: "Several articles in one cell",
    },
    title="Summary",
    request="Request",
    request_name="Request file",
    supplier_group="Supplier group",
    lookback_days="Lookback, days",
    within_hours="Only what arrives within, hours",
    prices_as_of="Prices as of",
    totals="Totals",
    lines="Lines",
    lines_found="Lines found",
    share_found="Share found",
    best_price_total="Sum of best prices, without quantities",
    currency="Currency",
    cost_total="Sum of all lines",
    lines_short="Lines that offers cannot fill",
    lines_without_demand="Lines without a quantity",
    offers_per_line="Offers for a line",
    offers=("No offers", "1 offer", "2 offers", "3 offers"),
    best_supplier="Supplier",
    lines_won="Lines won",
    share_won="Share of lines found",
    chart_title="Lines won by supplier (best price)",
    date_format="yyyy-mm-dd",
    moment_format="yyyy-mm-dd hh:mm",
    moment_strftime="%Y-%m-%d %H:%M",
    day_strftime="%Y-%m-%d",
)

RUSSIAN = ResultTexts(
    lines_sheet="Результат",
    summary_sheet="Сводка",
    sku="SKU",
    brand="Бренд",
    article="Артикул",
    price="Лучшая цена {}",
    quantity="Количество {}",
    supplier="Название поставщика {}",
    outcome="Итог",
    code="Свой код",
    asked="Запрошено, шт.",
    not_enough="Не хватает: есть {} из {}",
    too_dear="Самое дешёвое стоит {}, это дороже на {}",
    quantity_unread="Количество не прочитано: {}",
    ceiling_unread="Предельная цена не прочитана: {}",
    and_more="{} и ещё {}",
    price_from="{}, от {}",
    last_seen="{}: последний раз {}, {}, по {}",
    found_if="Нашлось бы как {}: {} от {}",
    line_sum="Сумма, {}",
    price_day="Дата цены",
    price_age="Возраст цены, дней",
    best_price="Лучшая цена",
    available="Количество в наличии",
    best_offer_supplier="Поставщик",
    delivery="Срок поставки, ч",
    pack="Кратность, шт.",
    minimum="Минимум, шт.",
    supplier_brand="Бренд у поставщика",
    supplier_article="Артикул у поставщика",
    offer_terms="Предложение {}: условия",
    offer_sku="Предложение {}: SKU",
    told=("{}, дней: {}", "срок {} ч", "кратность {}", "от {} шт."),
    column="Столбец {}",
    outcomes={
        Outcome.FOUND: "Найдено",
        Outcome.FOUND_IGNORING_ZEROS: "Найдено без учёта ведущих нулей",
        Outcome.TOO_OLD: "Есть только более старые предложения",
        Outcome.OUT_OF_STOCK: "Нет в наличии",
        Outcome.OFFERED_BEFORE: "Раньше предлагали, теперь нет",
        Outcome.OUTSIDE_GROUP: "Есть только вне группы поставщиков",
        Outcome.DISABLED_ONLY: "Есть только у отключённых поставщиков",
        Outcome.OTHER_BRANDS: "Артикул известен под другими брендами",
        Outcome.UNKNOWN_BRAND: "Бренд неизвестен",
        Outcome.NEVER_SEEN: "Артикул неизвестен",
        Outcome.TOO_LATE: "Ничего не успевает к сроку",
        Outcome.ABOVE_CEILING: "Есть только дороже предельной цены",
        Outcome.NOT_FOUND: "Не найдено",
        Outcome.NO_BRAND: "Нет бренда",
        Outcome.NO_ARTICLE: "Нет артикула",
        Outcome.EMPTY: "Нет ни бренда, ни артикула",
        Outcome.DIGITS_LOST: "Артикул сохранён слишком длинным числом: цифры потеряны",
        Outcome.ARTICLE_IS_DATE: (
            "Артикул сохранён датой или временем: введите его заново в ячейках формата «Текстовый»"
        ),
        Outcome.UNSPLIT: "Бренд и артикул не удалось разделить",
        Outcome.SEVERAL_ARTICLES: "Несколько артикулов в одной ячейке",
    },
    title="Сводка",
    request="Запрос",
    request_name="Файл запроса",
    supplier_group="Группа поставщиков",
    lookback_days="Глубина поиска, дней",
    within_hours="Только со сроком поставки до, часов",
    prices_as_of="Цены на",
    totals="Итоги",
    lines="Строк",
    lines_found="Строк найдено",
    share_found="Доля найденных",
    best_price_total="Сумма лучших цен, без количеств",
    currency="Валюта",
    cost_total="Сумма всех строк",
    lines_short="Строк, где не хватает",
    lines_without_demand="Строк без количества",
    offers_per_line="Предложений на строку",
    offers=("Нет предложений", "1 предложение", "2 предложения", "3 предложения"),
    best_supplier="Поставщик",
    lines_won="Выиграно строк",
    share_won="Доля найденных строк",
    chart_title="Строки, выигранные поставщиками (лучшая цена)",
    date_format="dd.mm.yyyy",
    moment_format="dd.mm.yyyy hh:mm",
    moment_strftime="%d.%m.%Y %H:%M",
    day_strftime="%d.%m.%Y",
)
