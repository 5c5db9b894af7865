"""Bytes to text, never failing: what a server or a file gives comes in, clean text goes out.

The order is that of the HTML standard: byte order mark, HTTP header, the document's own declaration, then (beyond the
standard) what is valid UTF-8, then the guess of charset-normalizer. ISO-8859-1 is read as windows-1252, as browsers do.
Bytes that do not fit are replaced, and characters that no text has (NUL and the other C0 controls) are taken out.
"""

from __future__ import annotations

import codecs
import re

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SNIFFED = 4096
"""Bytes in which a declaration is looked for (the HTML standard says 1,024; real pages overrun it)."""
AS_GOOD = 0.12
"""How much messier a guess may be for the guesser and still be taken: a few accents decide little."""
_SURE_UTF8 = 10
"""Bytes beyond the first of their character that decode as UTF-8 by no accident."""
GUESSED = 65536
"""Bytes that are shown to the guesser."""

_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_META = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_COMMENT = re.compile(rb"<!--.*?-->", re.S)

# Names under which text is really in the wider set, by the WHATWG encoding standard.
_WIDER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
# Codecs of Python that are not character sets, or that no page may ask for.
_TEXT_ONLY = re.compile(r"^(rot|base|bz2|hex|quopri|uu|zlib|zip|punycode|idna|undefined|unicode_|raw_|utf-7|mbcs|oem)")

# How files begin that are no text, and what they are.
MAGIC = (
    (b"%PDF-", "a PDF document"), (b"PK\x03\x04", "an archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"), (b"\x1f\x8b", "a compressed file"), (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"), (b"7z\xbc\xaf", "an archive"), (b"Rar!", "an archive"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"RIFF", "a media file"), (b"ID3", "a media file"),
    (b"OggS", "a media file"), (b"\x00\x00\x00", "a media file"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)  # fmt: skip


def not_text(data: bytes) -> str:
    """What `data` is if it is no text ("a PDF document", "binary data"); "" if it may be text."""
    known = next((what for magic, what in MAGIC if data.startswith(magic)), "")
    if known or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return known
    head = data[:SNIFFED]
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)
    return "binary data" if controls * 20 > len(head) and not _unmarked_utf16(head) else ""


def decode(data: bytes, content_type: str = "") -> str:
    """`data` as text without a byte order mark, controls and surrogates; newlines are all `\\n`."""
    encoding, start = charset(data, content_type)
    text = data[start:].decode(encoding, "replace")
    return clean(text)


def clean(text: str) -> str:
    """Without characters that no text has, and with `\\n` as the only newline; form feed becomes a newline."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").removeprefix("\ufeff")
    return _CONTROLS.sub("", text.encode("utf-8", "replace").decode("utf-8"))


def charset(data: bytes, content_type: str = "") -> tuple[str, int]:
    """The character set of `data` as Python names it, and how many bytes its byte order mark takes."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return name, len(mark)
    head = data[:SNIFFED]
    declared = _HEADER.search(content_type)
    if declared and (name := _codec(declared[1])):
        return name, 0
    if name := _unmarked_utf16(head):
        return name, 0
    found = _XML.search(head) or _META.search(_COMMENT.sub(b"", head))
    if found and (name := _codec(found[1].decode("ascii", "replace"))):
        # A declaration that can be read as ASCII is not in UTF-16, whatever it says (HTML standard, 13.2.3.2).
        wrong = name.startswith(("utf-16", "utf-32")) or (name != "utf-8" and _is_saved_as_utf8(data))
        return ("utf-8" if wrong else name), 0
    return _guess(data), 0


def _codec(label: str) -> str:
    """Python's name of the character set `label`; "" when it is none."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return "" if _TEXT_ONLY.match(name) else _WIDER.get(name, name)


def _unmarked_utf16(head: bytes) -> str:
    if head.startswith(b"<\x00"):
        return "utf-16-le"
    return "utf-16-be" if head.startswith(b"\x00<") else ""


def _guess(data: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # a cut-off last character does not count
        return "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data, error.start):
            return "utf-8"
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:GUESSED])
    best = matches.best()
    if best is None or any(  # of guesses that are as good, browsers' own default
        "cp1252" in match.could_be_from_charset and match.chaos <= best.chaos + AS_GOOD for match in matches
    ):
        return "cp1252"
    return _codec(best.encoding) or "cp1252"


def _is_saved_as_utf8(data: bytes) -> bool:
    """Browsers save a page as UTF-8 and leave its old declaration in it; other text is never valid UTF-8 for long."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(data) - len(text) >= _SURE_UTF8


def _mostly_utf8(data: bytes, first_bad: int) -> bool:
    """True if the text is UTF-8 with some broken bytes: more multi-byte characters fit than bytes do not."""
    if data[:first_bad].isascii() and len(data) - first_bad < 2:
        return False
    broken = data.decode("utf-8", "replace").count("\ufffd")
    fitting = sum(1 for character in data.decode("utf-8", "ignore") if character > "\x7f")
    return fitting > broken
