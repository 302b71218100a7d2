"""Continue the encoder's own pre-training on unlabelled novels: ``python -m training.pretrain NOVELS -o FOLDER``.

One word in seven is hidden and must be told from the words around it. Source: masked language modelling, Devlin et
al. 2019, with whole words hidden; adaptation to the domain, Gururangan et al. 2020.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.encoder import PACKAGE, encoder_folder, load_encoder, load_tokenizer
from training.schedule import share_of_highest_rate

WINDOW = 256  # word pieces, the two marks included
HIDDEN_SHARE = 0.15
HEAD_FACTOR = 5.0  # the new head learns faster than the encoder


class MaskedWords(nn.Module):
    """The encoder with a head that names hidden word pieces; the head shares the input embeddings."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.hidden_size
        self.transform = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.LayerNorm(size))
        self.bias = nn.Parameter(torch.zeros(encoder.config.vocab_size))

    def forward(self, pieces: Tensor, hidden: Tensor) -> Tensor:
        """Scores float [n_hidden, n_vocabulary] of the positions where ``hidden`` bool [batch, window] is true."""
        states = self.encoder(pieces).last_hidden_state[hidden]
        return functional.linear(self.transform(states), self.encoder.embeddings.word_embeddings.weight, self.bias)


def main() -> None:
    """Train for a number of word pieces, saving the encoder every ten minutes."""
    options = _options()
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    tokenizer = load_tokenizer(options.encoder)
    windows, is_start = _windows(options.novels, tokenizer)
    model = MaskedWords(load_encoder(options.encoder)).to(options.device)
    head = [*model.transform.parameters(), model.bias]
    groups = [{"params": [*model.encoder.parameters()], "factor": 1.0}, {"params": head, "factor": HEAD_FACTOR}]
    optimizer = torch.optim.AdamW(groups, lr=options.rate, weight_decay=0.01, fused=True)
    n_steps = options.pieces // (options.batch * WINDOW)
    mask = tokenizer.token_to_id("[MASK]")
    began = saved = time.perf_counter()
    running = 0.0
    model.train()
    for step, batch in enumerate(_batches(windows, options.batch, n_steps)):
        for group in optimizer.param_groups:
            group["lr"] = options.rate * group["factor"] * share_of_highest_rate(step / n_steps)
        pieces = batch.to(options.device)
        hidden = _hide(pieces, is_start.to(options.device))
        seen = torch.where(hidden & (torch.rand(pieces.shape, device=pieces.device) < 0.9), mask, pieces)
        with torch.autocast(pieces.device.type, torch.bfloat16):
            scores = model(seen, hidden)
        loss = functional.cross_entropy(scores.float(), pieces[hidden])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        running = loss.item() if not step else 0.98 * running + 0.02 * loss.item()
        if step % 50 == 0:
            rate = (step + 1) * options.batch * WINDOW / (time.perf_counter() - began)
            print(f"step {step}/{n_steps}  loss {running:.3f}  {rate:.0f} word pieces/s", flush=True)
        if time.perf_counter() - saved > 600:
            _save(model, options)
            saved = time.perf_counter()
    _save(model, options)


def _windows(folder: Path, tokenizer) -> tuple[Tensor, Tensor]:
    """Every novel cut into windows int32 [n, WINDOW], and whether a piece of the vocabulary begins a word."""
    first, last = tokenizer.encode("").ids
    windows: list[list[int]] = []
    for path in sorted(folder.glob("*.txt")):
        paragraphs = [" ".join(part.split()) for part in path.read_text("utf-8").split("\n\n") if part.strip()]
        pieces = [
            piece for coded in tokenizer.encode_batch(paragraphs, add_special_tokens=False) for piece in coded.ids
        ]
        length = WINDOW - 2
        windows += [[first, *pieces[i : i + length], last] for i in range(0, len(pieces) - length, length)]
    vocabulary = tokenizer.get_vocab()
    is_start = torch.ones(len(vocabulary), dtype=torch.bool)
    is_start[[number for piece, number in vocabulary.items() if piece.startswith("##")]] = False
    return torch.tensor(windows, dtype=torch.int32), is_start


def _batches(windows: Tensor, size: int, n_steps: int) -> Iterator[Tensor]:
    order: list[int] = []
    for _ in range(n_steps):
        if len(order) < size:
            order = torch.randperm(len(windows)).tolist()
        yield windows[order[:size]].long()
        del order[:size]


def _hide(pieces: Tensor, is_start: Tensor) -> Tensor:
    """Which positions to hide: whole words, never the marks at the ends."""
    word = is_start[pieces].cumsum(1)
    chosen = torch.rand(pieces.shape, device=pieces.device) < HIDDEN_SHARE
    hidden = chosen.gather(1, word.clamp(max=pieces.shape[1] - 1))
    hidden[:, [0, -1]] = False
    return hidden


def _save(model: MaskedWords, options: argparse.Namespace) -> None:
    options.output.mkdir(parents=True, exist_ok=True)
    model.encoder.save_pretrained(options.output)
    shutil.copy(Path(encoder_folder(options.encoder)) / "tokenizer.json", options.output)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("novels", type=Path, help="folder of .txt files")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the encoder")
    parser.add_argument("--encoder", default=PACKAGE, help="package, folder or Hugging Face name")
    parser.add_argument("--pieces", type=int, default=5_000_000, help="word pieces to train on")
    parser.add_argument("--batch", type=int, default=16, help="windows in a step")
    parser.add_argument("--rate", type=float, default=2e-4, help="highest learning rate")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
