"""Train who speaks and who listens: ``python -m training.speakers DATA -o FOLDER``; ten minutes on two cores.

The speaker model is a second-order conditional random field over the turns of a conversation: a small network scores
each candidate from its features, a table each pair of successive speakers, and the right speakers' share of all
sequences is maximised (forward algorithm; turns whose speaker is not known are summed over). The addressee model is a
network over the same features and the speakers decided. Of each, ``MODELS`` from other seeds are averaged.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fabula.reading import addressees, evidence
from fabula.reading.addressees import addressee_rows
from fabula.reading.conversation import IMPOSSIBLE, KEPT, RELATIONS
from fabula.reading.scene import MANNERS, NOBODY, OPENINGS
from fabula.reading.speakers import decide
from training.dialogue import Dialogue, load_dialogues
from training.litbank_dialogue import load_excerpt_dialogues
from training.schedule import share_of_highest_rate
from training.small_networks import Mean
from training.story_dialogue import load_story_dialogues

LONGEST = 40  # turns of a conversation decided at once in training
AT_ONCE = 24  # conversations learned from together
HIDDEN = 96
ALONE = 0.3  # weight of the loss of each turn by itself
WARM_EPOCHS = 2  # in which turns are learned by themselves only
UNSEEN, UNTAGGED = 0.1, 0.3  # shares of features, and of turns' tags, that are hidden in training
TAG_FEATURES = 4  # the first of a row
MODELS = 2


class Scorer(nn.Module):
    """The score of a row of features."""

    def __init__(self, n_features: int, dropout: float) -> None:
        super().__init__()
        self.hides = False
        self.features = nn.Embedding(n_features, HIDDEN)
        nn.init.normal_(self.features.weight, std=0.05)
        self.plain = nn.Embedding(n_features, 1)
        nn.init.zeros_(self.plain.weight)
        self.bias = nn.Parameter(torch.zeros(HIDDEN))
        self.score = nn.Sequential(
            nn.GELU(), nn.Dropout(dropout), nn.Linear(HIDDEN, HIDDEN // 2),
            nn.GELU(), nn.Dropout(dropout), nn.Linear(HIDDEN // 2, 1),
        )  # fmt: skip

    def forward(self, features: Tensor) -> Tensor:
        """Scores [...] of features int64 [..., n]; in training some may be hidden, the same of a whole turn."""
        hidden = functional.embedding(features, self.features.weight)
        plain = functional.embedding(features, self.plain.weight)
        if self.training and self.hides:
            seen = self._seen(features)
            hidden, plain = hidden * seen, plain * seen
        return (self.score(hidden.sum(-2) + self.bias) + plain.sum(-2))[..., 0]

    def _seen(self, features: Tensor) -> Tensor:
        """Which features of each turn are seen, float [..., 1, n, 1]; so novels with other habits are read as well."""
        *turns, _, n_features = features.shape
        seen = torch.rand(*turns, 1, n_features, 1) > UNSEEN
        seen[..., :TAG_FEATURES, :] &= torch.rand(*turns, 1, 1, 1) > UNTAGGED
        return seen.float()


class Turns(nn.Module):
    """The score of each relation of a speaker to the speaker before."""

    def __init__(self) -> None:
        super().__init__()
        n = len(RELATIONS)
        self.relation = nn.Parameter(torch.zeros(4, 2, 2, 2, n))  # gap, asked, is tagged, was tagged
        self.manner = nn.Parameter(torch.zeros(4, len(MANNERS), n))
        self.opening = nn.Parameter(torch.zeros(4, 2, len(OPENINGS), n))  # gap, asked, opening
        self.called = nn.Parameter(torch.zeros(4, 4, n))
        self.calls = nn.Parameter(torch.zeros(4, 4, n))

    def forward(
        self, gap: Tensor, asked: Tensor, manner: Tensor, last_manner: Tensor, opening: Tensor, called: Tensor,
        calls: Tensor,
    ) -> Tensor:  # fmt: skip
        """Scores [n, relations, last, now] of turns [n] and of their candidates ``called`` and ``calls`` [n, kept]."""
        relation = self.relation[gap, asked, (manner > 0).long(), (last_manner > 0).long()]  # [n, relations]
        relation = relation + self.manner[gap, manner] + self.opening[gap, asked, opening]
        now = self.called[gap.unsqueeze(1), called].transpose(1, 2)  # [n, relations, now]
        last = self.calls[gap.unsqueeze(1), calls].transpose(1, 2)
        return relation[:, :, None, None] + now[:, :, None, :] + last[:, :, :, None]


class Speakers(nn.Module):
    """Who speaks: by a network that scores candidates, and one that scores who follows whom."""

    def __init__(self, speakers: nn.Module, turns: nn.Module) -> None:
        super().__init__()
        self.speakers, self.turns = speakers, turns

    @classmethod
    def new(cls, dropout: float = 0.45) -> Speakers:
        """A model to be trained."""
        scorer = Scorer(evidence.N_FEATURES, dropout)
        scorer.hides = True
        return cls(scorer, Turns())

    @classmethod
    def mean_of(cls, models: Sequence[Speakers]) -> Speakers:
        """A model that scores as several do on average."""
        return cls(Mean([model.speakers for model in models]), Mean([model.turns for model in models])).eval()

    def loss(self, batch: dict[str, Tensor], is_warm: bool) -> Tensor:
        """Mean negative logarithm of the right speakers' share."""
        scores = self._scores(batch)
        top = scores.detach().topk(KEPT, dim=-1).indices
        speaks, is_known = batch["speaks"], batch["is_known"] & batch["speaks"].any(-1)
        known = is_known.sum().clamp(min=1)
        right = _only(scores, speaks, is_known)
        alone = ((scores.logsumexp(-1) - right.logsumexp(-1)) * is_known).sum() / known
        if is_warm:
            return alone
        kept, scores = batch["candidates"].gather(-1, top), scores.gather(-1, top)
        speaks = speaks.gather(-1, top)
        steps = self._steps(batch, kept, top)
        right = _only(scores, speaks, is_known & speaks.any(-1))
        together = _log_total(scores, steps, batch["length"]) - _log_total(right, steps, batch["length"])
        return together.sum() / known + ALONE * alone

    def _scores(self, batch: dict[str, Tensor]) -> Tensor:
        scores = self.speakers(batch["features"])
        candidates = batch["candidates"]
        scores = scores.masked_fill(candidates == NOBODY, float(IMPOSSIBLE))
        is_empty = (candidates == NOBODY).all(-1, keepdim=True)
        return torch.where(is_empty, torch.zeros_like(scores), scores)

    def _steps(self, batch: dict[str, Tensor], kept: Tensor, top: Tensor) -> Tensor:
        """Scores [conversations, turns, before, last, now] of the step into each turn."""
        count, length, n = kept.shape
        earlier = _shifted(top)
        by_relation = self.turns(
            *(part.flatten() for part in (batch["gap"], _shifted(batch["asks"]), batch["manner"])),
            *(part.flatten() for part in (_shifted(batch["manner"]), batch["opening"])),
            batch["called"].gather(-1, top).flatten(0, 1),
            batch["calls"].gather(-1, earlier).flatten(0, 1),
        ).view(count, length, len(RELATIONS), n, n)
        last = torch.cat([torch.full_like(kept[:, :1], -5), kept[:, :-1]], 1)
        before = torch.cat([torch.full_like(kept[:, :1], -6), last[:, :-1]], 1)
        speaks_on = last[..., :, None] == kept[..., None, :]
        alternates = before[..., :, None] == kept[..., None, :]
        relation = torch.where(speaks_on[:, :, None], 0, torch.where(alternates[:, :, :, None, :], 1, 2))
        table = by_relation[:, :, :, None].expand(-1, -1, -1, n, -1, -1)
        return table.gather(2, relation[:, :, None])[:, :, 0]


