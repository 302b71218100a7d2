"""Figures of a checkpoint on dev: ``python -m training.evaluate DATA CHECKPOINT --cache FOLDER``.

They are those of the model alone, without the rules that ``fabula evaluate`` reads with.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fabula.evaluation.coreference import CONLL, METRICS, distinct
from fabula.evaluation.exact import exact_match
from fabula.evaluation.score import Score
from fabula.model.heads import FORMS, KINDS
from training.batch import batch_of
from training.corpora import Example, load_examples
from training.encoder import PACKAGE, load_encoder, load_tokenizer
from training.linking import link_greedily, references
from training.model import Reader
from training.whole_encoder import whole_reader

PRONOUN = FORMS.index("PRON")


@torch.no_grad()
def dev_figures(model: Reader, tokenizer: Any, examples: Sequence[Example], device: str = "cpu") -> dict[str, float]:
    """F1 of mentions, typed entities and events on LitBank, CoNLL F1 on LitBank, GUM, and GUM's fiction."""
    model.eval()
    scores: dict[str, Score] = defaultdict(Score)
    for example in examples:
        batch = batch_of(example, tokenizer).to(device)
        words = model.encode(batch.ids, batch.place, batch.word_of_piece, batch.n_words)
        span_scores = model.score_spans(words)
        spans = spans_above(span_scores[:, :, 0], batch.valid)
        first, last = torch.from_numpy(spans[:, 0]).to(device), torch.from_numpy(spans[:, 1] - 1).to(device)
        kind, form, link = model.read_spans(words, first, last)
        kinds, forms = kind.argmax(1).cpu().numpy(), form.argmax(1).cpu().numpy()
        entities = link_greedily(model.links, link, references(example, spans, kinds, forms))
        found: dict[int, list] = defaultdict(list)
        for span, entity in zip(spans.tolist(), entities, strict=True):
            found[entity].append(tuple(span))
        gold: dict[int, list] = defaultdict(list)
        for span, cluster in zip(example.spans.tolist(), example.clusters.tolist(), strict=True):
            gold[cluster].append(tuple(span))
        sides = distinct(gold.values()), distinct(found.values())
        corpora = [example.corpus, *(["gum fiction"] if "fiction" in example.name else [])]
        for corpus in corpora:
            for name, metric in METRICS.items():
                scores[f"{corpus} {name}"] += metric(*sides)
        if example.corpus == "litbank":
            scores["events"] += exact_match(
                set(np.flatnonzero(example.events).tolist()),
                set(np.flatnonzero(words.event.cpu().numpy() > 0).tolist()),
            )
            for name, score in _entity_scores(example, spans, kinds, forms).items():
                scores[name] += score
            other = {tuple(span) for span in spans_above(span_scores[:, :, 1], batch.valid).tolist()}
            scores["entity layer, spans"] += exact_match({tuple(span) for span in example.entities or []}, other)
    figures = {
        f"{corpus} conll": np.mean([scores[f"{corpus} {name}"].f1 for name in CONLL]).item()
        for corpus in ("litbank", "gum", "gum fiction")
    }
    figures |= {
        name: scores[name].f1
        for name in (
            "litbank mentions",
            "gum mentions",
            "events",
            "spans",
            "kinds right",
            "forms right",
            "entity layer, spans",
        )
    }
    figures["mean"] = float(
        np.mean(
            [figures[name] for name in ("litbank conll", "gum fiction conll", "litbank mentions", "events", "spans")]
        )
    )
    return figures


def spans_above(scores: torch.Tensor, valid: torch.Tensor, threshold: float = 0.0) -> np.ndarray:
    """The spans int64 [n, 2] of scores [n_words, WIDEST] above a threshold, in order, longer before shorter."""
    rows, widths = torch.nonzero((scores > threshold) & valid, as_tuple=True)
    spans = np.stack([rows.cpu().numpy(), (rows + widths).cpu().numpy() + 1], axis=1)
    return spans[np.lexsort((-spans[:, 1], spans[:, 0]))]


def _entity_scores(example: Example, spans: np.ndarray, kinds: np.ndarray, forms: np.ndarray) -> dict[str, Score]:
    found = {tuple(span) for span, form in zip(spans.tolist(), forms.tolist(), strict=True) if form != PRONOUN}
    gold_kind = {
        tuple(s): KINDS[k] for s, k in zip(example.spans.tolist(), example.kinds.argmax(1).tolist(), strict=True)
    }
    gold_form = {tuple(s): form for s, form in zip(example.spans.tolist(), example.forms.tolist(), strict=True)}
    both = [
        (tuple(s), k, f)
        for s, k, f in zip(spans.tolist(), kinds.tolist(), forms.tolist(), strict=True)
        if tuple(s) in gold_kind
    ]
    right_kinds = sum(gold_kind[s] == KINDS[k] for s, k, _ in both)
    right_forms = sum(gold_form[s] == f for s, _, f in both)
    return {
        "spans": exact_match(set(example.entities or []), found),
        "kinds right": Score(right_kinds, len(both), right_kinds, len(both)),
        "forms right": Score(right_forms, len(both), right_forms, len(both)),
    }


def load_reader(path: Path) -> tuple[Reader, Any]:
    """The model of a ``best.pt``, or of a folder of weights, and its tokenizer."""
    if path.is_dir():
        return whole_reader(path).eval(), load_tokenizer(PACKAGE)
    kept = torch.load(path, weights_only=False)
    model = Reader(load_encoder(kept["encoder"]))
    model.load_state_dict(kept["model"])
    return model.eval(), load_tokenizer(kept["encoder"])


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("checkpoint", type=Path, help="best.pt of a run")
    parser.add_argument("--cache", type=Path, required=True)
    options = parser.parse_args()
    model, tokenizer = load_reader(options.checkpoint)
    print(json.dumps(dev_figures(model, tokenizer, load_examples(options.data, "dev", options.cache)), indent=1))


if __name__ == "__main__":
    main()
