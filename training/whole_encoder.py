"""The networks that fabula reads with as PyTorch modules again, the encoder's matrices brought back from eight bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from fabula.model.weights import FOLDER
from training.encoder import PACKAGE, load_encoder
from training.model import LAYERS, Reader

PREFIX = "encoder."
TABLES = ("word_embeddings", "position_embeddings", "token_type_embeddings")
OF_ATTENTION = ("query", "key", "value")
OF_LAYER = ("attention.output.dense", "intermediate.dense", "output.dense")  # in the order of the graph


def whole_encoder(folder: Path = FOLDER) -> nn.Module:
    """The encoder of the weights in ``folder``."""
    found = {}
    for name in ("embeddings.onnx", "encoder.onnx"):
        graph = onnx.load(folder / name).graph
        found |= {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    model = load_encoder(PACKAGE)
    size = model.config.hidden_size
    state = {f"embeddings.{name}.weight": _exact(found, f"{PREFIX}embeddings.{name}.weight") for name in TABLES}
    for name, values in found.items():
        if name.startswith(PREFIX) and "_embeddings" not in name:
            state[name.removeprefix(PREFIX)] = torch.from_numpy(values.copy())
    matrices = sorted(
        (
            name.removesuffix("_quantized")
            for name in found
            if name.startswith("onnx::") and name.endswith("_quantized")
        ),
        key=lambda name: int(name.rsplit("_", 1)[1]),
    )
    for layer in range(model.config.num_hidden_layers):
        weights, bias = _exact(found, f"Attention_{layer}_qkv_weight"), found[f"Attention_{layer}_qkv_bias"]
        for place, name in enumerate(OF_ATTENTION):
            own = slice(place * size, (place + 1) * size)
            state[f"encoder.layer.{layer}.attention.self.{name}.weight"] = weights[:, own].T.contiguous()
            state[f"encoder.layer.{layer}.attention.self.{name}.bias"] = torch.from_numpy(bias[own].copy())
        for name, matrix in zip(OF_LAYER, matrices[len(OF_LAYER) * layer :], strict=False):
            state[f"encoder.layer.{layer}.{name}.weight"] = _exact(found, matrix).T.contiguous()
    model.load_state_dict(state)
    return model


def whole_reader(folder: Path = FOLDER) -> Reader:
    """The reader model of the weights in ``folder``; entities have the scores of the widths of mentions."""
    model = Reader(whole_encoder(folder))
    words = _parameters(folder / "words.onnx")
    (widths,) = (words.pop(name) for name in list(words) if not name.startswith("head."))
    model.words.load_state_dict({name.removeprefix("head."): values for name, values in words.items()})
    model.widths.data.copy_(widths.expand(LAYERS, -1))
    model.spans.load_state_dict(_parameters(folder / "spans.onnx"))
    model.links.load_state_dict(_links(folder))
    return model


def _links(folder: Path) -> dict[str, Tensor]:
    known = _parameters(folder / "links.onnx")
    products = [node.input[1] for node in onnx.load(folder / "links.onnx").graph.node if node.op_type == "MatMul"]
    names = ("mean", "last", "mean_product", "last_product")
    matrices = {f"{name}.weight": known.pop(product).T for name, product in zip(names, products, strict=True)}
    new = {name.replace("head", "new"): values for name, values in _parameters(folder / "new.onnx").items()}
    return known | matrices | new


def _parameters(path: Path) -> dict[str, Tensor]:
    return {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in onnx.load(path).graph.initializer}


def _exact(found: dict[str, np.ndarray], name: str) -> Tensor:
    quantized, zero = (found[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point"))
    return torch.from_numpy(((quantized - zero) * found[f"{name}_scale"]).astype(np.float32))