def _only(scores: Tensor, right: Tensor, is_known: Tensor) -> Tensor:
    """Scores in which a known turn has only its right candidates."""
    return scores.masked_fill(is_known.unsqueeze(-1) & ~right, float(IMPOSSIBLE))


def _shifted(values: Tensor) -> Tensor:
    return torch.cat([values[:, :1], values[:, :-1]], 1)


def _log_total(scores: Tensor, steps: Tensor, length: Tensor) -> Tensor:
    """The logarithm of the sum over all sequences of speakers, for each conversation."""
    first = torch.full_like(steps[:, 0, 0], float(IMPOSSIBLE))
    paths = torch.cat([scores[:, :1], first[:, 1:]], 1)  # [conversations, last, now]
    totals = [paths.flatten(1).logsumexp(1)]
    for turn in range(1, scores.shape[1]):
        paths = torch.logsumexp(paths[:, :, :, None] + steps[:, turn], 1) + scores[:, turn][:, None]
        totals.append(paths.flatten(1).logsumexp(1))
    return torch.stack(totals, 1).gather(1, (length - 1).unsqueeze(1))[:, 0]


@torch.no_grad()
def speakers_of(model: Speakers, dialogue: Dialogue) -> np.ndarray:
    """The likeliest speaker of each turn: entities, int64 [n_turns]."""
    return decide(dialogue.talk, TorchNetworks(model)).speakers


