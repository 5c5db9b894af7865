"""Chapters of an Episode: the JSON file that apps read, and the lines for show notes. Pure functions."""

from __future__ import annotations

import json

from audioblog.model import ChapterTime, Episode, Show
from audioblog.publish.wording import clock, one_line, shorten

LEAST = 3
"""Chapters in a description that apps take for a list."""


def chapter_list(episode: Episode) -> tuple[ChapterTime, ...]:
    """The chapters, of which apps want the first to start at 0; a post without headings has one."""
    title = shorten(episode.title, 255) or "Start"
    if not episode.chapters:
        return (ChapterTime(title, 0, episode.duration_ms),)
    first = episode.chapters[0].start_ms
    return ((ChapterTime(title, 0, first),) if first >= 1000 else ()) + episode.chapters


def chapters_json(show: Show, episode: Episode) -> bytes:
    """JSON chapters, version 1.2.0 (podcastindex.org), times in seconds; type application/json+chapters."""
    chapters = chapter_list(episode)
    starts = [0, *(chapter.start_ms for chapter in chapters[1:])]
    document = {
        "version": "1.2.0",
        "title": one_line(episode.title),
        "author": one_line(episode.author),
        "podcastName": one_line(show.title),
        "fileName": f"{episode.media.rpartition('/')[2]}.mp3",
        "chapters": [
            {"startTime": start / 1000, "endTime": chapter.end_ms / 1000, "title": one_line(chapter.title)}
            for start, chapter in zip(starts, chapters, strict=True)
        ],
    }
    if not document["author"]:
        del document["author"]
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()


def chapter_lines(episode: Episode) -> list[str]:
    """ "00:00:00 Introduction" and so on: Spotify, YouTube and Apple make chapters of such lines in a description.

    Apple reads them from 00:00:00 on, and only when there are three or more; fewer are no list (Apple, "Chapters").
    """
    chapters = chapter_list(episode)
    if len(chapters) < LEAST:
        return []
    starts = [0, *(chapter.start_ms for chapter in chapters[1:])]
    return [f"{clock(start)} {shorten(chapter.title, 120)}" for start, chapter in zip(starts, chapters, strict=True)]
