"""Learn what is memory, dream, letter, call, plan or tale, sentence by sentence, from the texts annotated for levels.

python -m training.layers evaluation/levels DATA --cache FOLDER     writes src/fabula/model/weights/layers.onnx

The model is a small stack of convolutions over sentences (van den Oord et al. 2016, "WaveNet", without its gates), five
of them averaged. A sentence comes as its signs (fabula.reading.layers.signs), among them what the rules found, which
are hidden at random, and as the encoder's mean state of it in its main directions. The annotated texts hold far more
dreams and calls than books do: pages of novels, one of each that no text kept for measuring is from, count as free of
both. With --folds the texts are judged
by models of the others instead, for the figures that docs/results.md has and for the thresholds of
fabula.reading.layers.judge.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from fabula.evaluation.corpora.levels import GoldLayer, LevelsText, read_half
from fabula.evaluation.levels.reading import WORD
from fabula.language.syntax import Syntax
from fabula.model.weights import FOLDER, LAYERS
from fabula.reading import STEPS
from fabula.reading.layers import find_by_rules, states_of
from fabula.reading.layers.judge import BELIEVED, SURE, stretches
from fabula.reading.layers.page import Candidate, Page
from fabula.reading.layers.signs import SIGNS, sentence_signs
from fabula.schema import LAYER_KINDS
from fabula.sources import Document, document_from_text, open_document
from training.dialogue import tables_before
from training.export import write_graph, write_weights
from training.kept import kept
from training.schedule import share_of_highest_rate

DIRECTIONS = 48  # of the encoder's states, those in which sentences differ most
WIDTH, DILATIONS, DROPOUT, HIDDEN_SIGNS = 48, (1, 2, 4, 8, 16), 0.3, 0.2
N_RULE_SIGNS, RULES_HIDDEN = 2 * len(LAYER_KINDS), 0.3
MODELS, EPOCHS, AT_ONCE, RATE, DECAY = 5, 30, 4, 2e-3, 0.02
PAGE = 15_000  # code points of the page of a novel
SELDOM, SELDOM_WEIGHT = ("dream", "call"), 0.3  # kinds that pages are free of; what a sentence of theirs counts
SHORTEST_PIECE = 20  # sentences of a text that is not cut at random in training

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Text:
    """An annotated text.

    For each sentence ``signs`` [n_sentences, n_signs], ``states`` [n_sentences, size], its number of ``words``, and the
    ``share`` of them that is in a layer of each kind [n_sentences, kinds]; for each kind the ``weight`` of what the
    text says of it [kinds]. For each word its ``sentence``, and whether it is in a layer by the annotation, ``gold``,
    and by the ``rules``, bool [kinds, n_words].
    """

    name: str
    origin: str
    signs: Floats
    states: Floats
    share: Floats
    words: Floats
    weight: Floats
    sentence: NDArray[np.int64]
    gold: Flags
    rules: Flags


def load_texts(data: Path, cache: Path) -> list[Text]:
    """The texts that may be learned from, from ``cache`` if they were read before."""
    weight = np.ones(len(LAYER_KINDS), np.float32)

    def read(gold: LevelsText) -> Text:
        return _read(open_document(gold.path), gold.name, gold.layers, weight)

    return [kept(cache / f"{gold.name}.pickle", partial(read, gold)) for gold in read_half([data], "build")]


def load_pages(data: Path, novels: Path, cache: Path) -> list[Text]:
    """A page of each novel of which no passage is kept for measuring."""
    apart = {gold.source for gold in read_half([data], "measure")}
    weight = np.array([SELDOM_WEIGHT if kind in SELDOM else 0.0 for kind in LAYER_KINDS], np.float32)
    chance = np.random.default_rng(0)
    pages = []
    for path in sorted(novels.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        begin = text.find("\n\n", int(chance.integers(0, max(len(text) - 2 * PAGE, 1))))
        if path.stem not in apart:
            document = document_from_text(text[begin : begin + PAGE].strip())
            pages.append(kept(cache / f"page-{path.stem}.pickle", partial(_read, document, path.stem, (), weight)))
    return pages


def _read(document: Document, name: str, layers: Sequence[GoldLayer], weight: Floats) -> Text:
    step = [one.name for one in STEPS].index("layers")
    tables = tables_before(step, document)
    syntax = Syntax.of(document.text, tables["tokens"], tables["sentences"])
    known = {**tables, "syntax": syntax}
    names = [needed for needed in STEPS[step].needs if needed not in ("letters", "letter_readers", "sentence_states")]
    page = Page(**{needed: known[needed] for needed in names})
    found = find_by_rules(page, tables["letters"], tables["letter_readers"], tables["tellers"])
    words = np.array([word.start() for word in WORD.finditer(document.text)], np.int64)
    sentence = np.maximum(np.searchsorted(page.starts, words, side="right") - 1, 0)
    n = len(page.starts)
    counts = np.bincount(sentence, minlength=n)
    in_gold = _in_layers(words, layers)
    share = np.stack([np.bincount(sentence, row, n) / np.maximum(counts, 1) for row in in_gold], axis=1)
    return Text(
        name, re.sub(r"_\d+$", "", name), sentence_signs(page, found), states_of(tables["sentence_states"]),
        share.astype(np.float32), counts.astype(np.float32), weight, sentence, in_gold, _in_layers(words, found),
    )  # fmt: skip


def _in_layers(words: NDArray[np.int64], layers: Sequence[Candidate | GoldLayer]) -> Flags:
    """Whether each word is in a layer of each kind, bool [kinds, n_words]."""
    flags = np.zeros((len(LAYER_KINDS), len(words)), bool)
    for layer in layers:
        flags[LAYER_KINDS.index(layer.kind)] |= (layer.start <= words) & (words < layer.end)
    return flags


class Layers(nn.Module):
    """Scores of the kinds, [n_texts, n_sentences, kinds], from signs and main directions of states."""

    def __init__(self) -> None:
        super().__init__()
        self.enter = nn.Linear(len(SIGNS) + DIRECTIONS, WIDTH)
        self.hide, self.drop = nn.Dropout(HIDDEN_SIGNS), nn.Dropout(DROPOUT)
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.leave = nn.Linear(2 * WIDTH, len(LAYER_KINDS))

    def forward(self, features: Tensor, is_there: Tensor) -> Tensor:
        """Takes   is_there: 1 for sentences, 0 beyond the end of a text, [n_texts, n_sentences, 1]"""
        own = self.drop(functional.relu(self.enter(self.hide(features)))) * is_there
        around = own
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            seen = convolution((norm(around) * is_there).transpose(1, 2)).transpose(1, 2)
            around = (around + self.drop(functional.relu(seen))) * is_there
        scores: Tensor = self.leave(torch.cat([around, own], dim=-1))
        return scores


class Ensemble(nn.Module):
    """Chances [n_sentences, kinds] of several models, averaged, from signs and states as they are read."""

    def __init__(self, models: Sequence[Layers], middle: Floats, directions: Floats) -> None:
        super().__init__()
        self.models = nn.ModuleList(models)
        self.register_buffer("middle", torch.from_numpy(middle))
        self.register_buffer("directions", torch.from_numpy(directions))

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n_sentences, n_signs], states [n_sentences, size]"""
        features = torch.cat([signs, (states - self.middle) @ self.directions], dim=1)[None]
        is_there = torch.ones_like(features[:, :, :1])
        chances = torch.stack([torch.sigmoid(model(features, is_there)[0]) for model in self.models])
        return chances.mean(dim=0)


