"""Learn what a reader may want to know of first, sentence by sentence, from the passages annotated for content notes.

python -m training.notes evaluation/notes evaluation/notes/whole --cache FOLDER
    writes note_glance.onnx and standings.onnx

A small network of one hidden layer, several of them averaged, takes of a sentence the lists of the lexicon
that it and its neighbours have words of, how these stand, and the encoder's mean states of it and of those around it,
and gives the chance of each kind. Its examples are sentences: right those in which an annotated note has its words,
wrong all that no note of the kind touches, those that an annotated trap touches more so. A regression tells how a
note stands to the story's present, from the notes themselves. With --folds every file is judged by models of the
others, for the figures of docs/notes.md, for the threshold, and for what a chance is worth as a confidence.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from fabula.errors import SourceError
from fabula.evaluation.corpora.notes import NotedPassage, notes_files, read_notes
from fabula.evaluation.report import shown
from fabula.evaluation.score import Accuracy, Score
from fabula.language.syntax import Syntax
from fabula.model.weights import FOLDER, GLANCE
from fabula.reading import STEPS
from fabula.reading.notes import found_in
from fabula.reading.notes.signs import N_LISTS, WEIGHTS, Words, sentence_inputs
from fabula.reading.notes.standing import standing_inputs
from fabula.schema import NOTE_KINDS, STANDINGS
from fabula.sources import document_from_text
from training.dialogue import tables_before
from training.export import write_halved_graph, write_weights
from training.kept import kept
from training.schedule import share_of_highest_rate

HIDDEN, DROPOUT, RATE, DECAY, AT_ONCE = 32, 0.4, 2e-3, 0.05, 256
EPOCHS, MODELS, FOLDS = 15, 1, 4
RIGHT_WEIGHT, TRAP_WEIGHT = 1.5, 2.0  # what a right sentence and one with a trap count, against a wrong one
FIRST_WEIGHTS = (2.0, 2.0, 1.0, 0.2)  # of deeds, plain, likely and weak words of a kind, where learning begins
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
SIGN_PENALTY, STATE_PENALTY, STANDING_STEPS = 0.003, 0.08, 60  # of the regression of standings

Floats = NDArray[np.float32]
Loss = Callable[[Tensor, Tensor], Tensor]  # scores of some rows, and which rows


@dataclass(frozen=True)
class Noted:
    """A passage as the step sees it; of each sentence its span, inputs, and for each kind whether it is one.

    ``words`` and the number of the ``first`` of each sentence, and at the end that of all; ``right`` and ``weight``
    float32 [n_sentences, kinds]; ``standing_signs`` and ``standing_states`` [n_notes, ...] are of the annotated notes.
    """

    passage: NotedPassage
    words: list[str]
    first: list[int]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    signs: Floats
    states: Floats
    right: Floats
    weight: Floats
    standing_signs: Floats
    standing_states: Floats


def load_passages(data: Sequence[Path], cache: Path) -> list[Noted]:
    """The passages and whole texts that may be learned from, from ``cache`` if they were read before."""
    found = []
    for path in notes_files(data):
        for passage in read_notes(path) if path.stem.startswith("build") else ():
            name = hashlib.sha256(passage.text.encode()).hexdigest()[:16]
            tables = kept(cache / f"{name}.pickle", partial(_tables, passage.text))
            if tables is not None:
                found.append(noted(passage, tables))
    return found


def _tables(text: str) -> dict[str, object] | None:
    try:
        document = document_from_text(text)
    except SourceError:
        return None
    step = [one.name for one in STEPS].index("notes")
    tables = tables_before(step, document)
    wanted = ("tokens", "sentences", "quote_spans", "layers", "mentions", "sentence_states")
    return {name: tables[name] for name in wanted}


def noted(passage: NotedPassage, tables: dict[str, object]) -> Noted:
    """The passage with the step's inputs and what is right of its sentences."""
    syntax = Syntax.of(passage.text, tables["tokens"], tables["sentences"])
    words = Words(syntax, *(tables[name] for name in ("quote_spans", "layers", "mentions")))
    signs, states = sentence_inputs(words, tables["sentence_states"])
    starts, ends = (tables["sentences"][side].to_numpy().astype(np.int64) for side in ("start", "end"))
    right = np.zeros((len(starts), len(NOTE_KINDS)), np.float32)
    weight = np.ones_like(right)
    spans = []
    for trap in passage.traps:
        weight[_touched(starts, ends, trap.start, trap.end), NOTE_KINDS.index(trap.kind)] = TRAP_WEIGHT
    for note in passage.notes:
        rows, kind = _touched(starts, ends, note.start, note.end), NOTE_KINDS.index(note.kind)
        right[rows, kind] = 1
        weight[rows, kind] = (
            np.where(weight[rows, kind] == TRAP_WEIGHT, 1, weight[rows, kind]) * RIGHT_WEIGHT / len(rows)
        )
        spans.append((int(rows[0]), int(rows[-1]) + 1))
    return Noted(
        passage,
        words.read,
        words.first,
        starts,
        ends,
        signs,
        states,
        right,
        weight,
        *standing_inputs(words, spans, states),
    )


