"""How this house narrates: the settings that a script is made by. Apart from the script, so that who only hands them on
need not load the rules of English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audioblog.narrate.lexicon import Lexicon
from audioblog.narrate.narration import DEFAULT, Narration


@dataclass(frozen=True, slots=True)
class House:
    """What `narrate` needs beside the post."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    comments: bool = False
    chars_per_second: float = 16.0
    """The voice's pace, for the estimate of the length."""
    opening: bool = True
    closing: bool = True
    voice_notice: str = "Read by a synthetic voice."
    rules: Narration = DEFAULT
    languages: tuple[str, ...] = ()
    """Languages that have a voice; a passage in any other is read in the show's voice."""
    cast: Mapping[str, str] = field(default_factory=dict)
    """Voice profiles by role or speaker, where they are not the show's own."""
