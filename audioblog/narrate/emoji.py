"""Emoji by name. In: a run of pictures at some position of a text. Out: their names, a repeated one once.

Names are Unicode's, in small letters (the CLDR short name is the same for most); common pictures whose Unicode name is
not what people call them are in a table. Skin tones, joiners and variation selectors are silent.
"""

from __future__ import annotations

import re
import unicodedata

_BASE = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u203c\u2049\u2139\u3030\u303d\u3297\u3299"
_JOINED = "\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
PICTURES = re.compile(rf"[{_BASE}](?:[{_JOINED}]|\s?[{_BASE}])*")
_NAMES = {
    "❤": "red heart", "✅": "tick", "✔": "tick", "❌": "cross", "👍": "thumbs up", "👎": "thumbs down",
    "🙏": "folded hands", "😂": "face with tears of joy", "🎉": "party popper", "🔥": "fire", "💪": "flexed biceps",
    "👏": "clapping hands", "☀": "sun", "☎": "telephone", "✉": "envelope", "♿": "wheelchair symbol",
    "🤟": "love-you gesture", "👋": "waving hand", "😊": "smiling face with smiling eyes", "😢": "crying face",
    "😭": "loudly crying face", "😍": "smiling face with heart eyes", "🤔": "thinking face", "⭐": "star",
    "✨": "sparkles", "💙": "blue heart", "💚": "green heart", "💛": "yellow heart", "💜": "purple heart",
    "🖤": "black heart", "⚠": "warning", "☺": "smiling face", "😉": "winking face", "🌈": "rainbow", "🎧": "headphone",
    "📢": "loudspeaker", "👇": "hand pointing down", "👉": "hand pointing right", "🎙": "studio microphone",
    "👆": "hand pointing up", "👈": "hand pointing left", "🙌": "raising hands", "💯": "hundred points",
    "🤷": "person shrugging", "🏴": "flag", "✓": "tick", "✗": "cross", "✘": "cross", "☑": "tick", "➡": "right arrow",
    "⬅": "left arrow", "⬆": "up arrow", "⬇": "down arrow", "♥": "heart", "★": "star", "☆": "", "➔": "to", "➜": "to",
    "❖": "", "✦": "", "⬥": "",
}  # fmt: skip
_SILENT = re.compile(rf"[{_JOINED}\s]")
_REGION = range(0x1F1E6, 0x1F200)
_CLEAN = re.compile(r"[^a-z' -]|\b(?:sign|symbol|emoji|with variation)\b")


def name_of(char: str) -> str:
    """What a picture is called; "" when Unicode has no plain name for it.

    >>> name_of("🐝"), name_of("❤"), name_of("\U0001f1ec")
    ('honeybee', 'red heart', '')
    """
    if char in _NAMES:
        return _NAMES[char]
    if ord(char) in _REGION:
        return ""
    name = unicodedata.name(char, "").lower()
    if (
        name.startswith(("box drawings", "block", "dingbat", "heavy", "black", "white", "medium", "light"))
        and "heart" not in name
    ):
        return ""
    return " ".join(_CLEAN.sub(" ", name).split())


def picture(match: re.Match[str], _: object) -> str | None:
    """The names in order, each once in a row, set off by commas; flags are "flag"."""
    said: list[str] = []
    for char in match[0]:
        if _SILENT.match(char):
            continue
        name = "flag" if ord(char) in _REGION else name_of(char)
        if name and (not said or said[-1] != name):
            said.append(name)
    return f", {', '.join(said)}," if said else ""
