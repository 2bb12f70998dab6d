"""What the price lists of the tests have in common."""

import datetime

DAY = datetime.date(2026, 1, 31)
HEADER = "Бренд;Артикул;Цена;Остаток\n"
