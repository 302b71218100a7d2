"""Small networks learn what their examples show, and take states as they are read."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from torch.nn import functional  # noqa: E402

from training.focus import _of_all_paths  # noqa: E402
from training.small_networks import SIZE, Course, Directions, Mean, Scale, trained  # noqa: E402


def test_states_of_nobody_stay_zeros() -> None:
    states = torch.tensor([[1.0, 5.0], [3.0, 9.0], [0.0, 0.0]])
    scaled = Scale.of(states)(states)
    assert scaled[2].tolist() == [0.0, 0.0]
    assert torch.allclose(scaled[:2].mean(dim=0), torch.zeros(2), atol=1e-5)


def test_directions_have_one_variance_and_leave_cues_out() -> None:
    states = torch.randn(1000, SIZE + 3, generator=torch.Generator().manual_seed(0))
    directions = Directions.of(states)
    changed = states.clone()
    changed[:, SIZE:] = 9.0
    assert torch.allclose(directions(states).var(dim=0), torch.ones(directions.count), atol=0.01)
    assert torch.equal(directions(states), directions(changed))


def test_networks_learn_what_examples_show() -> None:
    examples = [(torch.tensor([[x]]), torch.tensor([[2 * x + 1]])) for x in np.linspace(-1, 1, 20, dtype=np.float32)]

    def loss(network: torch.nn.Module, example: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        return functional.mse_loss(network(example[0]), example[1])

    mean = trained(lambda: torch.nn.Linear(1, 1), examples, loss, Course(epochs=200, rate=0.1, decay=0.0, models=2))
    assert isinstance(mean, Mean)
    assert len(mean.networks) == 2
    assert mean(torch.tensor([[0.5]])).item() == pytest.approx(2.0, abs=0.05)


def test_the_sum_over_paths_is_that_of_all_of_them() -> None:
    scores = torch.tensor([[0.5, 1.0], [0.2, -0.3], [0.0, 2.0]], dtype=torch.float64)
    costs = torch.tensor([9.0, 0.7, 1.5], dtype=torch.float64)
    stays, total = torch.log1p(-torch.exp(-costs)), []
    for path in np.ndindex(2, 2, 2):
        score = scores[0, path[0]]
        for unit in (1, 2):
            is_same = path[unit] == path[unit - 1]
            change = torch.logaddexp(-costs[unit], stays[unit]) if is_same else -costs[unit]
            score = score + change + scores[unit, path[unit]]
        total.append(score)
    assert float(_of_all_paths(scores, costs)) == pytest.approx(float(torch.logsumexp(torch.stack(total), 0)))
