"""Tune an encoder to tell what a reader may want to know of first, for fabula.reading.notes.close_reading.

python -m training.note_encoder evaluation/notes evaluation/notes/whole --cache FOLDER -o RUN/notes.pt
    learns, writes note_encoder.onnx and notes.onnx, and judges the files left out; goes on after a stop

It starts from the encoder that reads everything else, whose embeddings it shares and leaves as they are. A sentence is
the mean and the highest of its pieces' states; with the signs of ``training.notes`` they go through one hidden layer.
Examples and their weights are those of ``training.notes``. A passage is often cut to some of its sentences; a whole
text is parted into windows, anew each time. Every tenth file is left out: by these the thresholds of
fabula.reading.notes are chosen.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from fabula.model.session import load_networks
from fabula.model.weights import CLOSE_READING, FOLDER
from fabula.model.windows import cut_words
from fabula.reading.notes import GLANCE, weighed
from fabula.reading.notes.close_reading import AROUND, MOST_PIECES, passages_around
from fabula.reading.notes.signs import N_LISTS
from fabula.schema import NOTE_KINDS
from training.export import export_encoder, write_halved_graph, write_weights
from training.notes import Noted, first_weighed, judged, load_passages, print_judged, train
from training.schedule import share_of_highest_rate
from training.whole_encoder import whole_encoder

HIDDEN, DROPOUT = 192, 0.2
EPOCHS, AT_ONCE, RATE, HEAD_RATE, DECAY, HEAD_DECAY = 4, 16, 1e-4, 1e-3, 0.01, 0.05
CUT = 0.15  # share of passages of which only some sentences are seen
LONGEST, WINDOW = 15, (4, 10)  # sentences: of a passage seen at once; of a window of a longer text
LEFT_OUT = 10  # every so many files
SORTED = 20  # batches of passages that are put in order of length, so that few places stay empty

Floats = NDArray[np.float32]


class CloseReader(nn.Module):
    """The encoder with its head."""

    def __init__(self, encoder: nn.Module, n_signs: int) -> None:
        super().__init__()
        self.encoder = encoder
        for parameter in encoder.embeddings.parameters():
            parameter.requires_grad = False
        self.head = NoteHead(encoder.config.hidden_size, n_signs)

    def forward(self, ids: Tensor, mask: Tensor, place: Tensor, signs: Tensor) -> Tensor:
        """Scores [n_sentences, kinds].

        Takes   ids, mask [n, length]; place: of each piece its sentence, -1 for none, [n, length]; signs [n_sentences,
                n_signs]
        """
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        is_in = place.flatten() >= 0
        inside, own = states.float().flatten(0, 1)[is_in], place.flatten()[is_in]
        sums = inside.new_zeros(len(signs), inside.shape[1]).index_add(0, own, inside)
        mean = sums / torch.bincount(own, minlength=len(signs)).clamp(min=1)[:, None]
        rows = own[:, None].expand(-1, inside.shape[1])
        highest = torch.zeros_like(sums).scatter_reduce(0, rows, inside, "amax", include_self=False)
        scores: Tensor = self.head(signs, torch.cat([mean, highest], dim=1))
        return scores


class NoteHead(nn.Module):
    """Scores of the kinds from signs and states; of the lists of words a linear part adds its own."""

    def __init__(self, size: int, n_signs: int) -> None:
        super().__init__()
        self.enter, self.leave = nn.Linear(2 * size + n_signs, HIDDEN), nn.Linear(HIDDEN, len(NOTE_KINDS))
        self.drop = nn.Dropout(DROPOUT)
        self.lists = first_weighed(N_LISTS, len(NOTE_KINDS))

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], states [n, 2 * size]"""
        hidden = functional.gelu(self.enter(self.drop(torch.cat([states, signs], dim=1))))
        scores: Tensor = self.leave(self.drop(hidden)) + self.lists(signs[:, :N_LISTS])
        return scores


