"""The weights: their files are named, with size and checksum, in ``weights/model.json``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from fabula.errors import WeightsDamaged, WeightsMissing, WeightsOfOtherVersion

FOLDER = Path(__file__).parent / "weights"
LISTING = "model.json"
READER = ("tokenizer.json", "embeddings.onnx", "encoder.onnx", "words.onnx", "spans.onnx", "links.onnx", "new.onnx")
SIGNS = "scenes.json"
FOCUS, BORDERS, PRESENCE = "focus.onnx", "borders.onnx", "presence.onnx"
SCENES = (FOCUS, BORDERS, PRESENCE)
CUES, LAYERS = "cues.onnx", "layers.onnx"
GLANCE = ("note_glance.onnx", "standings.onnx")
CLOSE_READING = ("note_encoder.onnx", "notes.onnx")
NOTES = (*GLANCE, *CLOSE_READING)
DIALOGUE = ("speakers.onnx", "turns.onnx", "addressees.onnx")
VERSION = 8  # of what the networks take and give; counted up when this code needs other files
RESTORE = "install fabula again (pip install --force-reinstall --no-deps fabula) to restore it"


def checked_weights(wanted: Sequence[str], folder: Path = FOLDER) -> dict[str, bytes]:
    """The ``wanted`` files of the weights by name.

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    listing = folder / LISTING
    try:
        described = json.loads(_read(listing))
        version, files = described["version"], dict(described["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise WeightsDamaged(f"{listing}: this list of the model's files is damaged; {RESTORE}") from error
    if version != VERSION:
        raise WeightsOfOtherVersion(f"{listing}: the model is of version {version}, not {VERSION}; {RESTORE}")
    if not set(wanted) <= files.keys():
        raise WeightsDamaged(f"{listing}: this list of the model's files is not whole; {RESTORE}")
    return {name: _checked(folder / name, files[name]) for name in wanted}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise WeightsMissing(f"{path}: a file of the model: {reason}; {RESTORE}") from error


def _checked(path: Path, checksum: str) -> bytes:
    data = _read(path)
    if hashlib.sha256(data).hexdigest() != checksum:
        raise WeightsDamaged(f"{path}: this file of the model is damaged; {RESTORE}")
    return data
