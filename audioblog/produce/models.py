"""Where the models of neural voices lie: the name of one in, its files out.

They are large and shared by all workspaces of a user, so they lie with the user's other data, not in a workspace:
`AUDIOBLOG_MODELS`, or `audioblog/models` in the place that the system has for that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from audioblog.errors import SpeechError

MODEL = ".onnx"
CONFIG = ".onnx.json"


def models_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder that `voices install` fills; it need not exist yet."""
    if given := environment.get("AUDIOBLOG_MODELS"):
        return Path(given)
    if sys.platform == "win32":
        home = Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:  # XDG Base Directory Specification
        home = Path(environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "audioblog" / "models"


def find_model(model: str) -> tuple[Path, Path]:
    """(model, its configuration) by name ("en_GB-alba-medium") or by the path of an .onnx file. SpeechError if none."""
    if not model:
        hint = 'Add a line like: model = "en_GB-alba-medium"'
        raise SpeechError("The voice's profile names no model.", hint, code="no-voice")
    named = Path(model)
    path = named if named.suffix == MODEL else models_folder() / f"{model}{MODEL}"
    config = path.with_name(path.name + ".json")
    missing = next((file for file in (path, config) if not file.is_file()), None)
    if missing is not None:
        hint = f"Install it: audioblog voices install {model}" if path != named else "Correct `model` in its profile."
        raise SpeechError(f"The model “{model}” is not on this machine ({missing} is missing).", hint, code="no-voice")
    return path, config