def _touched(starts: NDArray[np.int64], ends: NDArray[np.int64], start: int, end: int) -> NDArray[np.int64]:
    rows = np.flatnonzero((starts < end) & (ends > start))
    return rows if len(rows) else np.array([int(np.searchsorted(starts, start, side="right")) - 1])


def first_weighed(n_lists: int, out: int) -> nn.Linear:
    """Scores of the kinds from the lists of words, each as much as it counts where learning begins."""
    lists = nn.Linear(n_lists, out)
    nn.init.zeros_(lists.weight)
    nn.init.constant_(lists.bias, -3.0)
    with torch.no_grad():
        for number in range(n_lists):
            lists.weight[number // len(WEIGHTS), number] = FIRST_WEIGHTS[number % len(WEIGHTS)]
    return lists


class Network(nn.Module):
    """Scores from signs and states; of ``n_lists`` signs a linear part adds its own."""

    def __init__(self, n_signs: int, n_states: int, hidden: int, out: int, dropout: float, n_lists: int = 0) -> None:
        super().__init__()
        self.enter, self.leave = nn.Linear(n_signs + n_states, hidden), nn.Linear(hidden, out)
        self.drop = nn.Dropout(dropout)
        self.lists = first_weighed(n_lists, out) if n_lists else None

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], states [n, n_states] on one scale"""
        hidden = functional.relu(self.enter(self.drop(torch.cat([signs, states], dim=1))))
        scores: Tensor = self.leave(self.drop(hidden))
        return scores if self.lists is None else scores + self.lists(signs[:, : self.lists.in_features])


class Ensemble(nn.Module):
    """Several networks, averaged, from states as they are read; chances of kinds, or scores of standings."""

    def __init__(self, models: Sequence[nn.Module], mean: Floats, spread: Floats, is_chance: bool) -> None:
        super().__init__()
        self.models, self.is_chance = nn.ModuleList(models), is_chance
        self.register_buffer("mean", torch.from_numpy(mean))
        self.register_buffer("spread", torch.from_numpy(spread))

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], states [n, n_states]"""
        scaled = (states - self.mean) / self.spread
        scores = torch.stack([model(signs, scaled) for model in self.models])
        return torch.sigmoid(scores).mean(dim=0) if self.is_chance else torch.softmax(scores, dim=2).mean(dim=0)


