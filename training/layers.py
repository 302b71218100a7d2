"""Learn what is memory, dream, letter, call, plan or tale, sentence by sentence, from the texts annotated for levels.

python -m training.layers evaluation/levels DATA --cache FOLDER     writes src/fabula/model/weights/layers.onnx

The model is a small stack of convolutions over sentences (van den Oord et al. 2016, "WaveNet", without its gates) with
gated recurrent units on them, read both ways (Cho et al. 2014), five of them averaged. A sentence comes as its signs
(fabula.reading.layers.signs), among them what the rules found, which are hidden at random, as the encoder's mean state
of it in its main directions, and as its cues: linear scores of each word's state, learned with the rest, of which the
highest in the sentence counts ("dreamt", "years", "woke"). The annotated texts hold far more dreams and calls than
books do: pages of novels, one of each that no text kept for measuring is from, count as free of both. With --folds
the texts are judged by models of the others instead, for the figures that docs/results.md has and for the thresholds
of fabula.reading.layers.judge.
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
from torch.nn.utils import rnn

from fabula.evaluation.corpora.levels import GoldLayer, LevelsText, read_half
from fabula.evaluation.levels.reading import WORD
from fabula.language.syntax import Syntax
from fabula.model.readout import NO_CUE, states_of_words
from fabula.model.session import load_networks
from fabula.model.weights import CUES as CUES_FILE
from fabula.model.weights import FOLDER
from fabula.model.weights import LAYERS as LAYERS_FILE
from fabula.reading import STEPS
from fabula.reading.layers import find_by_rules
from fabula.reading.layers.judge import BELIEVED, SURE, stretches
from fabula.reading.layers.page import Candidate, Page
from fabula.reading.layers.signs import SIGNS, sentence_signs
from fabula.schema import LAYER_KINDS
from fabula.sources import Document, document_from_text, open_document
from training.dialogue import tables_before
from training.export import write_graph, write_halved_graph, write_weights
from training.kept import kept
from training.schedule import share_of_highest_rate

DIRECTIONS = 48  # of the encoder's states, those in which sentences differ most
CUES, HIDDEN_STATES, HIDDEN_CUES = 32, 0.2, 0.2  # cues of each model; shares hidden of the words' states and of cues
SAMPLED = 7  # every so many words tell how states spread
WIDTH, DILATIONS, DROPOUT, HIDDEN_SIGNS = 48, (1, 2, 4, 8, 16), 0.3, 0.2
N_RULE_SIGNS, RULES_HIDDEN = 2 * len(LAYER_KINDS), 0.3
MODELS, EPOCHS, AT_ONCE, RATE, DECAY = 5, 30, 4, 2e-3, 0.02
PAGE = 15_000  # code points of the page of a novel
SELDOM, SELDOM_WEIGHT = ("dream", "call"), 0.3  # kinds that pages are free of; what a sentence of theirs counts
SHORTEST_PIECE = 20  # sentences of a text that is not cut at random in training
TINY = 1e-6

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Text:
    """An annotated text.

    For each sentence ``signs`` [n_sentences, n_signs], ``states`` [n_sentences, size], its number of ``words``, and the
    ``share`` of them that is in a layer of each kind [n_sentences, kinds]; for each kind the ``weight`` of what the
    text says of it [kinds]. For each word its ``sentence``, and whether it is in a layer by the annotation, ``gold``,
    and by the ``rules``, bool [kinds, n_words]. For each token the encoder's state, ``tokens`` [n_tokens, size],
    and its sentence, ``sentence_of_token``.
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
    tokens: NDArray[np.float16]
    sentence_of_token: NDArray[np.int64]


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
    sentence_of_token = np.asarray(syntax.sentence)
    tokens = np.concatenate([part for _, part in states_of_words(load_networks(1), syntax.text, sentence_of_token)])
    states = np.add.reduceat(tokens, _starts(sentence_of_token)) / np.bincount(sentence_of_token)[:, None]
    return Text(
        name, re.sub(r"_\d+$", "", name), sentence_signs(page, found), states.astype(np.float32),
        share.astype(np.float32), counts.astype(np.float32), weight, sentence, in_gold, _in_layers(words, found),
        tokens.astype(np.float16), sentence_of_token,
    )  # fmt: skip


