"""A tiny voice for Piper, made by the tests: real signature, real phonemes, tones instead of speech.

The graph takes what every Piper model takes (`input`, `input_lengths`, `scales`; `sid` with several speakers) and gives
what it gives (`output`, [batch, 1, 1, time]); its only Ceil node counts the frames of each phoneme id, and, as in a
real voice, noise moves both lengths and sound. Each phoneme is a tone of its own; pauses and punctuation are silent.
How loud a sentence is depends on its phonemes, over a range of 14 dB, because real voices are uneven too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SAMPLE_RATE = 22_050
HOP = 256
"""Samples a frame."""
FRAMES = 2.6
"""Frames of a phoneme id at the usual speed."""
QUIET = 0.06
"""Amplitude of the quietest sentence; the loudest has five times that."""


def need_piper() -> None:
    """Skip the test, with the reason, where the extra is not installed."""
    for package in ("piper", "onnx", "onnxruntime"):
        pytest.importorskip(package, reason=f"{package} is not installed (pip install --group dev)")


def write_voice(
    folder: Path, name: str = "en_US-tiny-low", *, ceils: int = 1, speakers: int = 0, espeak: str = "en-us"
) -> Path:
    """NAME.onnx and NAME.onnx.json in `folder` -> path of the model. `ceils`: 0 or 2 hide the lengths of phonemes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(_model(ceils, speakers))
    path.with_name(f"{path.name}.json").write_text(json.dumps(_config(name, speakers, espeak)), "utf-8")
    return path


def _config(name: str, speakers: int, espeak: str) -> dict[str, Any]:
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    return {
        "audio": {"sample_rate": SAMPLE_RATE, "quality": "low"},
        "espeak": {"voice": espeak},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_type": "espeak",
        "phoneme_map": {},
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "num_symbols": 256,
        "num_speakers": max(1, speakers),
        "speaker_id_map": {f"speaker{number}": number for number in range(speakers)},
        "piper_version": "1.0.0",
        "hop_length": HOP,
        "language": {"code": name.partition("-")[0]},
        "dataset": "tiny",
    }


def _model(ceils: int, speakers: int) -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    nodes: list[Any] = []
    constants: dict[str, Any] = {
        "axis0": np.array([0]), "axis1": np.array([1]), "axis2": np.array([2]), "flat": np.array([1, -1]),
        "column": np.array([-1, 1]), "hop": np.array([1, 1, HOP]), "zero": np.array(0), "one": np.array(1),
        "frames": np.float32(FRAMES), "voiced_from": np.float32(10.5), "base": np.float32(110), "step": np.float32(12),
        "turn": np.float32(2 * np.pi / SAMPLE_RATE), "quiet": np.float32(QUIET), "span": np.float32(4 * QUIET),
        "hiss": np.float32(0.01), "third": np.float32(0.6), "zero_f": np.float32(0),
        "first": np.array([0]), "second": np.array([1]), "third_at": np.array([2]), "fourth": np.array([3]),
    }  # fmt: skip

    def node(kind: str, *inputs: str, **attributes: Any) -> str:
        name = f"v{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    noise = node("Slice", "scales", "first", "second", "axis0")
    length = node("Slice", "scales", "second", "third_at", "axis0")
    unsteady = node("Slice", "scales", "third_at", "fourth", "axis0")
    ids = node("Cast", "input", to=TensorProto.FLOAT)
    # How many frames each id gets: the usual ones, moved by noise.
    moved = node("Mul", node("Abs", node("RandomNormalLike", ids)), node("Mul", unsteady, "third"))
    wanted = node("Mul", node("Add", moved, "frames"), length)
    rounded = node("Ceil", node("Unsqueeze", wanted, "axis1")) if ceils else node("Round", wanted)
    if ceils == 2:
        rounded = node("Ceil", rounded)
    widths = node("Reshape", rounded, "flat")
    # Which id sounds in each frame: as many as have ended before it.
    ends = node("CumSum", widths, "one")
    total = node("Cast", node("ReduceSum", widths, keepdims=0), to=TensorProto.INT64)
    clock = node("Cast", node("Range", "zero", total, "one"), to=TensorProto.FLOAT)
    over = node("GreaterOrEqual", node("Reshape", clock, "column"), ends)
    index = node("ReduceSum", node("Cast", over, to=TensorProto.INT64), "axis1", keepdims=0)
    framed = node("Unsqueeze", node("Gather", ids, index, axis=1), "axis2")
    spread = node("Mul", framed, node("Cast", node("ConstantOfShape", "hop", value=_float(1.0)), to=TensorProto.FLOAT))
    sound = node("Reshape", spread, "flat")
    if speakers:
        sound = node("Add", sound, node("Cast", "sid", to=TensorProto.FLOAT))
    hertz = node("Add", node("Mul", sound, "step"), "base")
    phase = node("CumSum", node("Mul", hertz, "turn"), "one")
    level = node("Add", node("Mul", node("Abs", node("Sin", node("ReduceSum", ids, keepdims=0))), "span"), "quiet")
    grain = node("Mul", node("RandomNormalLike", phase), node("Mul", noise, "hiss"))
    wave = node("Mul", node("Add", node("Sin", phase), grain), level)
    voiced = node("Cast", node("Greater", sound, "voiced_from"), to=TensorProto.FLOAT)
    used = node("Mul", node("Cast", "input_lengths", to=TensorProto.FLOAT), "zero_f")
    shaped = node("Unsqueeze", node("Unsqueeze", node("Add", node("Mul", wave, voiced), used), "axis1"), "axis1")
    nodes.append(helper.make_node("Identity", [shaped], ["output"]))

    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch"]))
    outputs = [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1, 1, "time"])]
    tensors = [numpy_helper.from_array(np.asarray(value), key) for key, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    return bytes(model.SerializeToString())


def _float(value: float) -> Any:
    from onnx import TensorProto, helper

    return helper.make_tensor("value", TensorProto.FLOAT, [1], [value])
