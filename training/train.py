"""Train the reader model: ``python -m training.train DATA -o FOLDER``; the same command goes on where it stopped."""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fabula.model.heads import WIDEST
from training.batch import Batch, batch_of
from training.corpora import Example, load_examples
from training.encoder import PACKAGE, load_encoder, load_tokenizer
from training.linking import UNKNOWN_KIND, gold_pairs, link_loss, references
from training.model import Reader
from training.schedule import share_of_highest_rate

SHARE_OF_CORPUS = {"gum": 0.5, "labelled": 0.2}  # of the documents, in one epoch; GUM's fiction is always read
FALSE_SHARE = 0.2  # wrong spans learned from, as a share of the words, at most
WEIGHTS = {"mentions": 1.0, "kinds": 0.5, "forms": 0.2, "events": 1.0, "links": 1.0}


def main() -> None:
    """Train for some epochs, with a checkpoint after each; the best on dev is kept beside it."""
    from training.evaluate import dev_figures, load_reader

    options = options_of(__doc__)
    options.output.mkdir(parents=True, exist_ok=True)
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    tokenizer = load_tokenizer(options.encoder)
    train = load_examples(options.data, "train", options.cache)
    if not options.stories:
        train = [example for example in train if example.corpus != "stories"]
    if options.labelled:
        train += pickle.loads(options.labelled.read_bytes())
    dev = load_examples(options.data, "dev", options.cache)
    model = load_reader(options.start)[0] if options.start else Reader(load_encoder(options.encoder))
    model.to(options.device)
    model.encoder.embeddings.requires_grad_(not options.keep_embeddings)
    optimizer = _optimizer(model, options)
    checkpoint = options.output / "checkpoint.pt"
    epoch = _resume(checkpoint, model, optimizer)
    best = (
        json.loads((options.output / "best.json").read_text())["mean"]
        if epoch and (options.output / "best.json").exists()
        else 0.0
    )
    for number in range(epoch, options.epochs):
        began, losses = time.perf_counter(), dict.fromkeys(WEIGHTS, 0.0)
        order = _order(train, random.Random(options.seed * 1000 + number))
        model.train()
        for done, row in enumerate(order):
            _set_rate(optimizer, number + done / len(order), options.epochs)
            parts = losses_of(
                model, train[row], batch_of(train[row], tokenizer, random.randrange(200)).to(options.device)
            )
            optimizer.zero_grad()
            sum(WEIGHTS[name] * loss for name, loss in parts.items()).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            for name, loss in parts.items():
                losses[name] += loss.item() / len(order)
        _save({"epoch": number + 1, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, checkpoint)
        spent = time.perf_counter() - began
        figures: dict[str, Any] = {"epoch": number + 1, "seconds": round(spent), "losses": losses}
        if (number + 1) % options.every == 0 or number + 1 == options.epochs:
            figures |= dev_figures(model, tokenizer, dev, options.device)
            if figures["mean"] > best:
                best = figures["mean"]
                _save({"model": model.state_dict(), "encoder": options.encoder}, options.output / "best.pt")
                (options.output / "best.json").write_text(json.dumps(figures, indent=1))
        with (options.output / "log.jsonl").open("a") as log:
            log.write(json.dumps(figures) + "\n")
        print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in figures.items()}), flush=True)


def losses_of(model: Reader, example: Example, batch: Batch) -> dict[str, Tensor]:
    """The loss of each head that the example can teach."""
    words = model.encode(batch.ids, batch.place, batch.word_of_piece, batch.n_words)
    scores = model.score_spans(words)
    losses: dict[str, Tensor] = {}
    if example.has_all_mentions:
        each = functional.binary_cross_entropy_with_logits(scores, batch.is_mention, reduction="none")
        losses["mentions"] = each[batch.counts].sum() / max(len(example.spans), 20)
    if batch.events is not None:
        losses["events"] = functional.binary_cross_entropy_with_logits(words.event, batch.events) * 10
    spans, rows = learned_spans(example, batch, scores)
    if len(spans):
        first, end = torch.from_numpy(spans).to(words.states.device).T
        kind, form, link = model.read_spans(words, first, end - 1)
        gold = torch.from_numpy(rows >= 0).to(kind.device)
        if example.has_all_mentions and bool(gold.any()):
            allowed = torch.from_numpy(example.kinds[rows[rows >= 0]]).to(kind.device)
            chosen = kind[gold].log_softmax(1).masked_fill(~allowed, -torch.inf)
            losses["kinds"] = -chosen.logsumexp(1).mean()
            losses["forms"] = functional.cross_entropy(
                form[gold], torch.from_numpy(example.forms[rows[rows >= 0]]).to(kind.device)
            )
        pairs = gold_pairs(*_mentions_and_clusters(example, spans, rows, kind, form))
        if len(pairs.mention):
            losses["links"] = link_loss(model.links, link, pairs.to(link.device))
    return losses