class TorchNetworks:
    """Models called as their exported networks are."""

    def __init__(self, model: Speakers, scorer: nn.Module | None = None) -> None:
        self.model, self.scorer = model.eval(), scorer

    @torch.no_grad()
    def speakers(self, features: np.ndarray) -> list[np.ndarray]:
        """As ``DialogueNetworks.speakers``."""
        return [self.model.speakers(torch.from_numpy(features)).numpy()]

    @torch.no_grad()
    def turns(self, *arrays: np.ndarray) -> list[np.ndarray]:
        """As ``DialogueNetworks.turns``."""
        return [self.model.turns(*(torch.from_numpy(array) for array in arrays)).numpy()]

    @torch.no_grad()
    def addressees(self, features: np.ndarray) -> list[np.ndarray]:
        """As ``DialogueNetworks.addressees``."""
        return [self.scorer(torch.from_numpy(features)).numpy()]


def read_networks(path: Path) -> TorchNetworks:
    """The models in a file that ``main`` has written."""
    kept = torch.load(path, weights_only=True)
    model = Speakers.mean_of([Speakers.new() for _ in range(MODELS)])
    scorer = Mean([Scorer(addressees.N_FEATURES, 0.0) for _ in range(MODELS)])
    model.load_state_dict(kept["speakers"])
    scorer.load_state_dict(kept["addressees"])
    return TorchNetworks(model, scorer.eval())


COLUMNS = ("candidates", "features", "gap", "asks", "manner", "opening", "called", "calls")


def pieces_of(dialogue: Dialogue) -> Iterator[dict[str, np.ndarray]]:
    """The conversations of a novel in which some speaker is known, in parts of at most LONGEST turns."""
    for begin, end in dialogue.talk.bounds():
        for low in range(begin, end, LONGEST):
            rows = slice(low, min(low + LONGEST, end))
            if dialogue.speaks[rows].any():
                piece = {name: getattr(dialogue.talk, name)[rows] for name in COLUMNS}
                yield {**piece, "speaks": dialogue.speaks[rows], "is_known": dialogue.is_known[rows]}


def batch_of(pieces: Sequence[dict[str, np.ndarray]]) -> dict[str, Tensor]:
    """Conversations filled up to the same length."""
    lengths = [len(piece["gap"]) for piece in pieces]
    batch = {"length": torch.tensor(lengths)}
    for name, first in pieces[0].items():
        table = np.full((len(pieces), max(lengths), *first.shape[1:]), NOBODY if name == "candidates" else 0)
        for row, piece in enumerate(pieces):
            table[row, : lengths[row]] = piece[name]
        batch[name] = torch.from_numpy(table.astype(first.dtype))
    return batch


