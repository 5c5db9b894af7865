"""Money and measures in words: signs, codes, scales, units and what may stand after "per"."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

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
    "hp": ("horsepower", "horsepower"), "bhp": ("brake horsepower", "brake horsepower"),
    "Nm": ("newton metre", "newton metres"), "Ghz": ("gigahertz", "gigahertz"),
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
    "mmol": ("millimole", "millimoles"),
    "mol": ("mole", "moles"),
    "%pt": ("percentage point", "percentage points"), "%pts": ("percentage point", "percentage points"),
    "lm": ("lumen", "lumens"), "ppm": ("part per million", "parts per million"),
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
GLUED_UNITS |= {
    # shouted; with a space before them they are names ("1970 MG")
    unit.upper(): UNITS[unit]
    for unit in ("kg", "km", "cm", "mm", "ml", "mg", "mph", "fps", "hr", "hrs", "min", "mins", "lb", "lbs", "ft", "kwh")
    if unit in UNITS
} | {"pc": ("per cent", "per cent")}
PER: dict[str, str] = {
    # after a slash
    "h": "hour", "hr": "hour", "hour": "hour", "s": "second", "sec": "second", "min": "minute", "day": "day",
    "d": "day", "wk": "week", "week": "week", "mo": "month", "mth": "month", "month": "month", "yr": "year",
    "year": "year", "annum": "annum", "night": "night", "person": "person", "head": "head", "pp": "person",
    "child": "child", "adult": "adult", "session": "session", "visit": "visit", "kg": "kilogram", "g": "gram",
    "l": "litre", "L": "litre", "ml": "millilitre", "dl": "decilitre", "m": "metre", "km": "kilometre",
    "m²": "square metre", "m2": "square metre", "m³": "cubic metre", "m3": "cubic metre", "mile": "mile",
    "kWh": "kilowatt hour", "unit": "unit", "item": "item", "ticket": "ticket", "place": "place", "page": "page",
    "term": "term", "quarter": "quarter", "household": "household", "dL": "decilitre", "mL": "millilitre",
    "mol": "mole", "mmol": "millimole", "wks": "week", "cm": "centimetre", "mg": "milligram",
    "million": "million", "appointment": "appointment", "call": "call", "family": "family", "room": "room",
}  # fmt: skip
TIME_PER = frozenset((
    "h", "hr", "hour", "s", "sec", "min", "day", "d", "wk", "week", "mo", "mth", "month", "yr", "year", "annum",
    "night", "session", "visit", "term", "quarter",
))  # fmt: skip
"""After these the slash is "per" whatever is counted: "37.5 hours/week"."""
PAID_PER: dict[str, str] = {
    # directly after an amount of money
    "pw": "week", "p/w": "week", "p.w": "week", "ph": "hour", "p/h": "hour", "p.h": "hour", "pa": "annum",
    "p/a": "annum", "p.a": "annum", "pd": "day", "p/d": "day", "pp": "person", "p/p": "person", "p.p": "person",
    "pppn": "person per night", "pn": "night", "p/n": "night", "pcm": "calendar month", "p/m": "month",
    "pq": "quarter",
}  # fmt: skip

POPULATIONS = vocabulary("pop population audience readership membership viewers listeners followers")
COUNTED_KINDS = vocabulary("of more disabled unpaid young older deaf blind new uk british extra people-hours")
"""After "2m" these make it two million."""
SURELY_COUNTED = vocabulary(
    "people tonnes tons litres children homes households patients carers users visits downloads views miles women men"
)
"""After "400m" these make it millions, though it is a distance for runners."""
ATHLETIC = vocabulary("100 200 400 800 1500 5000 10000 50")
LENGTHS = vocabulary(
    "tall wide long high deep apart away across race sprint hurdles freestyle butterfly relay dash steps swim"
)
"""After "2m" these make it two metres."""
EVENTS = vocabulary("race sprint hurdles freestyle butterfly relay dash swim")
RUNS = vocabulary("run runs race races walk walks fun swim charity training plan route event park time")
"""After "10k": said "ten K"."""
CODE_CUES = vocabulary("number no code reference ref id account charity company pin passcode registered text")
"""Words before digits that are no quantity."""
SECRETS = frozenset(("passcode", "pin", "password"))
SCREEN_LINES = frozenset(("240", "360", "480", "720"))
SCREENS = vocabulary("streaming video videos tv tvs display displays monitor monitors hdr resolution screen screens")
"""After "4k": said "four K"."""
MACHINES = frozenset(("boeing", "airbus", "peugeot", "bus", "route", "room"))
"""Their numbers are said digit by digit: "room two oh four"."""
SCORE_CUES = vocabulary(
    "won win wins lost lose loses beat beaten drew draw draws score scored finished victory defeat winning losing "
    "led leading result trailing ended"
)
SCORE_NOUNS = vocabulary("win wins victory defeat loss draw lead scoreline aggregate")
DEGREES = frozenset(("degree", "in", "honours", "from", "grade"))
RANGE_CUES = vocabulary(
    "pages page pp p chapters chapter ages aged age nos years year weeks week verses between from bands band grades "
    "grade levels level classes class lines questions days day steps parts part sections stages phases zones rooms "
    "units junctions items figures tables appendices articles regulations paragraphs open"
)
"""Words before two numbers that are a range: "Years 7-9"."""