def main_directions(texts: Sequence[Text]) -> tuple[Floats, Floats]:
    """The mean state [size], and directions [size, DIRECTIONS] on which sentences lie with variance 1."""
    states = np.concatenate([text.states for text in texts])
    middle = states.mean(axis=0)
    _, spread, directions = np.linalg.svd(states - middle, full_matrices=False)
    scaled = directions[:DIRECTIONS].T / (spread[:DIRECTIONS] / np.sqrt(len(states)))
    return middle.astype(np.float32), scaled.astype(np.float32)


def train(texts: Sequence[Text], epochs: int, n_models: int) -> Ensemble:
    """Models of the texts, each from another seed."""
    middle, directions = main_directions(texts)
    examples = [
        (
            np.concatenate([text.signs, (text.states - middle) @ directions], axis=1),
            text.share,
            np.sqrt(text.words)[:, None] * text.weight,
        )
        for text in texts
    ]
    return Ensemble([_train_one(examples, epochs, seed) for seed in range(n_models)], middle, directions).eval()


def _train_one(examples: Sequence[tuple[Floats, Floats, Floats]], epochs: int, seed: int) -> Layers:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    model = Layers()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * -(-len(examples) // AT_ONCE)
    for step, batch in enumerate(_batches(examples, epochs, chance)):
        lengths = [len(features) for features, _, _ in batch]
        features, shares, weights = (
            pad_sequence(list(column), batch_first=True) for column in zip(*batch, strict=True)
        )
        is_there = torch.arange(features.shape[1])[None, :, None] < torch.tensor(lengths)[:, None, None]
        scores = model(features, is_there.float())
        losses = functional.binary_cross_entropy_with_logits(scores, shares, reduction="none")
        loss = (losses * weights).sum() / weights.sum() * len(LAYER_KINDS)
        for group in optimizer.param_groups:
            group["lr"] = RATE * share_of_highest_rate(step / steps)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model.eval()


def _batches(
    examples: Sequence[tuple[Floats, Floats, Floats]], epochs: int, chance: np.random.Generator
) -> Iterator[list[tuple[Tensor, Tensor, Tensor]]]:
    """Some texts at a time, every second one cut to a piece, in three of ten what the rules found hidden."""
    for _ in range(epochs):
        order = chance.permutation(len(examples))
        for first in range(0, len(order), AT_ONCE):
            batch = []
            for row in order[first : first + AT_ONCE]:
                features, shares, weights = examples[row]
                piece = slice(0, len(features))
                if len(features) > SHORTEST_PIECE and chance.random() < 0.5:
                    low = int(chance.integers(0, len(features) // 2))
                    piece = slice(low, int(chance.integers(low + SHORTEST_PIECE // 2, len(features) + 1)))
                own = features[piece].copy()
                if chance.random() < RULES_HIDDEN:
                    own[:, len(SIGNS) - N_RULE_SIGNS : len(SIGNS)] = 0.0
                batch.append((torch.from_numpy(own), torch.from_numpy(shares[piece]), torch.from_numpy(weights[piece])))
            yield batch


def chances_of(models: Ensemble, text: Text) -> Floats:
    """What the models say of a text, [n_sentences, kinds]."""
    with torch.no_grad():
        found: Floats = models(torch.from_numpy(text.signs), torch.from_numpy(text.states)).numpy()
    return found


def judge_folds(texts: Sequence[Text], pages: Sequence[Text], folds: int, epochs: int, n_models: int) -> None:
    """Print the words' F1 by kind, of texts judged by models of the others: rules alone, and with the second look."""
    origins = sorted({text.origin for text in texts})
    np.random.default_rng(0).shuffle(origins)
    fold_of = {origin: number % folds for number, origin in enumerate(origins)}
    chances: dict[str, Floats] = {}
    for fold in range(folds):
        models = train([*(text for text in texts if fold_of[text.origin] != fold), *pages], epochs, n_models)
        chances |= {text.name: chances_of(models, text) for text in texts if fold_of[text.origin] == fold}
    for kind in LAYER_KINDS:
        row = LAYER_KINDS.index(kind)
        rules = _f1([(text.rules[row], text.gold[row]) for text in texts])
        by_threshold = {
            sure: _f1([(_judged(text, chances[text.name][:, row], row, sure), text.gold[row]) for text in texts])
            for sure in (SURE[kind], 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
        }
        print(f"{kind}: rules {rules:.3f}; as in judge.py {by_threshold.pop(SURE[kind]):.3f}; by threshold", end=" ")
        print({sure: round(figure, 3) for sure, figure in by_threshold.items()}, flush=True)


def _judged(text: Text, chances: Floats, row: int, sure: float) -> Flags:
    """Which words are in a layer after the second look, nearly as fabula.reading.layers.judge has it."""
    believed = text.rules[row] & (chances >= BELIEVED)[text.sentence]
    is_free = ~np.isin(np.arange(len(chances)), text.sentence[believed])
    flags = np.zeros(len(chances), bool)
    for first, last in stretches(chances, sure, is_free):
        flags[first:last] = True
    found: Flags = believed | flags[text.sentence]
    return found


def _f1(pairs: Sequence[tuple[Flags, Flags]]) -> float:
    right = sum(int((ours & gold).sum()) for ours, gold in pairs)
    return 2 * right / max(sum(int(ours.sum()) + int(gold.sum()) for ours, gold in pairs), 1)


def main() -> None:
    """Learn and write, or judge by folds."""
    options = _options()
    torch.set_num_threads(1)
    texts = load_texts(options.levels, options.cache)
    pages = load_pages(options.levels, options.data / "novels", options.cache)
    print(f"{len(texts)} texts, {sum(len(text.signs) for text in texts)} sentences; {len(pages)} pages", flush=True)
    if options.folds:
        judge_folds(texts, pages, options.folds, options.epochs, options.models)
        return
    models = train([*texts, *pages], options.epochs, options.models)
    given = torch.zeros(40, len(SIGNS)), torch.zeros(40, texts[0].states.shape[1])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / LAYERS[0]
        write_graph(models, given, ("signs", "states"), ("chances",), {0: "n"}, path)
        write_weights({LAYERS[0]: path.read_bytes()}, options.output)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("levels", type=Path, help="texts annotated for levels")
    parser.add_argument("data", type=Path, help="folder of corpora, for the novels")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder of the weights")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the texts as read by fabula")
    parser.add_argument("--folds", type=int, default=0, help="judge by so many folds, write nothing")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--models", type=int, default=MODELS, help="how many are averaged")
    return parser.parse_args()


if __name__ == "__main__":
    main()
