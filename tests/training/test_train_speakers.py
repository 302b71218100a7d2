"""The loss of the speaker model is that of the chances by which books are read."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fabula.reading.conversation import Conversations  # noqa: E402
from fabula.reading.evidence import MOST, N_FEATURES, SIZES  # noqa: E402
from fabula.reading.scene import MANNERS, NOBODY, OPENINGS  # noqa: E402
from fabula.reading.speakers import decide  # noqa: E402
from training.dialogue import Dialogue  # noqa: E402
from training.speakers import ALONE, Speakers, TorchNetworks, batch_of, pieces_of  # noqa: E402


def dialogue_of(rng: np.random.Generator, known: int) -> Dialogue:
    """Three turns of one conversation among four people, of which only the turn ``known`` has a known speaker."""
    candidates = np.full((3, MOST), NOBODY)
    candidates[:, :4] = [rng.permutation(4) for _ in range(3)]
    talk = Conversations(
        candidates=candidates,
        features=rng.integers(0, N_FEATURES, (3, MOST, len(SIZES))),
        gap=np.array([3, 1, 2]),
        follows=np.array([False, True, True]),
        asks=rng.integers(0, 2, 3),
        manner=rng.integers(0, len(MANNERS), 3),
        opening=rng.integers(0, len(OPENINGS), 3),
        called=rng.integers(0, 4, (3, MOST)),
        calls=rng.integers(0, 4, (3, MOST)),
    )
    speaks = np.zeros((3, MOST), bool)
    speaks[known, 2] = True
    is_known = np.arange(3) == known
    return Dialogue("three turns", [], talk, speaks, is_known, np.zeros_like(speaks), np.zeros(3, bool))


@pytest.mark.parametrize("known", [0, 1, 2])
def test_the_loss_is_the_logarithm_of_the_right_speakers_chance(known: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fabula.reading.speakers.TEMPERATURE", 1.0)
    torch.manual_seed(known)
    dialogue = dialogue_of(np.random.default_rng(known), known)
    model = Speakers.new().eval()
    for table in model.turns.parameters():
        torch.nn.init.normal_(table)
    batch = batch_of(list(pieces_of(dialogue)))
    with torch.no_grad():
        together = float(model.loss(batch, is_warm=False) - ALONE * model.loss(batch, is_warm=True))
    decided = decide(dialogue.talk, TorchNetworks(model))
    right = decided.entities[known] == dialogue.talk.candidates[known, 2]
    assert together == pytest.approx(-np.log(decided.shares[known][right]), abs=1e-4)


def test_what_is_hidden_in_training_is_seen_in_reading() -> None:
    model = Speakers.new()
    features = torch.randint(0, N_FEATURES, (2, 3, MOST, len(SIZES)))
    assert not torch.equal(model.train().speakers(features), model.speakers(features))
    assert torch.equal(model.eval().speakers(features), model.speakers(features))