def train_speakers(dialogues: Sequence[Dialogue], epochs: int, seed: int) -> Speakers:
    """A speaker model of the novels."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    model = Speakers.new()
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.01)
    pieces = [piece for dialogue in dialogues for piece in pieces_of(dialogue)]
    steps = epochs * math.ceil(len(pieces) / AT_ONCE)
    done = 0
    for epoch in range(epochs):
        model.train()
        order = sorted(range(len(pieces)), key=lambda row: (len(pieces[row]["gap"]) // 4, chance.random()))
        batches = [order[place : place + AT_ONCE] for place in range(0, len(order), AT_ONCE)]
        chance.shuffle(batches)
        for rows in batches:
            _set_rate(optimizer, 1e-2, done / steps)
            loss = model.loss(batch_of([pieces[row] for row in rows]), epoch < WARM_EPOCHS)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            done += 1
    return model.eval()


def train_addressees(dialogues: Sequence[Dialogue], model: Speakers, epochs: int, seed: int) -> Scorer:
    """An addressee model of the novels, given the speakers that the speaker model decides."""
    torch.manual_seed(seed)
    features, listens = [], []
    for dialogue in dialogues:
        rows, possible = addressee_features(dialogue, speakers_of(model, dialogue))
        possible &= dialogue.has_addressees[:, None]
        features.append(rows[possible])
        listens.append(dialogue.listens[possible])
    x, y = torch.from_numpy(np.concatenate(features)), torch.from_numpy(np.concatenate(listens)).float()
    scorer = Scorer(addressees.N_FEATURES, 0.3)
    optimizer = torch.optim.AdamW(scorer.parameters(), weight_decay=0.01)
    steps, done = epochs * math.ceil(len(x) / 1024), 0
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(1024):
            _set_rate(optimizer, 5e-3, done / steps)
            loss = functional.binary_cross_entropy_with_logits(scorer(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            done += 1
    return scorer.eval()


def addressee_features(dialogue: Dialogue, speakers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of features [n_turns, MOST, n], and who may be an addressee, bool [n_turns, MOST]."""
    rows = addressee_rows(dialogue.turns, dialogue.talk, speakers)
    candidates = dialogue.talk.candidates
    return rows, (candidates != NOBODY) & (candidates != speakers[:, None])


def _set_rate(optimizer: torch.optim.Optimizer, highest: float, share_done: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = highest * share_of_highest_rate(share_done)


def figures(model: Speakers, scorer: nn.Module, dialogues: Sequence[Dialogue]) -> dict[str, float]:
    """Share of the turns whose speaker is known that are right, and of those whose likeliest addressee is."""
    right, known, heard, has = 0, 0, 0, 0
    for dialogue in dialogues:
        speakers = speakers_of(model, dialogue)
        said = (dialogue.talk.candidates == speakers[:, None]) & dialogue.speaks
        right, known = right + int(said.any(1).sum()), known + int(dialogue.is_known.sum())
        rows, possible = addressee_features(dialogue, speakers)
        with torch.no_grad():
            scores = scorer(torch.from_numpy(rows)).numpy()
        best = np.where(possible, scores, -np.inf).argmax(1)
        heard += int(dialogue.listens[np.arange(len(best)), best].sum())
        has += int(dialogue.has_addressees.sum())
    return {"speakers": right / max(known, 1), "addressees": heard / max(has, 1)}


def round_tables(network: nn.Module) -> None:
    """Round the numbers of a network to those of 16 bits, as they are exported."""
    for parameter in network.parameters():
        parameter.data = parameter.data.half().float()


def main() -> None:
    """Train on the train novels, excerpts and our own stories, and measure on the dev novels."""
    options = _options()
    train = load_dialogues(options.data, "train", options.cache)
    train += load_excerpt_dialogues(options.data, "train", options.cache) + load_story_dialogues(options.cache)
    seeds = range(1, MODELS + 1)
    model = Speakers.mean_of([train_speakers(train, options.epochs, seed) for seed in seeds])
    round_tables(model)
    scorer = Mean([train_addressees(train, model, options.epochs, seed) for seed in seeds]).eval()
    round_tables(scorer)
    for dialogue in load_dialogues(options.data, "dev", options.cache):
        print(dialogue.name, figures(model, scorer, [dialogue]), flush=True)
    torch.save({"speakers": model.state_dict(), "addressees": scorer.state_dict()}, options.output)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of corpora")
    parser.add_argument("-o", "--output", type=Path, required=True, help="file for the models")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the novels as read by fabula")
    parser.add_argument("--epochs", type=int, default=10)
    return parser.parse_args()


if __name__ == "__main__":
    main()
