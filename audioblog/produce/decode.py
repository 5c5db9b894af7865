"""MP3 and other sound files -> PCM, by the decoders of the `miniaudio` wheel (0.6 MB, MIT, no program needed)."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from audioblog.errors import SpeechError
from audioblog.produce.mixdown import mixdown


def decode_mp3(data: bytes) -> tuple[NDArray[np.int16], int]:
    """(mono PCM, sample rate). Raises SpeechError when this is no MP3.

    Without an Info header nothing is skipped: sample t of the encoder's input comes at t + 1,105. With one, the decoder
    skips that delay itself.
    """
    import miniaudio

    try:
        sound = miniaudio.mp3_read_s16(data)
    except miniaudio.MiniaudioError as error:
        raise SpeechError(f"The MP3 cannot be decoded: {error}.", code="broken-mp3") from error
    return _mono(sound.samples, sound.nchannels), sound.sample_rate


def decode_sound(data: bytes) -> tuple[NDArray[np.int16], int] | None:
    """(mono PCM, sample rate) of WAV, FLAC, Ogg Vorbis or MP3; None for everything else."""
    import miniaudio

    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")
    if not kind:
        return None
    try:
        sound = getattr(miniaudio, kind)(data)
    except miniaudio.MiniaudioError:
        return None
    return _mono(sound.samples, sound.nchannels), sound.sample_rate


_MAGIC = {
    b"RIFF": "wav_read_s16",
    b"fLaC": "flac_read_s16",
    b"OggS": "vorbis_read",
    b"ID3": "mp3_read_s16",
    b"\xff\xfb": "mp3_read_s16",
    b"\xff\xf3": "mp3_read_s16",
}
"""How a file begins, and miniaudio's reader for it."""


def _mono(samples: array[int], channels: int) -> NDArray[np.int16]:
    pcm: NDArray[np.int16] = np.frombuffer(samples, np.int16)
    return pcm if channels == 1 else mixdown(pcm.reshape(-1, channels))
