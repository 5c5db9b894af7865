"""Results as plain text for people: short lines, no boxes, no tables drawn with characters, good in a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from audioblog.changes import changes, published_script
from audioblog.config import LOCAL_URL, Workspace
from audioblog.errors import AudioblogError
from audioblog.model import Failure, Post, Script
from audioblog.publish.ledger import ledger
from audioblog.publish.wording import duration_words
from audioblog.report import Report
from audioblog.survey import Plan
from audioblog.wordlist import Asked

if TYPE_CHECKING:
    from audioblog.checkup import Checkup
    from audioblog.publish.lint.finding import Finding


def error_text(error: AudioblogError) -> str:
    """What, why and what to do."""
    return f"audioblog: {error.message.rstrip('.')}.\n{error.hint}".rstrip()


def failure_text(failure: Failure) -> str:
    return f"{failure.source}: {failure.message.rstrip('.')}. {failure.hint}".rstrip()


def build_text(report: Report, workspace: Workspace, command: str = "audioblog") -> Iterator[str]:
    """How a build ended: what was made, what failed, and where to listen. `command` is how audioblog is called here."""
    counts = report.counts
    made = counts.new + counts.updated
    if made:
        yield f"Made {_posts(made)} into audio: {duration_words(report.audio_ms)} in {report.seconds:.0f} seconds."
    if counts.unchanged:
        yield f"{_posts(counts.unchanged).capitalize()} had not changed."
    if counts.failed:
        yield f"{counts.failed} could not be done:"
        yield from (f"  {failure_text(failure)}" for failure in report.failures)
    if report.interrupted:
        yield "You stopped the run. What was finished is published; run the same command again to go on."
    if not made + counts.unchanged:
        return
    for edition in report.editions:
        yield f"The edition is in {edition}. Its first page is {edition}/index.html."
    base = workspace.settings.base_url
    if base == LOCAL_URL:
        yield f"To listen now, run: {command} serve"
        yield f"Then open {base} in a browser, or give a podcast app the address {base}feed.xml."
        yield "The feed works on this machine only. For a feed that anyone can subscribe to, put the folder on a web"
        yield "server and build again with --base-url and the server's address."
    else:
        yield f"Publish that folder at {base}. Subscribers use {base}feed.xml."


def _posts(number: int) -> str:
    return f"{number} post" if number == 1 else f"{number} posts"


def plan_text(plan: Plan) -> Iterator[str]:
    for post in plan.posts:
        length = f", {post.words} words, about {post.minutes:.1f} minutes" if post.words else ""
        yield f"{post.change}: {post.title or post.source}{length}"
    for failure in plan.failures:
        yield f"would fail: {failure_text(failure)}"
    yield (
        f"{plan.new} new, {plan.changed} changed, {plan.same} the same. To make: {plan.words} words, "
        f"{plan.minutes:.1f} minutes of audio, {plan.megabytes:.1f} MB, about {plan.seconds:.0f} seconds of work."
    )


def words_text(asked: Asked) -> Iterator[str]:
    """The words to ask about, each with the guess, where it stands, and what to do about it."""
    for failure in asked.failures:
        yield f"could not be read: {failure_text(failure)}"
    yield from (f"lexicon: {problem}" for problem in asked.problems)
    for word in asked.words:
        times = "once" if word.count == 1 else f"{word.count} times"
        yield f"{word.word}: {word.why}. Said as “{word.guess}”, {times}."
        yield f"    In: {word.sentence}"
        yield f"    To change it: {word.fix}"
    if not asked.words:
        yield "There is no word to check."


def diff_text(workspace: Workspace, post: Post, script: Script) -> Iterator[str]:
    """What an edit changed for the listener; each line says in words, and with a sign, what it is about."""
    old = published_script(workspace, post)
    if old is None:
        yield f"“{post.title}” has not been published from this workspace, so there is nothing to compare with."
        return
    found = list(changes(old, script))
    if not found:
        yield f"“{post.title}” is said as it was published; nothing has changed."
        return
    yield f"“{post.title}” has changed since it was published:"
    chapter = None
    for change in found:
        if change.chapter and change.chapter != chapter:
            chapter = change.chapter
            yield f"In the chapter “{chapter}”:"
        was, now = ("no longer left out", "left out now") if change.omitted else ("no longer said", "said now")
        yield from (f"- {was}: {line}" for line in change.was)
        yield from (f"+ {now}: {line}" for line in change.now)
        if change.pauses:
            yield f"Pauses have changed at {change.pauses} {'place' if change.pauses == 1 else 'places'}."


def script_text(script: Script) -> Iterator[str]:
    """What will be said, a line an utterance, with chapters and pauses; then what will not."""
    chapters = {chapter.utterance: chapter.title for chapter in script.chapters}
    for utterance in script.utterances:
        if utterance.id in chapters:
            yield f"\n== {chapters[utterance.id]}"
        yield utterance.spoken
        for swap in utterance.swaps:
            written = utterance.text[swap.start - utterance.start : swap.end - utterance.start]
            said = swap.spoken.strip(" ,")
            yield f"    {swap.why}: “{written}” is {f'said as “{said}”' if said else 'not said'}"
    account = ledger(script)
    for title, rules in (("Left out", account.left_out), ("Said differently", account.said_differently)):
        if rules:
            yield f"\n{title}:"
            yield from (f"  {rule.why}: {rule.count}" for rule in sorted(rules, key=lambda rule: -rule.count))
    if script.words_to_check:
        yield "\nWords to check:"
        yield from (f"  {word.word} ({word.why}), said as {word.guess!r}" for word in script.words_to_check)


EXAMPLES = 3
"""So many findings of one kind are told; somebody who listens does not want to hear three hundred."""


def checkup_text(checkup: Checkup) -> Iterator[str]:
    """What a check found, the gravest first: each kind once with its reason and its cure, and where it was found."""
    kinds: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in checkup.findings:
        kinds.setdefault((finding.severity, finding.code, finding.why, finding.mend), []).append(finding)
    for (severity, code, why, mend), found in kinds.items():
        yield f"{severity.capitalize()}, {code}:"
        for finding in found[:EXAMPLES]:
            yield f"  {finding.what}"
            if where := _where(finding):
                yield f"    In {where}"
        if len(found) > EXAMPLES:
            yield f"  And {len(found) - EXAMPLES} more like this; --json lists all."
        yield f"  Why it matters: {why}"
        yield f"  What to do: {mend}"
        yield ""
    told = [f"{number} {name if number == 1 else name + 's'}" for name, number in checkup.counts.items() if number]
    yield f"{checkup.target}: {', '.join(told)}." if told else f"{checkup.target}: no faults found."


def _where(finding: Finding) -> str:
    parts = (finding.file, f"line {finding.line}" if finding.line else "", finding.item and f"“{finding.item}”")
    return ", ".join(part for part in parts if part)
