"""The networks of the reader model, ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fabula.model.weights import FOLDER, NETWORKS, checked_weights

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
    """All networks of the model, and the tokenizer that cuts words for the encoder."""

    tokenizer: Any
    encoder: Network  # ids, mask [n, length] -> states [n, length, size]
    words: Network  # states [n, size] -> first, last, weight, event
    spans: Network  # first, last, middle [n, size] -> kind, form, link
    links: Network  # mention [1, link], mean, last [n, link], features [n, n_features] -> scores [n]
    new: Network  # mention [n, link] -> scores [n]


@cache
def load_networks(threads: int, folder: Path = FOLDER) -> Networks:
    """The networks, on a GPU where ONNX Runtime has one, otherwise on so many threads; loaded once per process.

    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    from tokenizers import Tokenizer

    files = checked_weights(folder)
    loaded = {name: _load(files[f"{name}.onnx"], threads if name == "encoder" else 1) for name in NETWORKS}
    return Networks(Tokenizer.from_buffer(files["tokenizer.json"]), **loaded)


def _load(data: bytes, threads: int) -> Network:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    available = onnxruntime.get_available_providers()
    session = onnxruntime.InferenceSession(data, options, providers=[name for name in PREFERRED if name in available])
    return Network(session, tuple(taken.name for taken in session.get_inputs()))
