"""English language data, apart from the code that uses it: months, currencies, units, abbreviations, acronyms.

Everything is a constant; nothing here runs. Editors' own pronunciations belong into voices/lexicons/en.csv.
"""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTH_FORMS: dict[str, int] = {
    **{name.lower(): at for at, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): at for at, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
"""Every way to write a month, lower case, without a full stop."""

DAYS: dict[str, str] = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "weds": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
SURE_DAYS = frozenset(("tues", "weds", "thur", "thurs", "thu"))
"""Short forms that are no other word."""

CURRENCIES: dict[str, tuple[str, str, str, str]] = {
    # sign: one, many, one hundredth, hundredths
    "£": ("pound", "pounds", "penny", "pence"),
    "$": ("dollar", "dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₽": ("rouble", "roubles", "kopek", "kopeks"),
    "₿": ("bitcoin", "bitcoin", "", ""),
    "₩": ("won", "won", "", ""),
    "₺": ("lira", "lira", "kuruş", "kuruş"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₦": ("naira", "naira", "kobo", "kobo"),
}
CURRENCY_CODES: dict[str, str] = {"GBP": "£", "USD": "$", "EUR": "€", "JPY": "¥", "INR": "₹"}
CURRENCY_LANDS: dict[str, str] = {
    "US": "U S", "AU": "Australian", "A": "Australian", "CA": "Canadian", "C": "Canadian", "NZ": "New Zealand",
    "HK": "Hong Kong", "S": "Singapore", "R": "",
}  # fmt: skip
SCALES: dict[str, str] = {
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "mil": "million",
    "bn": "billion", "Bn": "billion", "BN": "billion", "b": "billion", "B": "billion", "tn": "trillion",
    "trn": "trillion", "thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion",
    "hundred": "hundred",
}  # fmt: skip

UNITS: dict[str, tuple[str, str]] = {
    # as written after a number, with or without a space: one, many
    "km": ("kilometre", "kilometres"), "cm": ("centimetre", "centimetres"), "mm": ("millimetre", "millimetres"),
    "nm": ("nanometre", "nanometres"), "µm": ("micrometre", "micrometres"), "μm": ("micrometre", "micrometres"),
    "kg": ("kilogram", "kilograms"), "kgs": ("kilogram", "kilograms"), "kilo": ("kilo", "kilos"),
    "mg": ("milligram", "milligrams"), "mcg": ("microgram", "micrograms"), "µg": ("microgram", "micrograms"),
    "μg": ("microgram", "micrograms"), "ml": ("millilitre", "millilitres"), "mL": ("millilitre", "millilitres"),
    "cl": ("centilitre", "centilitres"), "dl": ("decilitre", "decilitres"), "ltr": ("litre", "litres"),
    "ltrs": ("litre", "litres"), "ft": ("foot", "feet"), "yd": ("yard", "yards"), "yds": ("yard", "yards"),
    "mi": ("mile", "miles"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "st": ("stone", "stone"), "pt": ("pint", "pints"), "pts": ("point", "points"), "gal": ("gallon", "gallons"),
    "tsp": ("teaspoon", "teaspoons"), "tbsp": ("tablespoon", "tablespoons"), "ha": ("hectare", "hectares"),
    "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "sec": ("second", "seconds"), "secs": ("second", "seconds"), "ms": ("millisecond", "milliseconds"),
    "yr": ("year", "years"), "yrs": ("year", "years"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "mth": ("month", "months"), "mths": ("month", "months"), "mph": ("mile per hour", "miles per hour"),
    "kph": ("kilometre per hour", "kilometres per hour"), "kmh": ("kilometre per hour", "kilometres per hour"),
    "mpg": ("mile per gallon", "miles per gallon"), "bpm": ("beat per minute", "beats per minute"),
    "rpm": ("revolution per minute", "revolutions per minute"), "wpm": ("word per minute", "words per minute"),
    "fps": ("frame per second", "frames per second"), "dpi": ("dot per inch", "dots per inch"),
    "kB": ("kilobyte", "kilobytes"), "KB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"), "kb": ("kilobyte", "kilobytes"),
    "kbps": ("kilobit per second", "kilobits per second"), "Kbps": ("kilobit per second", "kilobits per second"),
    "mbps": ("megabit per second", "megabits per second"), "Mbps": ("megabit per second", "megabits per second"),
    "Mbit": ("megabit", "megabits"), "gbps": ("gigabit per second", "gigabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "Hz": ("hertz", "hertz"),
    "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"),
    "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"), "GW": ("gigawatt", "gigawatts"),
    "kWh": ("kilowatt hour", "kilowatt hours"), "MWh": ("megawatt hour", "megawatt hours"),
    "mAh": ("milliamp hour", "milliamp hours"), "mV": ("millivolt", "millivolts"), "kV": ("kilovolt", "kilovolts"),
    "Pa": ("pascal", "pascals"), "kPa": ("kilopascal", "kilopascals"), "dB": ("decibel", "decibels"),
    "kcal": ("kilocalorie", "kilocalories"), "kcals": ("kilocalorie", "kilocalories"),
    "kJ": ("kilojoule", "kilojoules"), "mmHg": ("millimetre of mercury", "millimetres of mercury"),
    "mmol": ("millimole", "millimoles"), "lm": ("lumen", "lumens"), "ppm": ("part per million", "parts per million"),
    "px": ("pixel", "pixels"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "ºC": ("degree Celsius", "degrees Celsius"),
    "ºF": ("degree Fahrenheit", "degrees Fahrenheit"), "° C": ("degree Celsius", "degrees Celsius"),
    "℃": ("degree Celsius", "degrees Celsius"), "degC": ("degree Celsius", "degrees Celsius"),
    "°": ("degree", "degrees"), "º": ("degree", "degrees"), "sq m": ("square metre", "square metres"),
    "sqm": ("square metre", "square metres"), "sq ft": ("square foot", "square feet"),
    "sqft": ("square foot", "square feet"), "sq km": ("square kilometre", "square kilometres"),
    "sq mi": ("square mile", "square miles"), "sq miles": ("square mile", "square miles"),
    "fl oz": ("fluid ounce", "fluid ounces"), "cc": ("cubic centimetre", "cubic centimetres"),
    "millimeters": ("millimetre", "millimetres"), "millimeter": ("millimetre", "millimetres"),
}  # fmt: skip
GLUED_UNITS: dict[str, tuple[str, str]] = {
    # only when no space stands before: apart they are words or names
    "m": ("metre", "metres"), "g": ("gram", "grams"), "l": ("litre", "litres"), "L": ("litre", "litres"),
    "t": ("tonne", "tonnes"), "s": ("second", "seconds"), "h": ("hour", "hours"), "in": ("inch", "inches"),
    "ins": ("inch", "inches"), "C": ("degree Celsius", "degrees Celsius"),
    "F": ("degree Fahrenheit", "degrees Fahrenheit"), "W": ("watt", "watts"), "w": ("watt", "watts"),
    "V": ("volt", "volts"), "v": ("volt", "volts"), "J": ("joule", "joules"), "N": ("newton", "newtons"),
    "″": ("inch", "inches"), "′": ("foot", "feet"),
}  # fmt: skip
PER: dict[str, str] = {
    # after a slash
    "h": "hour", "hr": "hour", "hour": "hour", "s": "second", "sec": "second", "min": "minute", "day": "day",
    "d": "day", "wk": "week", "week": "week", "mo": "month", "mth": "month", "month": "month", "yr": "year",
    "year": "year", "annum": "annum", "night": "night", "person": "person", "head": "head", "pp": "person",
    "child": "child", "adult": "adult", "session": "session", "visit": "visit", "kg": "kilogram", "g": "gram",
    "l": "litre", "L": "litre", "ml": "millilitre", "dl": "decilitre", "m": "metre", "km": "kilometre",
    "m²": "square metre", "m2": "square metre", "m³": "cubic metre", "m3": "cubic metre", "mile": "mile",
    "kWh": "kilowatt hour", "unit": "unit", "item": "item", "ticket": "ticket", "place": "place", "page": "page",
    "term": "term", "quarter": "quarter", "household": "household",
}  # fmt: skip

TITLES: dict[str, str] = {
    # before a name
    "Rt": "Right", "Mr": "Mister", "Mrs": "Missis", "Ms": "Miz", "Mx": "Mix", "Dr": "Doctor", "Drs": "Doctors",
    "Prof": "Professor", "Profs": "Professors", "Rev": "Reverend", "Revd": "Reverend", "Cllr": "Councillor",
    "Cllrs": "Councillors", "Sgt": "Sergeant", "Capt": "Captain", "Lt": "Lieutenant", "Col": "Colonel",
    "Gen": "General", "Maj": "Major", "Cpl": "Corporal", "Hon": "Honourable", "Supt": "Superintendent",
    "Insp": "Inspector", "Gov": "Governor", "Sen": "Senator", "Rep": "Representative", "Messrs": "Messers",
    "Fr": "Father", "Cmdr": "Commander", "Adm": "Admiral", "Pres": "President", "Bp": "Bishop", "Ald": "Alderman",
    "Mt": "Mount",
}  # fmt: skip
SURE_TITLES = vocabulary("Mr Mrs Ms Dr Prof Cllr Cllrs Revd Sgt Capt")
"""Said so whatever follows; the others only before a name."""
ABBREVIATIONS: dict[str, str] = {
    # anywhere; with or without their full stops
    "e.g": "for example", "eg": "for example", "i.e": "that is", "ie": "that is", "etc": "et cetera", "vs": "versus",
    "approx": "approximately", "dept": "department", "depts": "departments", "govt": "government",
    "gov't": "government", "ltd": "limited", "incl": "including", "excl": "excluding", "cf": "compare", "nr": "near",
    "viz": "namely", "ibid": "in the same place", "et al": "and others", "nb": "N B", "n.b": "N B",
    "tel": "telephone", "ext": "extension", "esp": "especially", "mgmt": "management", "asst": "assistant",
    "assoc": "association", "a.k.a": "also known as", "aka": "also known as", "p.s": "P S",
    "w.r.t": "with respect to", "wrt": "with respect to", "p.a": "per annum", "pcm": "per calendar month",
    "tbc": "to be confirmed", "tba": "to be announced", "fao": "for the attention of", "rsvp": "R S V P",
    "c/o": "care of", "km/h": "kilometres per hour", "w/c": "week commencing", "w/e": "week ending",
    "n/a": "not applicable", "w/o": "without", "b/w": "between", "d/deaf": "deaf", "s/he": "she or he",
    "a/c": "account", "i/c": "in charge", "t/a": "trading as", "p&p": "postage and packing", "m/f": "male or female",
    "mmhg": "millimetres of mercury", "y/o": "year old", "y/n": "yes or no",
}  # fmt: skip
DOTTED_ONLY = vocabulary("nr tel ext esp assoc incl excl cf approx dept nb ie eg") - {"approx", "dept", "ie", "eg"}
"""These are read out only with a full stop or a number after them; without they may be words or names."""
BEFORE_NUMBER: dict[str, tuple[str, bool]] = {
    # only before a number; True: only with a full stop or directly glued
    "no": ("number", True), "nos": ("numbers", True), "p": ("page", True), "pp": ("pages", True),
    "pg": ("page", True), "vol": ("volume", False), "vols": ("volumes", False), "ch": ("chapter", True),
    "chap": ("chapter", False), "fig": ("figure", True), "figs": ("figures", True), "sec": ("section", True),
    "sect": ("section", False), "para": ("paragraph", False), "paras": ("paragraphs", False),
    "art": ("article", True), "tel": ("telephone", False), "ext": ("extension", False), "ref": ("reference", True),
    "ed": ("edition", True), "s": ("section", True), "ss": ("sections", True), "reg": ("regulation", True),
    "regs": ("regulations", True), "c": ("circa", True), "ca": ("circa", True), "b": ("born", True),
    "d": ("died", True), "min": ("minimum", True), "max": ("maximum", False), "est": ("established", True),
    "ver": ("version", True), "approx": ("approximately", False), "op": ("opus", True), "yr": ("year", False),
    "col": ("column", True), "pt": ("part", True), "app": ("appendix", True), "wk": ("week", False),
}  # fmt: skip
STREETS: dict[str, str] = {
    # after a name
    "St": "Street", "Rd": "Road", "Ave": "Avenue", "Av": "Avenue", "Ln": "Lane", "Dr": "Drive", "Cres": "Crescent",
    "Sq": "Square", "Pl": "Place", "Ct": "Court", "Tce": "Terrace", "Terr": "Terrace", "Gdns": "Gardens",
    "Gdn": "Garden", "Pk": "Park", "Hse": "House", "Bldg": "Building", "Bldgs": "Buildings", "Blvd": "Boulevard",
    "Cl": "Close", "Gr": "Grove", "Grn": "Green", "Yd": "Yard", "Hwy": "Highway", "Pde": "Parade", "Est": "Estate",
}  # fmt: skip

REGNAL = vocabulary(
    "Henry Edward George William Richard James Charles Elizabeth Mary Louis Philip Alfonso Ferdinand Napoleon "
    "Frederick Francis Leo Pius Paul John Benedict Gregory Clement Innocent Urban Alexander Nicholas Catherine "
    "Peter Ivan Ramesses Ptolemy Cleopatra Albert Alfred Robert David Malcolm Margaret Beatrix Christian Gustav "
    "Haakon Harald Olaf Victor Umberto Isabella Juan Felipe Carlos Rainier Boniface Sixtus Julius Anne Stephen "
    "Otto Wilhelm Darius Xerxes"
)
"""Names of kings, queens and popes: a numeral after them is an ordinal."""
NUMERAL_CUES = vocabulary(
    "war part chapter act scene type phase volume vol book section stage grade level class article appendix "
    "schedule title season rocky episode bowl mark table figure fig annex unit module tier category division group "
    "band round line form year key protocol apollo windows os series step day world paragraph clause page lesson "
    "case theme strand pillar aliens alien jaws henry hepatitis diabetes bipolar olympiad symphony sonata concerto "
    "opus album"
) - {"day", "os", "world", "year", "group", "page", "line", "form"}
"""Words after which a Roman numeral is a number, single letters included."""

ACRONYM_WORDS = vocabulary(
    "PIP NATO AIDS NEET GIF RAM SIM PIN SEND UNICEF UNESCO NIMBY LASER RADAR SCUBA SONAR NASA OFSTED OFCOM OFGEM "
    "OFWAT MENCAP UNISON BREXIT COVID ACAS BAME TUPE RADA UEFA FIFA CRB DOLS OPEC ASBO QUANGO DEFRA JISC LAN WAN "
    "POD SAD MIND"
) - {"CRB", "MIND", "SAD", "POD"}
"""Acronyms of any length that are said as words."""
ACRONYM_LETTERS = vocabulary(
    "UK EU US USA UN IT TV CV CD ID HR PR PE RE AI AGM EGM CEO GP DIY IQ ICU ITU ESA DLA ILF UC OT IP AM PM USB "
    "FAQ ATM GMB BA MA OBE MBE CBE OAP IVF ECG EEG ME OCD ADD UTI AOB ETA GDP EHIC ASD SEN SLA ROI KPI API URL UX "
    "UI OS AV AC DC VAT ITV ASAP MEP MOT AA RAC AI IE EA EMI IMF IRA INFO VIP IOU ICT EEA ECHR IPA"
) - {"INFO", "IE"}
"""Acronyms that look like words and are spelled."""
SHOUTED = vocabulary(
    "mix fun eat car run day fit hot job law red war age art bed box cat dog ear eye far hat leg lot mad men pay "
    "sit sea sky sun tea van via a about add after all also always am an and any are as ask at be been big bring "
    "but buy by call can come could day did do does don't done down each end every everyone everything few find "
    "first five for found four free from full get give go good great had has have he hear help her here him his "
    "hope how if in into is it its join just keep know last less let like list look made make many may me mind "
    "more most must my need never new next no not nothing now of off ok old on once one only open or our out over "
    "own part past people please put read real really same save say see she should show so some soon still stop "
    "such take tell ten than that the their them then there these they thing think this those time to today "
    "together too top try two under until up us use very was way we well were what when where which while who why "
    "will with won't work would yes yet you your"
)
"""Words that people write in capitals for emphasis; said as words."""
AMBIGUOUS_SHOUT = vocabulary("US IT WHO AM PM ID OR IN ADD ME RE AI BA AS")
"""Both word and acronym: a word only where the words beside it are shouted too."""

BARE_TLDS = vocabulary(
    "com org net edu gov uk info eu ie scot wales london cymru blog online site app dev ai tv example test io biz "
    "coop charity health care fm ly gl news today cloud tech shop store page link wiki de fr es nl ch au nz ca pl "
    "se dk jp cn"
) - {"today", "care", "page", "news", "link", "health", "shop", "store", "charity", "test"}
"""Top-level domains that make an address of "word.word" without http or www; no English words among them."""
EXTENSIONS: dict[str, str] = {
    "pdf": "P D F", "doc": "doc", "docx": "doc X", "xls": "X L S", "xlsx": "X L S X", "ppt": "P P T",
    "pptx": "P P T X", "txt": "T X T", "csv": "C S V", "html": "H T M L", "htm": "H T M", "xml": "X M L",
    "json": "jason", "zip": "zip", "jpg": "J peg", "jpeg": "J peg", "png": "P N G", "gif": "gif", "svg": "S V G",
    "mp3": "M P three", "mp4": "M P four", "wav": "wav", "epub": "E pub", "rtf": "R T F", "odt": "O D T", "py": "P Y",
    "js": "J S", "css": "C S S", "exe": "E X E", "md": "M D", "toml": "toml", "yaml": "yaml", "php": "P H P",
    "mov": "mov", "avi": "A V I", "bmp": "B M P",
}  # fmt: skip
SEPARATORS: dict[str, str] = {
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "?": "question mark", "=": "equals", "&": "and",
    "#": "hash", ":": "colon", "@": "at", "~": "tilde", "%": "per cent", "+": "plus", "\\": "backslash", "*": "star",
    ",": "comma", ";": "semicolon", "!": "exclamation mark", "$": "dollar",
}  # fmt: skip

SYMBOLS: dict[str, str] = {
    "&": "and", "%": "per cent", "‰": "per thousand", "+": "plus", "=": "equals", "@": "at", "#": "hash",
    "©": "copyright", "®": "", "™": "", "§": "section", "¶": "paragraph", "№": "number", "°": "degrees", "×": "times",
    "÷": "divided by", "±": "plus or minus", "−": "minus", "≈": "approximately", "≠": "is not equal to",
    "≤": "less than or equal to", "≥": "greater than or equal to", "<": "less than", ">": "greater than", "→": "to",
    "⇒": "so", "⟶": "to", "➔": "to", "➜": "to", "➡": "to", "←": "from", "↔": "to and from", "⇔": "means", "↑": "up",
    "↓": "down", "↗": "up", "↘": "down", "∞": "infinity", "√": "the square root of", "∑": "the sum of", "π": "pi",
    "∆": "delta", "∈": "in", "∴": "therefore", "✓": "tick", "✔": "tick", "✅": "tick", "☑": "tick", "✗": "cross",
    "✘": "cross", "❌": "cross", "★": "star", "☆": "", "£": "pounds", "$": "dollars", "€": "euros", "¥": "yen",
    "₹": "rupees", "¢": "cents", "^": "to the power of", "~": "about", "ª": "", "º": "degrees", "↩": "", "↑↓": "",
    "†": "", "‡": "", "|": "", "¦": "", "¬": "", "`": "", "´": "", "¨": "", "¯": "", "¸": "", "˜": "", "ˆ": "",
    "◦": "", "▪": "", "■": "", "□": "", "●": "", "○": "", "►": "", "▶": "", "◄": "", "☰": "", "⁄": "", "✱": "",
    "❖": "", "✦": "", "⬥": "", "◆": "", "◇": "", "▼": "", "▲": "", "›": "", "»": "",
}  # fmt: skip
"""What a symbol is called when no rule knew more of it; "" is silence."""
PREFIXES = vocabulary("co re pre non multi inter anti post sub un dis self over under ex mis semi in im")
"""Parts of a word: a slash or a bracket after them is no "or"."""
