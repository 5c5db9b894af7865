"""Apple's podcast categories (podcasters.apple.com, "Podcast categories") as data; a check that names near matches."""

from __future__ import annotations

from difflib import get_close_matches

from audioblog.errors import PublishError

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature",
        "Physics", "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
        "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip


def checked_category(category: str, subcategory: str = "") -> tuple[str, str]:
    """The pair in Apple's own spelling (upper and lower case do not matter), or PublishError with near matches."""
    main = _match(category, list(CATEGORIES), "category")
    return main, _match(subcategory, list(CATEGORIES[main]), f"sub-category of {main}") if subcategory else ""


def _match(given: str, known: list[str], what: str) -> str:
    by_key = {_key(name): name for name in known}
    if (key := _key(given)) in by_key:
        return by_key[key]
    near = [by_key[match] for match in get_close_matches(key, by_key, n=3, cutoff=0.5)]
    holders = [main for main, subs in CATEGORIES.items() if key in map(_key, subs)]
    hint = f"Do you mean: {'; '.join(near)}?" if near else f"Choose one of: {'; '.join(known) or 'none exists'}."
    if holders:
        hint = f"“{given}” is a sub-category of {' and '.join(holders)}: set both. {hint}"
    raise PublishError(f"“{given}” is not a {what} in Apple's list, which podcast apps share.", hint, code="category")


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").split())
