"""Abbreviations in words: titles, short forms by place, streets."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

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
    "c/o": "care of", "km/h": "kilometres per hour", "w/c": "week commencing", "w/b": "week beginning",
    "w/end": "weekend", "w/ends": "weekends", "wk beg": "week beginning", "y/e": "year ending", "w/e": "week ending",
    "n/a": "not applicable", "w/o": "without", "b/w": "between", "d/deaf": "deaf", "s/he": "she or he",
    "a/c": "account", "i/c": "in charge", "t/a": "trading as", "p&p": "postage and packing", "m/f": "male or female",
    "mmhg": "millimetres of mercury", "y/o": "year old", "y/n": "yes or no", "plc": "P L C", "w/": "with",
    "w/out": "without", "b/c": "because", "p/t": "part time", "f/t": "full time", "misc": "miscellaneous",
    "min": "minimum", "max": "maximum", "avg": "average",
    "assn": "association", "bldg": "building", "bldgs": "buildings", "appt": "appointment", "appts": "appointments",
    "attn": "for the attention of", "hon sec": "honorary secretary", "gen sec": "general secretary",
    "gen. sec": "general secretary", "hon. sec": "honorary secretary", "ed. by": "edited by", "eds": "editors",
    "vol orgs": "voluntary organisations",
}  # fmt: skip
DOTTED_INSIDE = frozenset(("min", "max", "avg"))
"""These only with a full stop and a word in small letters after it: "min. wage"."""
DOTTED_ONLY = vocabulary("eds misc assn attn nr tel ext esp assoc incl excl cf approx dept nb ie eg") - {
    "approx",
    "dept",
    "ie",
    "eg",
}
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
    "col": ("column", True), "cols": ("columns", False), "pt": ("part", True), "app": ("appendix", True),
    "wk": ("week", False), "no.s": ("numbers", False),
    "yrs": ("years", False), "wks": ("weeks", False), "apt": ("apartment", False), "bldg": ("building", False),
    "rm": ("room", False), "sch": ("schedule", False), "cl": ("clause", True), "rec": ("recommendation", True),
    "recs": ("recommendations", True), "mk": ("mark", False), "arts": ("articles", True), "lvl": ("level", False),
    "ser": ("series", True), "iss": ("issue", True), "bk": ("book", True),
}  # fmt: skip
COMPANIES: dict[str, str] = {
    # with a full stop, after a name
    "co": "Company", "bros": "Brothers", "inc": "Incorporated", "corp": "Corporation", "ltd": "Limited",
    "dept": "Department", "univ": "University",
}  # fmt: skip
DOTTED_TITLES = vocabulary("Gen Sen Rep Gov Pres Maj Adm")
"""Titles that are words or names without their full stop."""
WITH_LETTERS = vocabulary("app fig sec sch pt")
"""A single capital may follow these: "App. B"."""
WITH_NUMERALS = vocabulary("p pp vol ch fig chap pt")
"""A Roman numeral may follow these."""
GLUED = vocabulary("p pp no ch")
"""A number may be glued to these in small letters: "p12"."""
IN_CAPITALS = vocabulary("nb n.b fao rsvp tbc tba aka n/a ltd p&p pcm c/o w/c w/e w/b y/e plc y/n p/t f/t")
"""Short forms that are read out in capitals too; other capitals are acronyms."""
