"""Signs in words: symbols, the separators of an address, top-level domains, file endings."""

from __future__ import annotations

from audioblog.narrate.vocabulary import vocabulary

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
    "©": "copyright", "®": "", "™": "", "§": "section", "¶": "", "№": "number", "°": "degrees", "×": "times",
    "÷": "divided by", "±": "plus or minus", "−": "minus", "≈": "approximately", "≠": "is not equal to",
    "≤": "less than or equal to", "≥": "greater than or equal to", "<": "less than", ">": "greater than", "→": "to",
    "⇒": "so", "⟶": "to", "➔": "to", "➜": "to", "➡": "to", "←": "from", "↔": "to and from", "⇔": "means", "↑": "up",
    "↓": "down", "↗": "up", "↘": "down", "∞": "infinity", "√": "the square root of", "∑": "the sum of", "π": "pi",
    "∆": "delta", "∈": "in", "∴": "therefore", "✓": "tick", "✔": "tick", "✅": "tick", "☑": "tick", "✗": "cross",
    "✘": "cross", "❌": "cross", "★": "star", "☆": "", "£": "pound", "$": "dollar", "€": "euro", "¥": "yen",
    "₹": "rupee", "¢": "cent", "^": "to the power of", "~": "about", "ª": "", "º": "degrees", "↩": "", "↑↓": "",
    "†": "", "‡": "", "|": "", "¦": "", "¬": "", "`": "", "´": "", "¨": "", "¯": "", "¸": "", "˜": "", "ˆ": "",
    "◦": "", "▪": "", "■": "", "□": "", "●": "", "○": "", "►": "", "▶": "", "◄": "", "☰": "", "⁄": "", "✱": "",
    "❖": "", "✦": "", "⬥": "", "◆": "", "◇": "", "▼": "", "▲": "", "›": "", "»": "",
}  # fmt: skip
"""What a symbol is called when no rule knew more of it; "" is silence."""
PREFIXES = vocabulary("co re pre non multi inter anti post sub un dis self over under ex mis semi in im")
"""Parts of a word: a slash or a bracket after them is no "or"."""
SMALL_ACRONYMS = vocabulary("uk nhs bbc gp eu")
"""Spelled in handles and hashtags, in small letters too: "carers_uk"."""