class Chances(nn.Module):
    """The head's scores as chances."""

    def __init__(self, head: NoteHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, signs: Tensor, states: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], states [n, 2 * size]"""
        return torch.sigmoid(self.head(signs, states))


@dataclass(frozen=True)
class Passage:
    """A passage as pieces: ``sentences`` are the ids of each."""

    noted: Noted
    sentences: tuple[tuple[int, ...], ...]

    def part(self, low: int, high: int) -> tuple[list[int], list[int]]:
        """Pieces of some sentences and the sentence of each, counted from ``low``; as many as an encoder sees."""
        ids = [piece for sentence in self.sentences[low:high] for piece in sentence]
        place = [row for row, sentence in enumerate(self.sentences[low:high]) for _ in sentence]
        return ids[:MOST_PIECES], place[:MOST_PIECES]


def in_pieces(noted: Noted, tokenizer: Tokenizer) -> Passage:
    """The passage cut into pieces as fabula cuts it."""
    pieces = cut_words(tokenizer, noted.words)
    starts = pieces.first[noted.first]
    parts = (pieces.ids[low:high].tolist() for low, high in pairwise(starts.tolist()))
    return Passage(noted, tuple(map(tuple, parts)))


Part = tuple[Passage, int, int]  # from the first sentence to before the last
Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]


def batch_of(parts: Sequence[Part], begin: int, end: int) -> Batch:
    """Ids, mask, place, signs, right and weight of some sentences of passages."""
    cut = [(passage, low, high, *passage.part(low, high)) for passage, low, high in parts]
    longest = max(len(ids) for *_, ids, _ in cut) + 2
    ids, mask = torch.zeros(2, len(cut), longest, dtype=torch.long)
    place = torch.full((len(cut), longest), -1)
    taken = 0
    for row, (_, low, high, own, sentence) in enumerate(cut):
        ids[row, : len(own) + 2] = torch.tensor([begin, *own, end])
        mask[row, : len(own) + 2] = 1
        place[row, 1 : len(own) + 1] = torch.tensor(sentence) + taken
        taken += high - low
    signs, right, weight = (
        torch.from_numpy(np.concatenate([getattr(passage.noted, name)[low:high] for passage, low, high, *_ in cut]))
        for name in ("signs", "right", "weight")
    )
    return ids, mask, place, signs, right, weight


def _parts(passages: Sequence[Passage], chance: random.Random) -> Iterator[list[Part]]:
    """Some sentences of several passages at a time, of like length."""
    parts = [part for passage in passages for part in _seen_of(passage, chance)]
    chance.shuffle(parts)
    batches = []
    for first in range(0, len(parts), AT_ONCE * SORTED):
        some = parts[first : first + AT_ONCE * SORTED]
        some.sort(key=lambda part: sum(map(len, part[0].sentences[part[1] : part[2]])))
        batches += [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
    chance.shuffle(batches)
    yield from batches


def _seen_of(passage: Passage, chance: random.Random) -> Iterator[Part]:
    """A passage, or the windows of a long one."""
    count = len(passage.sentences)
    if count <= LONGEST:
        yield _cut(passage, chance)
        return
    low = 0
    while low < count:
        high = min(low + chance.randint(*WINDOW), count)
        while high > low + 1 and sum(map(len, passage.sentences[low:high])) > MOST_PIECES:
            high -= 1
        yield passage, low, high
        low = high


def _cut(passage: Passage, chance: random.Random) -> Part:
    count = len(passage.sentences)
    if count <= AROUND or chance.random() >= CUT:
        return passage, 0, count
    low = chance.randrange(count - AROUND)
    return passage, low, chance.randint(low + AROUND, count)


def learn(model: CloseReader, passages: Sequence[Passage], marks: tuple[int, int], kept: Path) -> None:
    """Tune the model, from where ``kept`` has it; after each epoch it is written there."""
    own = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": own, "lr": RATE, "weight_decay": DECAY},
            {"params": list(model.head.parameters()), "lr": HEAD_RATE, "weight_decay": HEAD_DECAY},
        ]
    )
    steps = EPOCHS * sum(1 for _ in _parts(passages, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_highest_rate(min(step / steps, 1.0)))
    done = 0
    if kept.exists():
        saved = torch.load(kept, weights_only=True)
        done = saved.pop("epochs")
        for part, name in ((model, "model"), (optimizer, "optimizer"), (schedule, "schedule")):
            part.load_state_dict(saved[name])
    for epoch in range(done, EPOCHS):
        chance, start, losses = random.Random(epoch), time.perf_counter(), []
        torch.manual_seed(epoch)
        model.train()
        for parts in _parts(passages, chance):
            ids, mask, place, signs, right, weight = batch_of(parts, *marks)
            scores = model(ids, mask, place, signs)
            each = functional.binary_cross_entropy_with_logits(scores, right, reduction="none")
            loss = (each * weight).sum() / len(signs)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*own, *model.head.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.perf_counter() - start:.0f} s", flush=True)
        state = {"model": model, "optimizer": optimizer, "schedule": schedule}
        torch.save({name: part.state_dict() for name, part in state.items()} | {"epochs": epoch + 1}, kept)


@torch.no_grad()
def chances_of(model: CloseReader, passage: Passage, marks: tuple[int, int], asked: NDArray[np.bool_]) -> Floats:
    """What the model says of the sentences asked about and those around them, [n_sentences, kinds]."""
    found = np.zeros((len(passage.sentences), len(NOTE_KINDS)), np.float32)
    for rows in passages_around(asked, list(map(len, passage.sentences))):
        ids, mask, place, signs, *_ = batch_of([(passage, rows.start, rows.stop)], *marks)
        found[rows.start : rows.stop] = torch.sigmoid(model.eval()(ids, mask, place, signs)).numpy()
    return found


def judge_left_out(
    model: CloseReader, passages: Sequence[Passage], others: Sequence[Noted], marks: tuple[int, int]
) -> None:
    """Print how well passages and whole texts are judged, read closely throughout and where a glance asks for it."""
    glance = train(others, 1)
    glances = [judged(glance, one.noted.signs, one.noted.states) for one in passages]
    everywhere = [chances_of(model, one, marks, np.ones(len(one.sentences), bool)) for one in passages]
    asked = [
        chances_of(model, one, marks, seen.max(axis=1) >= GLANCE) for one, seen in zip(passages, glances, strict=True)
    ]
    both = [weighed(close, seen) for close, seen in zip(asked, glances, strict=True)]
    for sort, is_long in (("passages", False), ("whole texts", True)):
        some = [row for row, one in enumerate(passages) if (len(one.sentences) > LONGEST) is is_long]
        for name, chances in (("everywhere", everywhere), ("where asked", asked), ("with the glance", both)):
            print_judged(f"{sort}, {name}, ", [passages[row].noted for row in some], [chances[row] for row in some])


def main() -> None:
    """Learn, write and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="+", help="passages and whole texts annotated for content notes")
    parser.add_argument("--cache", type=Path, required=True, help="folder for what was read")
    parser.add_argument("-o", "--output", type=Path, required=True, help="checkpoint")
    given = parser.parse_args()
    noted = load_passages(given.data, given.cache)
    tokenizer = load_networks(1).tokenizer
    marks = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    held = set(sorted({one.passage.file for one in noted})[::LEFT_OUT])
    others = [one for one in noted if one.passage.file not in held]
    print(f"{len(others)} passages and texts to learn from, {len(noted) - len(others)} to judge", flush=True)
    torch.manual_seed(0)
    model = CloseReader(whole_encoder(), noted[0].signs.shape[1])
    learn(model, [in_pieces(one, tokenizer) for one in others], marks, given.output)
    write_weights(exported(model), FOLDER)
    judge_left_out(model, [in_pieces(one, tokenizer) for one in noted if one.passage.file in held], others, marks)


def exported(model: CloseReader) -> dict[str, bytes]:
    """The encoder without its embeddings, and the head, by the names of their files."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, encoder = export_encoder(model.eval().encoder, folder)
        head = folder / "head.onnx"
        size = model.encoder.config.hidden_size
        given = torch.zeros(2, model.head.enter.in_features - 2 * size), torch.zeros(2, 2 * size)
        write_halved_graph(Chances(model.head), given, ("signs", "states"), ("chances",), head)
        return dict(zip(CLOSE_READING, (encoder, head.read_bytes()), strict=True))


if __name__ == "__main__":
    main()