def _starts(sentence: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first token of each sentence."""
    return np.flatnonzero(np.diff(sentence, prepend=-1))


def _in_layers(words: NDArray[np.int64], layers: Sequence[Candidate | GoldLayer]) -> Flags:
    """Whether each word is in a layer of each kind, bool [kinds, n_words]."""
    flags = np.zeros((len(LAYER_KINDS), len(words)), bool)
    for layer in layers:
        flags[LAYER_KINDS.index(layer.kind)] |= (layer.start <= words) & (words < layer.end)
    return flags


class Layers(nn.Module):
    """Scores of the kinds, [n_texts, n_sentences, kinds], from signs, main directions of states, and cues."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.cue = nn.Linear(size, CUES)
        self.enter = nn.Linear(len(SIGNS) + DIRECTIONS + CUES, WIDTH)
        self.hide, self.drop = nn.Dropout(HIDDEN_SIGNS), nn.Dropout(DROPOUT)
        self.hide_states, self.hide_cues = nn.Dropout(HIDDEN_STATES), nn.Dropout(HIDDEN_CUES)
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in DILATIONS)
        self.settle = nn.LayerNorm(WIDTH)
        self.along = nn.GRU(WIDTH, WIDTH, bidirectional=True, batch_first=True)
        self.leave = nn.Linear(4 * WIDTH, len(LAYER_KINDS))

    def cues_of(self, tokens: Tensor, place: Tensor, shape: tuple[int, int]) -> Tensor:
        """The highest score of each cue in each sentence, [n_texts, n_sentences, CUES].

        Takes   tokens [n_tokens, size]; place: of each token its sentence, counted over all texts of the ``shape``
        """
        scores = self.cue(self.hide_states(tokens))
        none = torch.full((shape[0] * shape[1], CUES), NO_CUE)
        return none.scatter_reduce(0, place[:, None].expand(-1, CUES), scores, "amax").view(*shape, CUES)

    def forward(self, features: Tensor, cues: Tensor, is_there: Tensor) -> Tensor:
        """Takes   is_there: 1 for sentences, 0 beyond the end of a text, [n_texts, n_sentences, 1]"""
        seen_words = self.hide_cues(torch.tanh(cues))
        own = self.drop(functional.relu(self.enter(torch.cat([self.hide(features), seen_words], dim=-1)))) * is_there
        around = own
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            seen = convolution((norm(around) * is_there).transpose(1, 2)).transpose(1, 2)
            around = (around + self.drop(functional.relu(seen))) * is_there
        scores: Tensor = self.leave(torch.cat([around, own, self.drop(self._read_along(around, is_there))], dim=-1))
        return scores

    def _read_along(self, around: Tensor, is_there: Tensor) -> Tensor:
        """What the sentences before and after each one leave in mind; a text by itself has no end beyond its last."""
        settled = self.settle(around)
        if not self.training:
            return self.along(settled)[0]
        lengths = is_there[:, :, 0].sum(dim=1).long()
        packed = rnn.pack_padded_sequence(settled, lengths, batch_first=True, enforce_sorted=False)
        return rnn.pad_packed_sequence(self.along(packed)[0], batch_first=True, total_length=around.shape[1])[0]


@dataclass(frozen=True)
class Scale:
    """How states are brought to one scale.

    The mean state of sentences ``middle`` [size], and ``directions`` [size, DIRECTIONS] on which they lie with variance
    1; of the states of words ``mean`` and ``spread`` [size].
    """

    middle: Floats
    directions: Floats
    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, texts: Sequence[Text]) -> Scale:
        """The scale of the texts' states."""
        states = np.concatenate([text.states for text in texts])
        middle = states.mean(axis=0)
        _, lengths, directions = np.linalg.svd(states - middle, full_matrices=False)
        scaled = directions[:DIRECTIONS].T / (lengths[:DIRECTIONS] / np.sqrt(len(states)))
        tokens = np.concatenate([text.tokens[::SAMPLED] for text in texts]).astype(np.float32)
        return cls(middle.astype(np.float32), scaled.astype(np.float32), tokens.mean(axis=0), tokens.std(axis=0) + TINY)

    def features(self, text: Text) -> Floats:
        """Signs and main directions of a text's sentences, [n_sentences, n_signs + DIRECTIONS]."""
        return np.concatenate([text.signs, (text.states - self.middle) @ self.directions], axis=1)

    def tokens(self, states: NDArray[np.float16]) -> Floats:
        """The states of words on one scale, [n_tokens, size]."""
        scaled: Floats = (states.astype(np.float32) - self.mean) / self.spread
        return scaled


class Cues(nn.Module):
    """Scores [n_tokens, models * CUES] of words' states as they are read, model by model."""

    def __init__(self, models: Sequence[Layers], scale: Scale) -> None:
        super().__init__()
        weight = torch.cat([model.cue.weight for model in models]) / torch.from_numpy(scale.spread)
        bias = torch.cat([model.cue.bias for model in models]) - weight @ torch.from_numpy(scale.mean)
        self.register_buffer("weight", weight.detach())
        self.register_buffer("bias", bias.detach())

    def forward(self, states: Tensor) -> Tensor:
        """Takes   states [n_tokens, size]"""
        scores: Tensor = states @ self.weight.T + self.bias
        return scores


