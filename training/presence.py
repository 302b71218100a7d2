"""A small network that says who is there in a scene, from their signs and the states of their mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from fabula.reading.presence_signs import SIGNS, PresenceSigns
from fabula.reading.states import POOLED_SIZE
from training.scene_texts import Text, matched_scenes
from training.small_networks import Course, Mean, Scale, trained

KINDS = ("present", "distant")
WIDTH, DROPOUT, HIDDEN_STATES = 32, 0.3, 0.5
COURSE = Course(epochs=12, at_once=32)
PEOPLE = 8.0  # of a usual scene; by them the loss of each scene is divided


@dataclass(frozen=True)
class Company:
    """Whom a scene may have: ``signs`` [n, n_signs], ``states`` [n, POOLED_SIZE], how they are ``there`` [n, kinds]."""

    signs: Tensor
    states: Tensor
    there: Tensor


def companies_of(text: Text) -> Iterator[Company]:
    """The companies of a text's scenes, once for each annotated scene that one of ours is."""
    signs = text.signs_of(PresenceSigns)
    scenes = list(matched_scenes(text))
    companies = signs.companies([scene[:4] for scene, _ in scenes])  # type: ignore[attr-defined]
    for (_, golds), (company, rows) in zip(scenes, companies, strict=True):
        if company:
            states = torch.from_numpy(signs.states(company))  # type: ignore[attr-defined]
            names = [text.cast.get(entity) for entity in company]
            for scene in golds:
                there = [[name in getattr(scene, kind) for kind in KINDS] for name in names]
                yield Company(torch.from_numpy(rows).float(), states, torch.tensor(there).float())


class Presence(nn.Module):
    """The chances of each to be there and to be there at a distance only, [n, kinds]."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self.scale = scale
        self.plain = nn.Linear(len(SIGNS), len(KINDS))
        self.enter, self.leave = nn.Linear(len(SIGNS) + POOLED_SIZE, WIDTH), nn.Linear(WIDTH, len(KINDS))
        self.drop, self.hide = nn.Dropout(DROPOUT), nn.Dropout(HIDDEN_STATES)

    def scores(self, signs: Tensor, mentions: Tensor) -> Tensor:
        """Takes   signs [n, n_signs], mentions [n, POOLED_SIZE]"""
        seen = self.drop(torch.cat([signs, self.hide(self.scale(mentions))], dim=1))
        scores: Tensor = self.plain(signs) + self.leave(self.drop(functional.relu(self.enter(seen))))
        return scores

    def forward(self, signs: Tensor, mentions: Tensor) -> Tensor:
        """Takes   as ``scores``"""
        return torch.sigmoid(self.scores(signs, mentions))


def loss(network: nn.Module, company: Company) -> Tensor:
    """The cross-entropy of a scene's company."""
    scores = network.scores(company.signs, company.states)
    return functional.binary_cross_entropy_with_logits(scores, company.there, reduction="sum") / PEOPLE


def learned(companies: Sequence[Company], course: Course = COURSE) -> Mean:
    """Networks that learned from the companies of scenes."""
    scale = Scale.of(torch.cat([company.states for company in companies]))
    return trained(lambda: Presence(scale), companies, loss, course)
