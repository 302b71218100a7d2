"""Turn a checkpoint into the weights that fabula reads with: ``python -m training.export CHECKPOINT --data DATA``.

The encoder is written as a plain graph, its attention fused, its matrices in eight bits; the small heads stay in
floating point. Then both sides read the dev documents, and what they find is compared: the export is refused where
it agrees less than AGREEMENT.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn
from torch.nn import functional

from fabula.evaluation.exact import exact_match
from fabula.evaluation.score import Score
from fabula.model.heads import LINK_SIZE, WIDEST
from fabula.model.readout import read_out
from fabula.model.session import load_networks
from fabula.model.weights import CUES, FOLDER, LISTING, VERSION
from fabula.reading.discourse import SIZES
from training.batch import batch_of
from training.corpora import Example, load_examples
from training.evaluate import load_reader, spans_above
from training.model import Reader
from training.quick_graph import halve, parted, quicker

AGREEMENT = 0.97  # F1 of the mentions of the one against the other's
OPSET = 17


class PlainEncoder(nn.Module):
    """A BERT encoder's arithmetic written out, with a mask, so that ONNX Runtime knows its attention and fuses it."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.n_heads = encoder.config.num_attention_heads

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States [n_windows, length, size]."""
        embeddings = self.encoder.embeddings
        hidden_places = (1.0 - mask[:, None, None, :].float()) * -10000.0
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        states = embeddings.word_embeddings(ids) + embeddings.token_type_embeddings(torch.zeros_like(ids))
        states = embeddings.LayerNorm(states + embeddings.position_embeddings(places))
        for layer in self.encoder.encoder.layer:
            states = self._layer(layer, states, hidden_places)
        return states

    def _layer(self, layer: nn.Module, states: Tensor, hidden_places: Tensor) -> Tensor:
        attention, output = layer.attention.self, layer.attention.output
        query, key, value = (
            self._by_head(project(states)) for project in (attention.query, attention.key, attention.value)
        )
        weights = torch.matmul(query, key.transpose(-1, -2)) / query.shape[-1] ** 0.5 + hidden_places
        context = torch.matmul(weights.softmax(-1), value).permute(0, 2, 1, 3).contiguous()
        context = context.view(context.shape[0], context.shape[1], states.shape[-1])
        states = output.LayerNorm(output.dense(context) + states)
        wide = functional.gelu(layer.intermediate.dense(states))
        result: Tensor = layer.output.LayerNorm(layer.output.dense(wide) + states)
        return result

    def _by_head(self, states: Tensor) -> Tensor:
        size = states.shape[-1] // self.n_heads
        return states.view(states.shape[0], states.shape[1], self.n_heads, size).permute(0, 2, 1, 3)


class WordNetwork(nn.Module):
    """The word head for mentions of the coreference layer, the scores of the widths beside the first words' states."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.head, self.widths = model.words, model.widths

    def forward(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """``first`` [n, edge + WIDEST], ``last`` [n, edge], ``weight`` and ``event`` [n]."""
        first, last, weight, event = self.head(states)
        widths = self.widths[:1].expand(first.shape[0], WIDEST)
        return torch.cat([first[:, 0], widths], dim=1), last, weight, event


class NewNetwork(nn.Module):
    """The score of being an entity's first mention."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.head = model.links.new

    def forward(self, mention: Tensor) -> Tensor:
        """Scores [n] of link states [n, size]."""
        scores: Tensor = self.head(mention)[:, 0]
        return scores


def main() -> None:
    """Write the networks and their list, or say why not."""
    options = _options()
    model, tokenizer = load_reader(options.checkpoint)
    if options.half_of:
        meet_half_way(model, load_reader(options.half_of)[0])
    with tempfile.TemporaryDirectory() as work:
        files = export_networks(model, Path(work))
        files["tokenizer.json"] = tokenizer.to_str().encode()
        files[CUES] = _cues(options.output, model.encoder.config.hidden_size, Path(work))
        folder = Path(work) / "weights"
        write_weights(files, folder)
        agreement = compare(model, folder, load_examples(options.data, "dev", options.cache))
        print(json.dumps(agreement, indent=1))
        if agreement["mentions"] < AGREEMENT:
            sys.exit(f"the exported networks find other mentions than the checkpoint (F1 {agreement['mentions']:.3f})")
        write_weights(files, options.output)
    print(f"{sum(map(len, files.values())) / 1e6:.1f} MB in {options.output}")


def meet_half_way(model: Reader, other: Reader) -> None:
    """Make each weight the mean of the two models', of which one went on from the other: it keeps what both know.

    Source: robust fine-tuning by weights in the middle, Wortsman et al. 2022.
    """
    others = other.state_dict()
    model.load_state_dict({name: (values + others[name]) / 2 for name, values in model.state_dict().items()})


def _cues(output: Path, size: int, work: Path) -> bytes:
    """The cues of layers as they are; where there are none yet, one that has learned nothing."""
    if not (output / CUES).exists():
        states = (torch.zeros(3, size),)
        write_graph(nn.Linear(size, 1), states, ("states",), ("cues",), {0: "n"}, work / CUES)
        return (work / CUES).read_bytes()
    return (output / CUES).read_bytes()


def export_networks(model: Reader, work: Path) -> dict[str, bytes]:
    """Every network's ONNX file."""
    model = model.eval().cpu()
    size = model.encoder.config.hidden_size
    states, link = torch.zeros(3, size), torch.zeros(3, LINK_SIZE)
    rows = {0: "n"}
    embeddings, encoder = export_encoder(model.encoder, work)
    write_graph(
        WordNetwork(model), (states,), ("states",), ("first", "last", "weight", "event"), rows, work / "words.onnx"
    )
    write_graph(
        model.spans,
        (states, states, states),
        ("first", "last", "middle"),
        ("kind", "form", "link"),
        rows,
        work / "spans.onnx",
    )
    features = torch.zeros(3, len(SIZES), dtype=torch.long)
    write_graph(
        model.links,
        (link[:1], link, link, features),
        ("mention", "mean", "last", "features"),
        ("scores",),
        rows,
        work / "links.onnx",
        fixed=("mention",),
    )
    write_graph(NewNetwork(model), (link,), ("mention",), ("scores",), rows, work / "new.onnx")
    heads = {f"{name}.onnx": (work / f"{name}.onnx").read_bytes() for name in ("words", "spans", "links", "new")}
    return {"embeddings.onnx": embeddings, "encoder.onnx": encoder, **heads}


def export_encoder(encoder: nn.Module, work: Path) -> tuple[bytes, bytes]:
    """Its embeddings, which several encoders may share, and its layers, each as an ONNX file."""
    ids = torch.ones(2, 16, dtype=torch.long)
    plain, quantized = work / "plain.onnx", work / "quantized.onnx"
    axes = {0: "n", 1: "length"}
    write_graph(PlainEncoder(encoder), (ids, ids), ("ids", "mask"), ("states",), axes, plain)
    _quantize(plain, quantized, encoder.config)
    embeddings, layers = parted(onnx.load(quantized))
    return embeddings.SerializeToString(), layers.SerializeToString()


def write_graph(
    network: nn.Module, inputs: tuple[Tensor, ...], names: tuple[str, ...], outputs: tuple[str, ...],
    axes: dict[int, str], path: Path, fixed: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Write a network as ONNX; ``axes`` of all but the ``fixed`` inputs may be of any length."""
    moving = {name: axes for name in (*names, *outputs) if name not in fixed}
    torch.onnx.export(
        network.eval(), inputs, str(path), input_names=list(names), output_names=list(outputs), dynamic_axes=moving,
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def _quantize(plain: Path, path: Path, config: object) -> None:
    fused = optimizer.optimize_model(
        str(plain), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size
    )
    fused.save_model_to_file(str(plain))
    quantize_dynamic(
        plain, path, weight_type=QuantType.QInt8, per_channel=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip
    quantized = onnx.load(path)
    quicker(quantized.graph, config.hidden_size, config.num_attention_heads)
    onnx.save(quantized, path)


def write_halved_graph(
    network: nn.Module, inputs: tuple[Tensor, ...], names: tuple[str, ...], outputs: tuple[str, ...], path: Path
) -> None:
    """Write a network that takes any number of rows, its tables in 16 bits."""
    write_graph(network, inputs, names, outputs, {0: "n"}, path)
    model = onnx.load(path)
    halve(model.graph)
    onnx.save(model, path)


def write_weights(files: dict[str, bytes], folder: Path) -> None:
    """Put files among the weights in ``folder``, and list all that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    there = sorted(path for path in folder.iterdir() if path.suffix in (".onnx", ".json") and path.name != LISTING)
    checksums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
    (folder / LISTING).write_text(json.dumps({"version": VERSION, "files": checksums}, indent=1) + "\n")


@torch.no_grad()
def compare(model: Reader, folder: Path, examples: list[Example]) -> dict[str, float]:
    """How well the exported networks agree with the model: F1 of mentions and events, share of equal kinds."""
    networks = load_networks(1, folder)
    mentions, events, kinds = Score(), Score(), []
    for example in examples:
        batch = batch_of(example, networks.tokenizer)
        words = model.encode(batch.ids, batch.place, batch.word_of_piece, batch.n_words, exact=True)
        spans = spans_above(model.score_spans(words)[:, :, 0], batch.valid)
        kind, *_ = model.read_spans(words, torch.from_numpy(spans[:, 0]), torch.from_numpy(spans[:, 1] - 1))
        kind_of = dict(zip(map(tuple, spans.tolist()), kind.argmax(1).tolist(), strict=True))
        found = read_out(networks, example.words, example.sentence)
        other = dict(
            zip(zip(found.first.tolist(), (found.last + 1).tolist(), strict=True), found.kind.tolist(), strict=True)
        )
        mentions += exact_match(set(kind_of), set(other))
        kinds += [kind_of[span] == other[span] for span in kind_of.keys() & other.keys()]
        events += exact_match(
            set(np.flatnonzero(words.event > 0).tolist()), set(np.flatnonzero(found.event > 0.5).tolist())
        )
    return {"mentions": mentions.f1, "events": events.f1, "kinds": float(np.mean(kinds))}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, help="best.pt of a run")
    parser.add_argument("--data", type=Path, required=True, help="folder of corpora, for the comparison")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the corpora as read by fabula")
    parser.add_argument("--half-of", type=Path, help="another best.pt or folder of weights, to meet half way")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder for the networks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