def learned_spans(example: Example, batch: Batch, scores: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Gold spans and the best wrong ones, in order [n, 2]; and the row of each in the example, -1 for wrong ones."""
    width = example.spans[:, 1] - example.spans[:, 0]
    rows = np.flatnonzero(width <= WIDEST)
    gold = example.spans[rows]
    wrong = np.zeros((0, 2), np.int64)
    if example.has_all_mentions:
        best = (
            scores[:, :, 0].detach().masked_fill(~batch.counts[:, :, 0] | (batch.is_mention[:, :, 0] > 0.5), -torch.inf)
        )
        values, places = best.flatten().topk(int(FALSE_SHARE * batch.n_words))
        places = places[values > 0].cpu().numpy()
        wrong = np.stack([places // WIDEST, places // WIDEST + places % WIDEST + 1], axis=1)
    spans = np.concatenate([gold, wrong])
    rows = np.concatenate([rows, np.full(len(wrong), -1)])
    order = np.lexsort((-spans[:, 1], spans[:, 0]))
    return spans[order], rows[order]


def _mentions_and_clusters(
    example: Example, spans: np.ndarray, rows: np.ndarray, kind: Tensor, form: Tensor
) -> tuple[list, list[int]]:
    kinds = kind.detach().argmax(1).cpu().numpy()
    forms = form.detach().argmax(1).cpu().numpy()
    gold = rows >= 0
    allowed = example.kinds[rows[gold]]
    kinds[gold] = np.where(allowed.sum(1) == 1, allowed.argmax(1), UNKNOWN_KIND)
    forms[gold] = example.forms[rows[gold]]
    clusters = np.full(len(spans), -1)
    clusters[gold] = example.clusters[rows[gold]]
    return references(example, spans, kinds, forms), clusters.tolist()


def _optimizer(model: Reader, options: argparse.Namespace) -> torch.optim.Optimizer:
    encoder = {id(parameter) for parameter in model.encoder.parameters()}
    heads = [parameter for parameter in model.parameters() if id(parameter) not in encoder]
    groups = [
        {"params": [*model.encoder.parameters()], "highest": options.rate, "weight_decay": 0.01},
        {"params": heads, "highest": options.head_rate, "weight_decay": 0.01},
    ]
    return torch.optim.AdamW(groups, fused=True)


def _order(examples: list[Example], chance: random.Random) -> list[int]:
    """The rows to learn from in one epoch, shuffled: all that count for fiction, and some of the others."""
    rows = [
        row
        for row, example in enumerate(examples)
        if chance.random() < (1.0 if "fiction" in example.name else SHARE_OF_CORPUS.get(example.corpus, 1.0))
    ]
    return chance.sample(rows, len(rows))


def _set_rate(optimizer: torch.optim.Optimizer, epochs_done: float, n_epochs: int) -> None:
    for group in optimizer.param_groups:
        group["lr"] = group["highest"] * share_of_highest_rate(epochs_done / n_epochs)


def _resume(checkpoint: Path, model: Reader, optimizer: torch.optim.Optimizer) -> int:
    if not checkpoint.exists():
        return 0
    kept = torch.load(checkpoint, weights_only=False)
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optimizer"])
    return int(kept["epoch"])


def _save(what: dict[str, Any], path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save(what, part)
    part.replace(path)


def options_of(description: str | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("data", type=Path, help="folder of corpora")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for checkpoints and figures")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the corpora as read by fabula")
    parser.add_argument("--encoder", default=PACKAGE, help="package, folder or Hugging Face name")
    parser.add_argument("--start", type=Path, help="best.pt of a run to go on from, or a folder of weights")
    parser.add_argument("--stories", action="store_true", help="learn from stories of our own as well")
    parser.add_argument("--keep-embeddings", action="store_true", help="for other encoders share them")
    parser.add_argument("--labelled", type=Path, help="passages marked by a teacher, from training.label")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--every", type=int, default=2, help="epochs between looks at dev")
    parser.add_argument("--rate", type=float, default=7e-5, help="highest learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3, help="highest learning rate of the heads")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
