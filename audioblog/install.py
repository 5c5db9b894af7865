"""`voices install`: the name of a natural voice -> the voice on this machine, a profile in the workspace, measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from audioblog.config import Workspace
from audioblog.errors import SpeechError, UsageError
from audioblog.produce import piper_hub, piper_list
from audioblog.produce.models import models_folder
from audioblog.sample import calibrate_voice
from audioblog.state import locked
from audioblog.store import check_writable, write_atomically

Tell = Callable[[str], None]
"""Called with a line about what is going on."""
_ELSEWHERE = "Make room or give yourself the right to write there, or name another folder in AUDIOBLOG_MODELS."


@dataclass(frozen=True, slots=True)
class NewVoice:
    voice: piper_hub.Installed
    profile: Path
    fresh: bool
    """False when there was a profile of that name, which was left as it is."""
    problem: str
    """Why it was not measured; "" when it was."""


def list_offered(workspace: Workspace, place: str) -> Iterator[tuple[str, str, int]]:
    """(name, language, bytes) of every voice in `place`, an address or a folder ("": their public home)."""
    return piper_list.offered(_fetcher(workspace, place, lambda _line: None))


def install_voice(workspace: Workspace, name: str, place: str, tell: Tell) -> NewVoice:
    """Fetch the voice `name`, write its profile and measure it.

    Busy when another process installs it; UsageError when a folder cannot be written to; else as `piper_hub.install`.
    """
    piper_list.parts_of(name)  # what is no name must not become a folder's
    models, profile = models_folder(), workspace.folder / "voices" / f"{name}.toml"
    check_writable(models, "the folder of models", _ELSEWHERE)
    check_writable(profile.parent, "the folder of profiles", "Give yourself the right to write there.")
    fetch = _fetcher(workspace, place, tell)
    with locked(models / ".locks" / name, f"installing the voice {name}"):
        return _install(workspace, name, fetch, profile, tell)


def _install(workspace: Workspace, name: str, fetch: piper_list.Fetch, profile: Path, tell: Tell) -> NewVoice:
    from audioblog.produce.calibrate import first_sentence

    sample = first_sentence(name.partition("_")[0])
    try:
        voice = piper_hub.install(name, fetch, models_folder(), sample)
    except OSError as error:
        raise UsageError(f"the folder {models_folder()} cannot be written to: {error.strerror}", _ELSEWHERE) from error
    fresh = not profile.exists()
    if fresh:
        write_atomically(profile, piper_hub.profile_of(voice, sample).encode())
    tell("Measuring how loud and how fast it is.")
    try:
        calibrate_voice(workspace, name)
    except (SpeechError, UsageError) as error:
        return NewVoice(voice, profile, fresh, f"{error.message.rstrip('.')}. {error.hint}".rstrip())
    return NewVoice(voice, profile, fresh, "")


def _fetcher(workspace: Workspace, place: str, tell: Tell) -> piper_list.Fetch:
    """How files come from `place`. UsageError when it is a folder that is not there."""
    if place and "://" not in place:
        if not Path(place).is_dir():
            raise UsageError(f"there is no folder {place}", "Give a folder, or an address that starts with https://.")
        return piper_hub.copy_from(Path(place))
    from audioblog.ingest.network.download import Manner, download

    settings = workspace.settings
    manner = Manner(allow_private=settings.allow_private, contact=settings.contact)
    home = (place or piper_list.HOME).rstrip("/") + "/"

    def fetch(path: str, to: Path, most: int) -> None:
        download(home + path, to, most, manner, partial(_tell_tenths, tell, PurePosixPath(path).name, set()))

    return fetch


def _tell_tenths(tell: Tell, name: str, said: set[int], here: int, whole: int) -> None:
    """A line at the first part, and at every tenth that is reached; nothing for what comes at once."""
    if here < whole and (tenth := 10 * here // whole) not in said:
        said.add(tenth)
        tell(f"{name}: {here / 1e6:.0f} of {whole / 1e6:.0f} MB")
