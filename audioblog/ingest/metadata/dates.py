"""Dates as blogs write them -> aware datetimes in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_MONTH_NAMES = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun",
    "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
_CLOCK = r"(?:\D{1,6}(\d{1,2})[:.](\d{2})\s*([ap])?)?"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?(?: of)? ({_MONTH})\.?,? (\d{{4}})\b{_CLOCK}", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b{_CLOCK}", re.I)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")

NOON = 12
"""A day without a time is taken as noon in UTC: the same day in nearly every place."""


def parse_date(text: str | None) -> datetime | None:
    """The moment that the text names; None when it names none. Without a zone it is taken as UTC."""
    text = " ".join((text or "").split())[:100]
    if not text:
        return None
    try:
        return _iso(text) or _rfc(text) or _written(text) or _numbers(text)
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    hour, minute, second = (int(part) if part else 0 for part in match.groups()[3:6])
    if match[4] is None:
        hour = NOON
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(match[7])).astimezone(UTC)


def _zone(text: str | None) -> timezone:
    if not text or text[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _rfc(text: str) -> datetime | None:
    """RFC 5322: "Thu, 03 Mar 2016 09:30:00 +0000"."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC) if ":" in text else None


def _written(text: str) -> datetime | None:
    day_first, month_first = _DAY_FIRST.search(text), _MONTH_FIRST.search(text)
    if day_first:
        day, month, year, *time = day_first.groups()
    elif month_first:
        month, day, year, *time = month_first.groups()
    else:
        return None
    hour, minute = _clock(time)
    return datetime(int(year), _MONTHS[month.lower()], int(day), hour, minute, tzinfo=UTC)


def _clock(time: list[str | None]) -> tuple[int, int]:
    hour, minute, half = time
    if hour is None or minute is None:
        return NOON, 0
    value = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    return (value, int(minute)) if value < 24 and int(minute) < 60 else (NOON, 0)


def _numbers(text: str) -> datetime | None:
    """31/12/2016: the day comes first, as in Britain, unless it cannot."""
    match = _NUMERIC.search(text)
    if not match:
        return None
    first, second, year = (int(part) for part in match.groups())
    day, month = (first, second) if second <= 12 else (second, first)
    return datetime(year, month, day, NOON, tzinfo=UTC)