def train(passages: Sequence[Noted], n_models: int) -> Ensemble:
    """Models of the kinds of sentences."""
    signs, states, right, weight = (
        np.concatenate([getattr(one, name) for one in passages]) for name in ("signs", "states", "right", "weight")
    )
    mean, spread = states.mean(axis=0), states.std(axis=0) + 1e-3

    def loss(scores: Tensor, rows: Tensor) -> Tensor:
        each = functional.binary_cross_entropy_with_logits(scores, torch.from_numpy(right)[rows], reduction="none")
        return (each * torch.from_numpy(weight)[rows]).sum() / len(rows)

    shape = (signs.shape[1], states.shape[1], HIDDEN, len(NOTE_KINDS), DROPOUT, N_LISTS)
    models = [_fit(Network, shape, signs, (states - mean) / spread, loss, EPOCHS, seed) for seed in range(n_models)]
    return Ensemble(models, mean, spread, is_chance=True).eval()


class Linear(nn.Module):
    """Scores that are sums of signs and states, each weighed."""

    def __init__(self, weight: Tensor, n_signs: int) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.n_signs = n_signs

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], states [n, n_states] on one scale"""
        scores: Tensor = signs @ self.weight[1 : self.n_signs + 1] + states @ self.weight[self.n_signs + 1 :]
        return scores + self.weight[0]


def train_standings(passages: Sequence[Noted]) -> Ensemble:
    """A logistic regression of how notes stand."""
    signs, states = (
        np.concatenate([getattr(one, name) for one in passages]) for name in ("standing_signs", "standing_states")
    )
    target = torch.tensor([STANDINGS.index(note.standing) for one in passages for note in one.passage.notes])
    mean, spread = states.mean(axis=0), states.std(axis=0) + 1e-3
    ones = np.ones((len(signs), 1), np.float32)
    given = torch.from_numpy(np.concatenate([ones, signs, (states - mean) / spread], axis=1).astype(np.float32))
    penalty = torch.tensor([SIGN_PENALTY] * (1 + signs.shape[1]) + [STATE_PENALTY] * states.shape[1])[:, None]
    weight = torch.zeros(given.shape[1], len(STANDINGS), requires_grad=True)
    optimizer = torch.optim.LBFGS([weight], max_iter=STANDING_STEPS)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.cross_entropy(given @ weight, target) + (penalty * weight**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    return Ensemble([Linear(weight.detach(), signs.shape[1])], mean, spread, is_chance=False).eval()


def _fit(
    network: type[Network], shape: tuple[float, ...], signs: Floats, states: Floats, loss: Loss, epochs: int, seed: int,
) -> Network:  # fmt: skip
    torch.manual_seed(seed)
    model = network(*shape)  # type: ignore[arg-type]
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    given = torch.from_numpy(signs), torch.from_numpy(states)
    steps = epochs * -(-len(signs) // AT_ONCE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_highest_rate(step / steps))
    for _ in range(epochs):
        for rows in torch.randperm(len(signs)).split(AT_ONCE):
            optimizer.zero_grad()
            loss(model(given[0][rows], given[1][rows]), rows).backward()
            optimizer.step()
            schedule.step()
    return model.eval()


@torch.no_grad()
def judged(model: Ensemble, signs: Floats, states: Floats) -> Floats:
    """What a model says."""
    found: Floats = model(torch.from_numpy(signs), torch.from_numpy(states)).numpy()
    return found


def by_folds(passages: Sequence[Noted], n_models: int) -> None:
    """Print how well the passages of files left out are judged, at several thresholds."""
    files = sorted({one.passage.file for one in passages})
    chances: dict[str, Floats] = {}
    standing: dict[str, Floats] = {}
    for fold in range(FOLDS):
        held = set(files[fold::FOLDS])
        others = [one for one in passages if one.passage.file not in held]
        kinds, standings = train(others, n_models), train_standings(others)
        for one in passages:
            if one.passage.file in held:
                chances[one.passage.name] = judged(kinds, one.signs, one.states)
                standing[one.passage.name] = judged(standings, one.standing_signs, one.standing_states)
    print_judged("", passages, [chances[one.passage.name] for one in passages])
    said = [
        (STANDINGS[best], note.standing)
        for one in passages
        for best, note in zip(standing[one.passage.name].argmax(axis=1).tolist(), one.passage.notes, strict=True)
    ]
    print(f"standing {np.mean([a == b for a, b in said]):.3f}")
    print(f"actual or not {np.mean([(a == 'actual') == (b == 'actual') for a, b in said]):.3f}")


def print_judged(what: str, passages: Sequence[Noted], chances: Sequence[Floats]) -> None:
    """Print how good the notes are that chances of sentences give, at several thresholds."""
    for least in THRESHOLDS:
        notes, traps, pairs = Score(), Accuracy(), []
        for one, own in zip(passages, chances, strict=True):
            score, fired, right = judge(one, own, least)
            notes, traps, pairs = notes + score, traps + fired, pairs + right
        print(
            f"{what}{least}: P {notes.precision:.3f} R {notes.recall:.3f} F1 {notes.f1:.3f} traps {shown(traps.value)}"
            f" confidence {calibrated(pairs)}",
            flush=True,
        )


def judge(one: Noted, chances: Floats, least: float) -> tuple[Score, Accuracy, list[tuple[float, bool]]]:
    """Notes found by their sentences' chances, traps that were taken for one, and each note's chance with its truth."""
    found = [
        (NOTE_KINDS[run.kind], int(one.starts[run.first]), int(one.ends[run.last - 1]), run.chance)
        for run in found_in(chances, least)
    ]
    notes, traps = one.passage.notes, one.passage.traps

    def meets(run: tuple[str, int, int, float], gold: object) -> bool:
        return bool(run[0] == gold.kind and run[1] < gold.end and gold.start < run[2])  # type: ignore[attr-defined]

    right = [(run[3], any(meets(run, note) for note in notes)) for run in found]
    recalled = sum(any(meets(run, note) for run in found) for note in notes)
    score = Score(recalled, len(notes), sum(so for _, so in right), len(right))
    return score, Accuracy.of(any(meets(run, trap) for run in found) for trap in traps), right


def calibrated(pairs: Sequence[tuple[float, bool]]) -> str:
    """Factor and summand of the logarithm of a chance's odds with which it is best as a confidence."""
    if not pairs:
        return ""
    chance, right = (torch.tensor(column, dtype=torch.float64) for column in zip(*pairs, strict=True))
    odds, line = torch.logit(chance, eps=1e-6), torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=100)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(line[0] * odds + line[1], right)
        loss.backward()
        return loss

    optimizer.step(closure)
    return f"{line[0].item():.2f} {line[1].item():.2f}"


