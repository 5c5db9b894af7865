"""The files of a Piper voice -> a session that gives the same sound for the same phonemes.

A VITS model draws noise inside its graph, from a generator that goes on from sentence to sentence: the same text never
sounds the same twice. Clips are kept by their inputs, so here every such node is replaced by one that looks its noise
up in a fixed table. Everything else is Piper's: its output of phoneme lengths (where the graph has one `Ceil` node),
its phonemes, its configuration. One thread, because the worker processes share the cores already.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audioblog.errors import SpeechError

if TYPE_CHECKING:
    from piper import PiperVoice

NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"
"""From 1.32 on, onnxruntime reports its use to Microsoft unless this is in the environment when it is first imported.

Its `disable_telemetry_events()` comes too late: by then it has written an identifier of the device to ~/.cache.
"""
THREADS = 1
NOISE_SEED = 1
NOISE_SAMPLES = 1 << 18
"""Length of the table. A sentence of 10 s takes 170,000 values; beyond that the noise repeats, seconds apart."""
STEADY = 2
"""Part of the version: raised when the same model is to sound different."""

logging.getLogger("piper").addHandler(logging.NullHandler())  # a phoneme that a model lacks is no news for an editor


@dataclass(frozen=True, slots=True)
class Model:
    path: Path
    config: dict[str, Any]
    version: str
    """Of Piper and of the files: part of every clip's key."""
    sample_rate: int
    length_scale: float
    speakers: int

    def speaker(self, wanted: str) -> int | None:
        """The number of a speaker by name or number, None for a model with one. SpeechError if it has none such."""
        if self.speakers <= 1 or not wanted:
            return None
        count, names = self.speakers, self.config.get("speaker_id_map") or {}
        number = names.get(wanted, int(wanted) if wanted.isdecimal() else -1)
        if not 0 <= number < count:
            known = ", ".join(names) or f"0 to {count - 1}"
            raise SpeechError(
                f"The model “{self.path.stem}” has no speaker “{wanted}”.", f"It has: {known}.", code="no-voice"
            )
        return int(number)

    def load(self) -> PiperVoice:
        """The voice, ready to speak. Raises SpeechError when the model is no model of Piper's."""
        os.environ.setdefault(NO_TELEMETRY, "1")
        from piper import PiperVoice
        from piper.config import PiperConfig

        try:
            return PiperVoice(session=_session(self.path), config=PiperConfig.from_dict(self.config))
        except Exception as error:  # protobuf, onnx and onnxruntime each have errors of their own
            raise _broken(self.path, error) from error


def read(path: Path, config: Path) -> Model:
    """What must be known of a voice before it speaks. Raises SpeechError when the configuration is damaged."""
    try:
        found = json.loads(config.read_text("utf-8"))
        rate, scale = int(found["audio"]["sample_rate"]), float(found.get("inference", {}).get("length_scale", 1.0))
        speakers = int(found.get("num_speakers") or 1)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _broken(config, error) from error
    digest = hashlib.blake2b(path.read_bytes() + config.read_bytes(), digest_size=8).hexdigest()
    return Model(path, found, f"{version('piper-tts')} {STEADY} {digest}", rate, scale, speakers)


def _broken(path: Path, error: Exception) -> SpeechError:
    return SpeechError(
        f"{path.name} is not a voice that Piper can speak with: {type(error).__name__}: {error}",
        f"Delete {path} and install the voice again: audioblog voices install.",
        code="no-voice",
    )


def _session(path: Path) -> Any:
    import onnx
    import onnxruntime
    from piper.patch_voice_with_alignment import add_alignment_output

    model = onnx.load(str(path))
    _steady(model.graph)
    try:
        add_alignment_output(model)
    except ValueError:
        logging.getLogger(__name__).debug("%s does not tell the lengths of its phonemes, or does already", path.name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = THREADS
    return onnxruntime.InferenceSession(
        model.SerializeToString(), sess_options=options, providers=["CPUExecutionProvider"]
    )


def _steady(graph: Any) -> None:
    """Replace each node that draws noise in the shape of its input by a look-up in a table of its own."""
    from onnx import TensorProto, helper, numpy_helper

    def constant(name: str, value: Any) -> str:
        graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    drawn = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    for number, node in enumerate(drawn):
        here = f"steady{number}"
        given = {each.name: helper.get_attribute_value(each) for each in node.attribute}
        noise = np.random.default_rng(NOISE_SEED + number).standard_normal(NOISE_SAMPLES, np.float32)
        noise = noise * np.float32(given.get("scale", 1.0)) + np.float32(given.get("mean", 0.0))
        kind = helper.tensor_dtype_to_np_dtype(given.get("dtype", TensorProto.FLOAT))
        table = constant(f"{here}/table", noise.astype(kind))
        zero, one = constant(f"{here}/zero", np.int64(0)), constant(f"{here}/one", np.int64(1))
        length = constant(f"{here}/length", np.int64(NOISE_SAMPLES))
        steps = (
            ("Shape", (node.input[0],), "shape"),
            ("Size", (node.input[0],), "size"),
            ("Range", (zero, f"{here}/size", one), "count"),
            ("Mod", (f"{here}/count", length), "at"),
            ("Gather", (table, f"{here}/at"), "noise"),
        )
        made = [helper.make_node(operator, inputs, [f"{here}/{name}"]) for operator, inputs, name in steps]
        made.append(helper.make_node("Reshape", (f"{here}/noise", f"{here}/shape"), list(node.output)))
        at = list(graph.node).index(node)
        graph.node.remove(node)
        for offset, each in enumerate(made):
            graph.node.insert(at + offset, each)
