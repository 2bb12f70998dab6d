"""The currencies that a heading, a price or a number format names."""

import re

MARKS: dict[str, str] = {
    mark: code
    for code, marks in {
        "RUB": "rub rur ₽ р руб рубль рубля рублей рублях rubles rouble roubles",
        "UAH": "uah ₴ грн гривна гривня гривен гривень гривнах гривнях grn hrn",
        "BYN": "byn byr br",
        "KZT": "kzt ₸ тг тенге tenge",
        "USD": "usd us$ $ уе у.е ye y.e дол долл доллар доллара долларов долларах dollar dollars",
        "EUR": "eur € euro euros евро євро",
        "GBP": "gbp £ фунт фунтов",
        "CNY": "cny rmb юань юаней юанях yuan",
        "JPY": "jpy ¥ иена иен йена йен yen",
        "PLN": "pln zł zl злотый злотых",
        "TRY": "try ₺ лир",
        "AED": "aed дирхам дирхамов",
        "UZS": "uzs сум сумы сумов сумах сўм so'm",
        "GEL": "gel ₾ лари lari",
        "KGS": "kgs сом сомы сомов сомах som",
        "AMD": "amd ֏ драм драмы драмов драмах dram",
        "AZN": "azn ₼ манат манаты манатов манатах manat",
        "TJS": "tjs сомони",
        "MDL": "mdl лей леи леев leu lei",
        "ILS": "ils ₪ шекель шекелей",
        "KRW": "krw ₩ вон",
        "INR": "inr ₹ рупий rupees",
        "CZK": "czk kč крон",
    }.items()
    for mark in marks.split()
}
ISO_4217 = """
AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MDL MGA MKD MMK MNT MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK
NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS
SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF
XCD XOF XPF YER ZAR ZMW ZWG
"""
ISO_NUMBERS = {
    "643": "RUB",
    "810": "RUB",
    "840": "USD",
    "978": "EUR",
    "156": "CNY",
    "980": "UAH",
    "933": "BYN",
    "974": "BYN",
    "398": "KZT",
    "860": "UZS",
    "392": "JPY",
    "949": "TRY",
}
"""Codes as accounting programs have them in a column of their own."""

ISO_CODES = frozenset(ISO_4217.split())
SIGNS = frozenset("$€£¥₽₴₸₺₾֏₼₪₩₹") | {"у.е.", "руб.", "руб", "грн", "евро", "EURO"}
"""All but ALL, MAD, MOP, TOP and others that are words in headings first of all."""

BELARUSIAN = re.compile(
    r"бел(?:[. ]|орус\w*)+р(?:уб\w*)?\b|р(?:уб\w*)?\.? ?(?:рб|бел(?:арус\w*|орус\w*)?)\b"
)
"""Roubles that are not the Russian ones: "бел. руб.", "руб. РБ"."""

UNITS = re.compile(r"\b([уy])(?:\. ?|[/-])([еe])\b")
WORD = re.compile(r"us\$|[уy]\.[еe]|so'm|[^\W\d_]+|[$€£¥₽₴₸₺₾֏₼₪₩₹]")
CODE = re.compile(r"[^\W\d_]+")


def currencies_in(text: str) -> list[str]:
    """The codes of the currencies that the text names, in its order: "Price, USD" is [USD].

    A code that has no other mark counts in capitals only.
    """
    folded = UNITS.sub(r"\1.\2", BELARUSIAN.sub(" byn ", text.casefold()))
    marked = [MARKS[word] for word in WORD.findall(folded) if word in MARKS]
    coded = [word for word in CODE.findall(text) if word in ISO_CODES]
    return list(dict.fromkeys((*marked, *coded)))


def is_currency(text: str) -> bool:
    """Whether the text is a currency's code or sign and nothing else: no letter as "р", no "zl"."""
    return text in ISO_CODES or text in SIGNS
