"""The countries that price lists name behind a brand: "BOSCH (Германия)", "TRW, Польша"."""

NAMES = """
    Австралия, Австралія, Australia, AU, AUS
    Австрия, Австрія, Austria, AT, AUT
    Аргентина, Argentina, AR, ARG
    Беларусь, Белоруссия, Білорусь, Belarus, BY, BLR
    Бельгия, Бельгія, Belgium, BE, BEL
    Болгария, Болгарія, Bulgaria, BG, BGR
    Босния и Герцеговина, Боснія і Герцеговина, Bosnia and Herzegovina, Босния, Bosnia, BA, BIH
    Бразилия, Бразилія, Brazil, BR, BRA
    Великобритания, Велика Британія, Англия, Англія, Great Britain, United Kingdom, England
    GB, GBR, UK
    Венгрия, Угорщина, Hungary, HU, HUN
    Вьетнам, В'єтнам, Vietnam, VN, VNM
    Германия, Німеччина, Germany, Deutschland, ФРГ, DE, DEU, GER
    Голландия, Голландія, Holland, Нидерланды, Нідерланди, Netherlands, NL, NLD
    Гонконг, Hong Kong, HK, HKG
    Греция, Греція, Greece, GR, GRC
    Грузия, Грузія, Georgia, GE, GEO
    Дания, Данія, Denmark, DK, DNK
    Евросоюз, Євросоюз, ЕС, Европа, Європа, Європейський Союз, European Union, Europe, EU
    Египет, Єгипет, Egypt, EG, EGY
    Израиль, Ізраїль, Israel, IL, ISR
    Индия, Індія, India, IN, IND
    Индонезия, Індонезія, Indonesia, ID, IDN
    Иран, Іран, Iran, IR, IRN
    Ирландия, Ірландія, Ireland, IE, IRL
    Испания, Іспанія, Spain, ES, ESP
    Италия, Італія, Italy, IT, ITA
    Казахстан, Қазақстан, Kazakhstan, KZ, KAZ
    Канада, Canada, CA, CAN
    Китай, КНР, China, PRC, CN, CHN
    Корея, Южная Корея, Ю. Корея, Південна Корея, Республика Корея, Korea, South Korea, KR, KOR
    Латвия, Латвія, Latvia, LV, LVA
    Литва, Lithuania, LT, LTU
    Люксембург, Luxembourg, LU, LUX
    Малайзия, Малайзія, Malaysia, MY, MYS
    Марокко, Morocco, MA, MAR
    Мексика, Mexico, MX, MEX
    Молдова, Молдавия, Moldova, MD, MDA
    Норвегия, Норвегія, Norway, NO, NOR
    ОАЭ, ОАЕ, UAE, AE, ARE
    Польша, Польща, Poland, PL, POL
    Португалия, Португалія, Portugal, PT, PRT
    Россия, РФ, Росія, Russia, Russian Federation, RU, RUS
    Румыния, Румунія, Romania, RO, ROU
    Северная Македония, Македония, Північна Македонія, North Macedonia, Macedonia, MK, MKD
    Сербия, Сербія, Serbia, RS, SRB
    Сингапур, Сінгапур, Singapore, SG, SGP
    Словакия, Словаччина, Slovakia, SK, SVK
    Словения, Словенія, Slovenia, SI, SVN
    США, Америка, USA, U.S.A., United States, US
    Таиланд, Тайланд, Таїланд, Thailand, TH, THA
    Тайвань, Taiwan, TW, TWN
    Тунис, Туніс, Tunisia, TN, TUN
    Турция, Туреччина, Turkey, Türkiye, TR, TUR
    Узбекистан, Uzbekistan, UZ, UZB
    Украина, Україна, Ukraine, UA, UKR
    Филиппины, Філіппіни, Philippines, PH, PHL
    Финляндия, Фінляндія, Finland, FI, FIN
    Франция, Франція, France, FR, FRA
    Хорватия, Хорватія, Croatia, HR, HRV
    Чехия, Чехія, Czechia, Czech Republic, CZ, CZE
    Швейцария, Швейцарія, Switzerland, CH, CHE
    Швеция, Швеція, Sweden, SE, SWE
    Эстония, Естонія, Estonia, EE, EST
    ЮАР, ПАР, South Africa, ZA, ZAF
    Япония, Японія, Japan, JP, JPN
"""
"""In Russian, Ukrainian and English, with their codes."""

COUNTRIES = frozenset(
    name.strip() for line in NAMES.strip().splitlines() for name in line.split(",")
)