def export(models: Sequence[Ensemble], shapes: Sequence[tuple[int, int]]) -> dict[str, bytes]:
    """The models as ONNX, by the names of their files."""
    files = {}
    for name, model, (n_signs, n_states) in zip(GLANCE, models, shapes, strict=True):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            given = torch.zeros(2, n_signs), torch.zeros(2, n_states)
            write_halved_graph(model, given, ("signs", "states"), ("found",), path)
            files[name] = path.read_bytes()
    return files


def main() -> None:
    """Learn and write, or judge by folds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="passages and whole texts annotated for content notes")
    parser.add_argument("--cache", type=Path, required=True, help="folder for what was read")
    parser.add_argument("--folds", action="store_true", help="judge by models of the other files; writes nothing")
    parser.add_argument("--models", type=int, default=MODELS)
    given = parser.parse_args()
    passages = load_passages(given.data, given.cache)
    print(f"{len(passages)} passages, {sum(len(one.passage.notes) for one in passages)} notes", flush=True)
    if given.folds:
        by_folds(passages, given.models)
        return
    one = passages[0]
    shapes = (one.signs.shape[1], one.states.shape[1]), (one.standing_signs.shape[1], one.standing_states.shape[1])
    write_weights(export([train(passages, given.models), train_standings(passages)], shapes), FOLDER)


if __name__ == "__main__":
    main()
