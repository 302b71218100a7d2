"""Small networks of one task, several of them from other seeds, whose outputs are averaged."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from fabula.model.session import load_scene_network
from fabula.model.weights import FOLDER
from training.export import write_halved_graph, write_weights
from training.schedule import share_of_highest_rate

TINY = 1e-6
SIZE, DIRECTIONS = 384, 48  # of the encoder's states; of these, those that are kept

Example = TypeVar("Example")


class Mean(nn.Module):
    """The mean of what several networks say."""

    def __init__(self, networks: Sequence[nn.Module]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, *inputs: Tensor) -> Tensor:
        """Takes   inputs: as each of the networks takes them"""
        return torch.stack([network(*inputs) for network in self.networks]).mean(dim=0)


class Scale(nn.Module):
    """Brings pooled states of mentions to one scale; those of nobody, which are zeros, stay so."""

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)

    @classmethod
    def of(cls, states: Tensor) -> Scale:
        """The scale of some states [n, size]."""
        there = states[states.abs().sum(dim=1) > 0]
        return cls(there.mean(dim=0), there.std(dim=0) + TINY)

    def forward(self, states: Tensor) -> Tensor:
        """Takes   states [..., size]"""
        is_there = (states.abs().sum(dim=-1, keepdim=True) > 0).float()
        scaled: Tensor = (states - self.mean) / self.spread * is_there
        return scaled


class Directions(nn.Module):
    """The encoder's mean states of sentences in the directions in which they differ most, each with variance 1."""

    def __init__(self, middle: Tensor, directions: Tensor) -> None:
        super().__init__()
        self.count = directions.shape[1]
        self.register_buffer("middle", middle)
        self.register_buffer("directions", directions)

    @classmethod
    def of(cls, states: Tensor) -> Directions:
        """The directions of states [n, size + cues] of sentences."""
        means = states[:, :SIZE]
        middle = means.mean(dim=0)
        _, lengths, directions = torch.linalg.svd(means - middle, full_matrices=False)
        return cls(middle, directions[:DIRECTIONS].T / (lengths[:DIRECTIONS] / len(means) ** 0.5))

    def forward(self, states: Tensor) -> Tensor:
        """Takes   states [n, size + cues]"""
        found: Tensor = (states[:, : len(self.middle)] - self.middle) @ self.directions
        return found


@dataclass(frozen=True)
class Course:
    """How networks learn: ``at_once`` examples a step, ``decay`` of weights, how many ``models`` are averaged."""

    epochs: int
    at_once: int = 8
    rate: float = 3e-3
    decay: float = 0.02
    models: int = 3


def trained(
    new: Callable[[], nn.Module],
    examples: Sequence[Example],
    loss: Callable[[nn.Module, Example], Tensor],
    course: Course,
) -> Mean:
    """Networks that learned from the examples, each from another seed."""
    return Mean([_trained_once(new, examples, loss, course, seed) for seed in range(course.models)]).eval()


def _trained_once(
    new: Callable[[], nn.Module],
    examples: Sequence[Example],
    loss: Callable[[nn.Module, Example], Tensor],
    course: Course,
    seed: int,
) -> nn.Module:
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = new()
    optimizer = torch.optim.AdamW(network.parameters(), lr=course.rate, weight_decay=course.decay)
    steps = course.epochs * -(-len(examples) // course.at_once)
    order: list[int] = []
    for step in range(steps):
        if not order:
            order = chance.permutation(len(examples)).tolist()
        batch, order = order[: course.at_once], order[course.at_once :]
        for group in optimizer.param_groups:
            group["lr"] = course.rate * share_of_highest_rate(step / steps)
        total = torch.stack([loss(network, examples[row]) for row in batch]).sum() / course.at_once
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
    return network.eval()


def write_network(
    file: str, network: nn.Module, given: tuple[Tensor, ...], names: tuple[str, ...], output: str
) -> None:
    """Put a network of scenes among the weights, and let fabula read by it.

    Takes   given: inputs of any number of rows; names: theirs
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        write_halved_graph(network, given, names, (output,), path)
        write_weights({file: path.read_bytes()}, FOLDER)
    load_scene_network.cache_clear()
