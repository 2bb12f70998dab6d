"""Forty request files, laid out as real programs and people do it; what is in them is made up.

Each has its rows, cells parted by |, and what it asks for: brand, article, pieces ("?": the file
does not say it). A cell that begins with ' is text, other numbers are numbers in workbooks.
"""

from typing import NamedTuple


class Layout(NamedTuple):
    """A layout's name, the kind of file, its rows and the lines that it asks for.

    `by_hand` are its columns, "A=brand B=article", where somebody has to select some, and
    `header_row` is that of the headings, from 1; None where there are none.
    """

    name: str
    kind: str
    rows: str
    lines: str
    by_hand: str = ""
    header_row: int | None = None


LAYOUTS = [
    Layout(
        "1C, order to a supplier",
        "xls",
        """Заказ поставщику № 215 от 12 ноября 2026 г.
        Исполнитель:|||ООО «Ромашка»

        №|Артикул|Товар|Производитель|Кол-во|Ед.|Цена|Сумма
        1|0986452041|Фильтр масляный|BOSCH|4|шт|450|1800
        2|GDB1550|Колодки|TRW|2|компл|3100|6200
        ||||||Итого:|8000""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "1C, report of stock with what to buy",
        "xlsx",
        """Остатки и потребность||||||
        Параметры:|Период: ноябрь 2026|||||
        Номенклатура.Код|Номенклатура.Артикул|Номенклатура.Производитель|Остаток|Резерв|К заказу
        00-00000123|W712/75|MANN-FILTER|3|1|6
        00-00000124|OC90|KNECHT|0|0|12""",
        "MANN-FILTER W712/75 6; KNECHT OC90 12",
    ),
    Layout(
        "1C, goods with a group in a row of its own",
        "xlsx",
        """Код|Артикул|Наименование|Бренд|Заказ
        |||Фильтры|
        123|W712/75|Фильтр|MANN-FILTER|6
        |||Тормоза|
        124|GDB1550|Колодки|TRW|2""",
        "MANN-FILTER W712/75 6; TRW GDB1550 2",
    ),
    Layout(
        "SAP, purchase requisition",
        "xlsx",
        """Purch.Req.|Item|Material|Short Text|Manufacturer|Manufact. Part No.|Quantity|Un|Delivery
        10012345|10|400123|OIL FILTER|BOSCH|0986452041|4|PC|12.12.2026
        10012345|20|400124|BRAKE PADS|TRW|GDB1550|2|PC|12.12.2026""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "SAP, with mixed languages",
        "csv",
        """Материал|Производитель|№ детали производителя|Количество|БЕИ
        400123|BOSCH|0986452041|4|ШТ
        400124|TRW|GDB1550|2|ШТ""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "Power BI, table",
        "csv",
        """Brand|Part Number|Sum of Demand
        BOSCH|0986452041|4
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "pivot table",
        "xlsx",
        """Бренд|Артикул|Сумма по полю Заказ
        BOSCH|0986452041|4
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "LibreOffice, plain",
        "ods",
        """Марка|Номер|Количество
        BOSCH|'0986452041|4
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "service station, order of works",
        "xlsx",
        """СТО «Колесо»||||
        Автомобиль:|VW Golf V|VIN|WVWZZZ1KZ5W000001|
        ||||
        № п/п|Наименование|Производитель|Каталожный номер|Кол.
        1|Фильтр|BOSCH|'0986452041|4
        2|Колодки|TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "fleet, cars beside parts",
        "xlsx",
        """Гос. номер|Марка|Модель|Бренд запчасти|Номер запчасти|Нужно, шт.
        А123ВС|MAN|TGX|BOSCH|'0986452041|4
        К456ММ|DAF|XF|TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "bill of materials, Mfr and MPN",
        "csv",
        """Item|Qty|Reference|Mfr|MPN|Description
        1|4|FL1|BOSCH|0986452041|Filter
        2|2|BR1|TRW|GDB1550|Pads""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "shop, cart",
        "html",
        """Производитель|Артикул|Описание|Цена, руб.|Кол-во|Сумма
        BOSCH|0986452041|Фильтр|450|4|1800
        TRW|GDB1550|Колодки|3100|2|6200""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "shop, orders of WooCommerce",
        "csv",
        """Order ID|SKU|Brand|Product|Quantity|Line total
        71|0986452041|BOSCH|Oil filter|4|1800
        72|GDB1550|TRW|Brake pads|2|6200""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "marketplace, deliveries",
        "xlsx",
        """Штрихкод|Бренд|Артикул продавца|Артикул WB|К поставке, шт
        '2000000000017|BOSCH|'0986452041|112233445|4
        '2000000000024|TRW|GDB1550|112233446|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "own code first",
        "xlsx",
        """Наш код|Бренд|Артикул|Заявка|Макс. цена
        '00012|BOSCH|'0986452041|4|500
        '00013|TRW|GDB1550|2|3200""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "stock, minimum and order",
        "xls",
        """Бренд|Артикул|Мин. остаток|Остаток|Продажи 30 дней|К заказу
        BOSCH|'0986452041|10|6|12|4
        TRW|GDB1550|4|2|3|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "headings in two rows",
        "xlsx",
        """Деталь||Количество|
        Бренд|Артикул|Остаток|Заказ
        BOSCH|'0986452041|6|4
        TRW|GDB1550|2|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "units under the headings",
        "ods",
        """Бренд|Артикул|Потребность
        ||шт.
        BOSCH|'0986452041|4
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "numbers of the columns under the headings",
        "xlsx",
        """№|Бренд|Артикул|Количество
        1|2|3|4
        1|BOSCH|'0986452041|4
        2|TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "two tables side by side",
        "xlsx",
        """Бренд|Артикул|Кол-во||Бренд|Артикул|Кол-во
        BOSCH|'0986452041|4||TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "headings again on each page",
        "xls",
        """Бренд|Артикул|Кол-во
        BOSCH|'0986452041|4
        Бренд|Артикул|Кол-во
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "quantities with their unit",
        "csv",
        """Бренд|Артикул|Кол-во
        BOSCH|0986452041|4 шт.
        TRW|GDB1550|2 компл.""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "no headings, brand first",
        "xlsx",
        """BOSCH|'0986452041|4
        TRW|GDB1550|2
        KYB|333114|1""",
        "BOSCH 0986452041 ?; TRW GDB1550 ?; KYB 333114 ?",
    ),
    Layout(
        "no headings, article first",
        "txt",
        """0986452041|BOSCH|4
        GDB1550|TRW|2
        333114|KYB|1""",
        "BOSCH 0986452041 4; TRW GDB1550 2; KYB 333114 1",
        by_hand="B=brand A=article C=quantity",
    ),
    Layout(
        "brand and article in one column",
        "xlsx",
        """Бренд и артикул|Кол-во
        BOSCH 0986452041|4
        TRW GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "Ukrainian",
        "xlsx",
        """№|Виробник|Артикул|Назва|Залишок|Потрібно
        1|BOSCH|'0986452041|Фільтр|6|4
        2|TRW|GDB1550|Колодки|2|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "Ukrainian, order",
        "csv",
        """Бренд|Каталожний номер|Замовлення, шт
        BOSCH|0986452041|4
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "Kazakh",
        "xlsx",
        """Өндіруші|Артикул|Атауы|Қалдық|Тапсырыс
        BOSCH|'0986452041|Сүзгі|6|4
        TRW|GDB1550|Колодка|2|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "German",
        "csv",
        """Pos.|Hersteller|Artikelnummer|Bezeichnung|Lagerbestand|Bestellmenge
        1|BOSCH|0986452041|Ölfilter|6|4
        2|TRW|GDB1550|Bremsbeläge|2|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "Polish",
        "csv",
        """Lp.|Producent|Numer katalogowy|Nazwa|Stan magazynowy|Zamówienie
        1|BOSCH|0986452041|Filtr|6|4
        2|TRW|GDB1550|Klocki|2|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "English, required",
        "xlsx",
        """Line|Manufacturer|Part #|Description|On hand|Qty required|Target price
        1|BOSCH|'0986452041|Filter|6|4|5.5
        2|TRW|GDB1550|Pads|2|2|33""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "database export, snake case",
        "csv",
        """id|brand_name|part_number|order_qty|created_at
        1|BOSCH|0986452041|4|2026-11-12
        2|TRW|GDB1550|2|2026-11-12""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "database export, camel case",
        "csv",
        """id|brandName|partNumber|quantity
        1|BOSCH|0986452041|4
        2|TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "XML of 2003, from an old program",
        "xml",
        """Произв.|Артикул|Наимен.|Кол-во
        BOSCH|'0986452041|Фильтр|4
        TRW|GDB1550|Колодки|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "binary workbook, sales and order",
        "xlsb",
        """Группа|Бренд|Артикул|Продажи|Остаток|Заказать
        Фильтры|BOSCH|'0986452041|12|6|4
        Тормоза|TRW|GDB1550|3|2|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "tender, specification",
        "xlsx",
        """Спецификация к закупке № 7||||
        №|Наименование товара|Товарный знак|Артикул|Кол-во|НМЦ, руб.
        1|Фильтр|BOSCH|'0986452041|4|500
        2|Колодки|TRW|GDB1550|2|3200""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "cross references beside the part",
        "xlsx",
        """Бренд|Артикул|OEM|Аналог бренд|Аналог артикул|Кол-во
        BOSCH|'0986452041|'04465-33240|MANN|W712|4
        TRW|GDB1550|'1K0698451|ATE|'13.0460|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "catalogue programme, transliterated",
        "txt",
        """brend|artikul|kol-vo
        BOSCH|0986452041|4
        TRW|GDB1550|2""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "notes and signatures below",
        "xlsx",
        """Бренд|Артикул|Требуется
        BOSCH|'0986452041|4
        TRW|GDB1550|2
        ||
        Менеджер: Иванов И. И.||""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
    Layout(
        "article named as the catalogue has it",
        "xls",
        """Завод-изготовитель|Номер по каталогу|Кол-во, шт.|Срок
        BOSCH|'0986452041|4|до 12.12
        TRW|GDB1550|2|до 12.12""",
        "BOSCH 0986452041 4; TRW GDB1550 2",
    ),
]
