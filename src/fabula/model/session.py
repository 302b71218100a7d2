"""The networks of the reader model, ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fabula.model.weights import CUES, DIALOGUE, FOLDER, LAYERS, NOTES, READER, checked_weights

PREFERRED = ("CUDAExecutionProvider", "CPUExecutionProvider")


@dataclass(frozen=True)
class Network:
    """One network, called with its inputs by position."""

    session: Any
    inputs: tuple[str, ...]

    def __call__(self, *arrays: Any) -> list[Any]:
        """The outputs in their order."""
        outputs: list[Any] = self.session.run(None, dict(zip(self.inputs, arrays, strict=True)))
        return outputs


@dataclass(frozen=True)
class Networks:
    """The networks that read words, and the tokenizer that cuts words for the encoder.

    Each call of a network takes one processor core; ``threads`` calls of the encoder may be under way at a time.
    """

    threads: int
    tokenizer: Any
    embeddings: Network  # ids [n, length] -> embedded [n, length, size]
    encoder: Network  # embedded [n, length, size] -> states [n, length, size]
    words: Network  # states [n, size] -> first, last, weight, event
    spans: Network  # first, last, middle [n, size] -> kind, form, link
    links: Network  # mention [1, link], mean, last [n, link], features [n, n_features] -> scores [n]
    new: Network  # mention [n, link] -> scores [n]
    cues: Network  # states [n, size] -> scores of the cues of layers [n, cues]


@cache
def load_networks(threads: int, folder: Path = FOLDER) -> Networks:
    """The networks, on a GPU where ONNX Runtime has one, otherwise for so many threads; loaded once per process.

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    from tokenizers import Tokenizer

    files = checked_weights((*READER, CUES), folder)
    tokenizer = Tokenizer.from_buffer(files.pop("tokenizer.json"))
    return Networks(threads, tokenizer, **_loaded(files))


@dataclass(frozen=True)
class DialogueNetworks:
    """The networks that tell who speaks and who listens."""

    speakers: Network  # features [n, n_features] -> scores [n]
    turns: Network  # gap, asked, manner, manner before, opening [n], called, calls [n, kept]
    # -> by_relation [n, 3, kept, kept]
    addressees: Network  # features [n, n_features] -> scores [n]


@cache
def load_dialogue_networks(folder: Path = FOLDER) -> DialogueNetworks:
    """The networks of dialogue, on one thread; loaded once per process.

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    return DialogueNetworks(**_loaded(checked_weights(DIALOGUE, folder)))


@cache
def load_layer_network(folder: Path = FOLDER) -> Network:
    """The network of layers: signs [n, n_signs], states [n, size + cues] of sentences -> chances [n, kinds].

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    return _loaded(checked_weights((LAYERS,), folder))["layers"]


@cache
def load_scene_network(file: str, folder: Path = FOLDER) -> Network:
    """One of the networks of scenes; the states of mentions are pooled as ``fabula.reading.states`` does it.

    ``FOCUS``      through whom it is told: signs [n, n_signs], mentions [n, 2 * link] of a person in a paragraph
                   -> scores [n]
    ``BORDERS``    where scenes begin: signs [n, n_signs], states [n, size + cues] of all sentences -> chances [n]
    ``PRESENCE``   who is there: signs [n, n_signs], mentions [n, 2 * link] of somebody in a scene
                   -> chances [n, 2] to be there, and at a distance

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    return _loaded(checked_weights((file,), folder))[Path(file).stem]


@dataclass(frozen=True)
class NoteNetworks:
    """The networks that tell what a reader may want to know of first.

    The first glance and the standings take ``states`` [n, 3 * size] of sentences and around them, the notes the mean
    and the highest [n, 2 * size] of the states that their own encoder gives.
    """

    note_glance: Network  # signs [n, n_signs], states of sentences -> chances [n, kinds]
    note_encoder: Network  # embedded [n, length, size] -> states [n, length, size]
    notes: Network  # signs [n, n_signs], states of sentences -> chances [n, kinds]
    standings: Network  # signs [n, n_signs], states of notes -> scores [n, standings]


@cache
def load_note_networks(folder: Path = FOLDER) -> NoteNetworks:
    """The networks of notes, each call on one thread; loaded once per process.

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    return NoteNetworks(**_loaded(checked_weights(NOTES, folder)))


def _loaded(files: dict[str, bytes]) -> dict[str, Network]:
    return {Path(file).stem: _load(data) for file, data in files.items()}


def _load(data: bytes) -> Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    available = onnxruntime.get_available_providers()
    session = onnxruntime.InferenceSession(data, options, providers=[name for name in PREFERRED if name in available])
    return Network(session, tuple(taken.name for taken in session.get_inputs()))
