"""The currencies that a heading, a price or a number format names."""

import re

MARKS: dict[str, str] = {
    mark: code
    for code, marks in {
        "RUB": "rub rur ₽ р руб рубль рубля рублей рублях rubles rouble roubles",
        "UAH": "uah ₴ грн гривна гривня гривен гривень гривнах гривнях grn hrn",
        "BYN": "byn byr br",
        "KZT": "kzt ₸ тг тенге tenge",
        "USD": "usd usdt us$ $ уе у.е ye y.e ue u.e дол долл dollar dollars",
        "EUR": "eur € euro euros евро євро",
        "GBP": "gbp £ фунт фунтов",
        "CNY": "cny rmb юань юаней юанях yuan",
        "JPY": "jpy ¥ иена иен йена йен yen",
        "PLN": "pln zł zl злотый злотых",
        "TRY": "try tl ₺ лир",
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
        "MNT": "mnt ₮",
        "THB": "thb ฿ baht",
        "BGN": "bgn лв",
        "RSD": "rsd дин",
    }.items()
    for mark in marks.split()
}
STEMS: dict[str, str] = {
    stem: code
    for code, stems in {
        "USD": "доллар долар",
        "UAH": "гривн",
        "KZT": "теңге",
        "GBP": "фунт pound",
        "CNY": "юан",
        "JPY": "иен йен ієн",
        "PLN": "злот",
        "TRY": "лир",
        "AED": "дирхам",
        "AMD": "драм",
        "AZN": "манат",
        "ILS": "шекел шек",
        "INR": "рупи",
        "CZK": "крон",
        "MNT": "тугрик",
        "HUF": "форинт forint",
        "CHF": "франк franc",
        "RSD": "динар",
        "MXN": "песо peso",
        "THB": "бат",
    }.items()
    for stem in stems.split()
}
STEM = re.compile(
    rf"({'|'.join(sorted(STEMS, key=len, reverse=True))})"
    r"(?:[аыуеяюиійьо]|ый|ая|ой|ей|ом|ем|ым|ов|ев|ий|ых|ам|ям|ах|ях|мен|s)?"
)
"""Words with their endings: "в юанях", "ціни в доларах"."""

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
SIGNS = frozenset("$€£¥₽₴₸₺₾֏₼₪₩₹₮฿")
MIN_MARK = 3  # letters, to be no unit or initial
"""All but ALL, MAD, MOP, TOP and others that are words in headings first of all."""

BELARUSIAN = re.compile(
    r"бел(?:[. ]|орус\w*)+р(?:уб\w*)?\b|р(?:уб\w*)?\.? ?(?:рб|бел(?:арус\w*|орус\w*)?)\b"
)
"""Roubles that are not the Russian ones: "бел. руб.", "руб. РБ"."""

UNITS = re.compile(r"\b([уyu])(?:\. ?|[/-])([еe])\b")
IN_UNITS = re.compile(r"\b(?:условн|умовн)\w* (?:ед|од)\w*")
"""«Условные единицы», in full."""

GLUED = re.compile(r"(?<=[a-zа-яіїєё])(?=[A-ZА-ЯІЇЄЁ])")
"""Between words that programs write as one: priceUsd, ЦенаUSD."""

WORD = re.compile(r"us\$|[уyu]\.[еe]|so'm|[^\W\d_]+|[$€£¥₽₴₸₺₾֏₼₪₩₹₮฿]")
CODE = re.compile(r"[^\W\d_]+")


def currencies_in(text: str) -> list[str]:
    """The codes of the currencies that the text names, in its order: "Price, USD" is [USD].

    A code that has no other mark counts in capitals only.
    """
    text = GLUED.sub(" ", text)
    folded = IN_UNITS.sub("у.е", BELARUSIAN.sub(" byn ", text.casefold()))
    folded = UNITS.sub(r"\1.\2", folded)
    marked = [code for word in WORD.findall(folded) if (code := _marked(word))]
    coded = [word for word in CODE.findall(text) if word in ISO_CODES]
    return list(dict.fromkeys((*marked, *coded)))


def is_currency(text: str) -> bool:
    """Whether it is a currency's code, sign or name and nothing else: no letter as "р", no "zl".

    "USD/шт" and "долл." are.
    """
    mark = text.partition("/")[0].strip(" .")
    if mark in ISO_CODES or mark in SIGNS:
        return True
    folded = UNITS.sub(r"\1.\2", text.casefold()).strip(" .")
    is_word = len(mark) >= MIN_MARK and mark.isalpha() and _marked(mark.casefold()) is not None
    return is_word or (folded in MARKS and "." in folded)


def _marked(word: str) -> str | None:
    """The code of the currency that a word or a sign stands for."""
    if (code := MARKS.get(word)) is None and (stem := STEM.fullmatch(word)):
        return STEMS[stem[1]]
    return code
