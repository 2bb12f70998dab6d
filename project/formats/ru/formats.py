"""How Russian pages write dates: 28.11.2026, 14:05 and 28 нояб."""

DATE_FORMAT = SHORT_DATE_FORMAT = "d.m.Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "d.m.Y, H:i"
MONTH_DAY_FORMAT = "j N"
TIME_FORMAT = "H:i"