class Ensemble(nn.Module):
    """Chances [n_sentences, kinds] of several models, averaged, from signs and states as they are read."""

    def __init__(self, models: Sequence[Layers], scale: Scale) -> None:
        super().__init__()
        self.models = nn.ModuleList(models)
        self.cues = Cues(models, scale)
        self.register_buffer("middle", torch.from_numpy(scale.middle))
        self.register_buffer("directions", torch.from_numpy(scale.directions))

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n_sentences, n_signs], states [n_sentences, size + models * CUES]: means, and highest cues"""
        means, cues = states[:, : len(self.middle)], states[:, len(self.middle) :]
        features = torch.cat([signs, (means - self.middle) @ self.directions], dim=1)[None]
        is_there = torch.ones_like(features[:, :, :1])
        chances = torch.stack(
            [
                torch.sigmoid(model(features, cues[None, :, number * CUES : (number + 1) * CUES], is_there)[0])
                for number, model in enumerate(self.models)
            ]
        )
        return chances.mean(dim=0)


def train(texts: Sequence[Text], epochs: int, n_models: int) -> Ensemble:
    """Models of the texts, each from another seed."""
    scale = Scale.of(texts)
    examples = [_example(text, scale) for text in texts]
    return Ensemble([_train_one(examples, epochs, seed) for seed in range(n_models)], scale).eval()


@dataclass(frozen=True)
class Example:
    """A text, or a piece of one, as it is learned from; ``place``: of each token its sentence."""

    features: Floats
    shares: Floats
    weights: Floats
    tokens: Floats
    place: NDArray[np.int64]

    def piece(self, low: int, high: int) -> Example:
        """Its sentences from ``low`` to before ``high``."""
        first, last = np.searchsorted(self.place, [low, high])
        rows = slice(low, high)
        return Example(
            self.features[rows].copy(), self.shares[rows], self.weights[rows],
            self.tokens[first:last], self.place[first:last] - low,
        )  # fmt: skip


def _example(text: Text, scale: Scale) -> Example:
    weights = np.sqrt(text.words)[:, None] * text.weight
    return Example(scale.features(text), text.share, weights, scale.tokens(text.tokens), text.sentence_of_token)


def _train_one(examples: Sequence[Example], epochs: int, seed: int) -> Layers:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    model = Layers(examples[0].tokens.shape[1])
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * -(-len(examples) // AT_ONCE)
    for step, batch in enumerate(_batches(examples, epochs, chance)):
        features, shares, weights = (
            rnn.pad_sequence([torch.from_numpy(getattr(one, name)) for one in batch], batch_first=True)
            for name in ("features", "shares", "weights")
        )
        longest = features.shape[1]
        lengths = torch.tensor([len(one.features) for one in batch])
        is_there = torch.arange(longest)[None, :, None] < lengths[:, None, None]
        place = np.concatenate([one.place + longest * number for number, one in enumerate(batch)])
        tokens = np.concatenate([one.tokens for one in batch])
        cues = model.cues_of(torch.from_numpy(tokens), torch.from_numpy(place), (len(batch), longest))
        scores = model(features, cues, is_there.float())
        losses = functional.binary_cross_entropy_with_logits(scores, shares, reduction="none")
        loss = (losses * weights).sum() / weights.sum() * len(LAYER_KINDS)
        for group in optimizer.param_groups:
            group["lr"] = RATE * share_of_highest_rate(step / steps)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return model.eval()


def _batches(examples: Sequence[Example], epochs: int, chance: np.random.Generator) -> Iterator[list[Example]]:
    """Some texts at a time, every second one cut to a piece, in three of ten what the rules found hidden."""
    for _ in range(epochs):
        order = chance.permutation(len(examples))
        for first in range(0, len(order), AT_ONCE):
            batch = []
            for row in order[first : first + AT_ONCE]:
                low, high = 0, len(examples[row].features)
                if high > SHORTEST_PIECE and chance.random() < 0.5:
                    low = int(chance.integers(0, high // 2))
                    high = int(chance.integers(low + SHORTEST_PIECE // 2, high + 1))
                piece = examples[row].piece(low, high)
                if chance.random() < RULES_HIDDEN:
                    piece.features[:, len(SIGNS) - N_RULE_SIGNS : len(SIGNS)] = 0.0
                batch.append(piece)
            yield batch


def chances_of(models: Ensemble, text: Text) -> Floats:
    """What the models say of a text, [n_sentences, kinds]."""
    with torch.no_grad():
        scores = models.cues(torch.from_numpy(text.tokens.astype(np.float32))).numpy()
        cues = np.maximum.reduceat(scores, _starts(text.sentence_of_token), axis=0)
        states = np.concatenate([text.states, cues], axis=1)
        found: Floats = models(torch.from_numpy(text.signs), torch.from_numpy(states)).numpy()
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
    size = texts[0].states.shape[1]
    given = torch.zeros(40, len(SIGNS)), torch.zeros(40, size + options.models * CUES)
    with tempfile.TemporaryDirectory() as name:
        cues, layers = Path(name) / CUES_FILE, Path(name) / LAYERS_FILE
        write_graph(models.cues, (torch.zeros(40, size),), ("states",), ("cues",), {0: "n"}, cues)
        write_halved_graph(models, given, ("signs", "states"), ("chances",), layers)
        write_weights({path.name: path.read_bytes() for path in (cues, layers)}, options.output)


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
