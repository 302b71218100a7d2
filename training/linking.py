"""Coreference in training: mentions in order against the entities so far, gold or as the model itself links them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from fabula.language.noun_phrases import head_word
from fabula.model.heads import KINDS
from fabula.reading.discourse import Discourse, Reference, reference
from training.corpora import Example
from training.model import LinkHead

UNKNOWN_KIND = len(KINDS)


def references(example: Example, spans: np.ndarray, kinds: np.ndarray, forms: np.ndarray) -> list[Reference]:
    """The spans [n, 2] of an example as mentions in order."""
    words = [word.lower().replace("’", "'") for word in example.words]
    found = []
    for (first, end), kind, form in zip(spans.tolist(), kinds.tolist(), forms.tolist(), strict=True):
        head = head_word(example.head, first, end - 1)
        place = (int(example.sentence[first]), int(example.quote[first]))
        found.append(reference(words, first, end - 1, head, *place, form, kind, example.tag[head]))
    return found


@dataclass
class Pairs:
    """Every mention with each of its candidate entities, mention by mention.

    int64 [n_pairs]: ``mention``, ``last`` (the entity's last mention), ``entity``; ``features`` [n_pairs, n_features];
    bool ``is_right``; ``has_entity`` [n_mentions]: its entity is among the candidates; ``is_known``: it counts.
    """

    mention: Tensor
    entity: Tensor
    last: Tensor
    features: Tensor
    is_right: Tensor
    has_entity: Tensor
    is_known: Tensor
    entity_of: Tensor  # int64 [n_mentions]
    n_entities: int

    def to(self, device: torch.device) -> Pairs:
        """The same on a device."""
        return Pairs(**{k: v.to(device) if isinstance(v, Tensor) else v for k, v in vars(self).items()})


def gold_pairs(mentions: Sequence[Reference], clusters: Sequence[int]) -> Pairs:
    """The pairs when every mention before has been linked rightly; cluster -1 is an entity of its own."""
    discourse = Discourse()
    entity_of_cluster: dict[int, int] = {}
    last_of: list[int] = []
    entities: list[int] = []
    mention, entity, last, features, right, has, known = [], [], [], [], [], [], []
    for number, (seen, cluster) in enumerate(zip(mentions, clusters, strict=True)):
        candidates = discourse.candidates(seen)
        gold = entity_of_cluster.get(cluster) if cluster >= 0 else None
        if candidates:
            mention.append(np.full(len(candidates), number))
            entity.append(np.array(candidates))
            last.append(np.array([last_of[candidate] for candidate in candidates]))
            features.append(discourse.features(seen, candidates))
            right.append(np.array([candidate == gold for candidate in candidates]))
        has.append(gold in candidates)
        known.append(gold is None or gold in candidates)
        linked = discourse.add(seen, gold)
        if gold is None:
            last_of.append(number)
            if cluster >= 0:
                entity_of_cluster[cluster] = linked
        last_of[linked] = number
        entities.append(linked)
    arrays = [np.concatenate(part) if part else np.zeros(0, np.int64) for part in (mention, entity, last)]
    return Pairs(
        *(torch.from_numpy(array) for array in arrays),
        torch.from_numpy(np.concatenate(features) if features else np.zeros((0, 1), np.int64)),
        torch.from_numpy(np.concatenate(right) if right else np.zeros(0, bool)),
        torch.tensor(has),
        torch.tensor(known),
        torch.tensor(entities),
        discourse.count,
    )


def link_loss(head: LinkHead, states: Tensor, pairs: Pairs) -> Tensor:
    """Mean cross-entropy of each mention's right entity, or of a new one, from link states [n_mentions, size]."""
    n_mentions = len(states)
    new = head.new(states)[:, 0]
    one = functional.one_hot(pairs.entity_of, pairs.n_entities).to(states.dtype)
    counts = one.cumsum(0) - one
    # the sum of an entity's states before a mention: sums[number of its mentions before], entity by entity
    mean = _means_before(states, pairs, counts)
    scores = head(states[pairs.mention], mean, states[pairs.last], pairs.features)
    total = torch.logsumexp(_padded(scores, new, pairs.mention, n_mentions), dim=1)
    right = new.clone()
    rows = pairs.mention[pairs.is_right]
    right = right.index_put((rows,), scores[pairs.is_right])
    losses = (total - right)[pairs.is_known]
    return losses.mean() if len(losses) else states.sum() * 0.0


def _means_before(states: Tensor, pairs: Pairs, counts: Tensor) -> Tensor:
    """The mean state of the pair's entity over its mentions before the pair's mention, [n_pairs, size]."""
    order = torch.argsort(pairs.entity_of, stable=True)
    running = torch.cat([states.new_zeros(1, states.shape[1]), states[order].cumsum(0)])
    first = torch.zeros(pairs.n_entities, dtype=torch.long, device=states.device)
    sizes = torch.bincount(pairs.entity_of, minlength=pairs.n_entities)
    first[1:] = sizes.cumsum(0)[:-1]
    seen = counts[pairs.mention, pairs.entity]
    begin = first[pairs.entity]
    sums = running[begin + seen.long()] - running[begin]
    return sums / seen.unsqueeze(1)


def _padded(scores: Tensor, new: Tensor, mention: Tensor, n_mentions: int) -> Tensor:
    """Scores [n_mentions, most candidates + 1], the new entity's first, minus infinity where there is none."""
    sizes = torch.bincount(mention, minlength=n_mentions)
    starts = sizes.cumsum(0) - sizes
    column = torch.arange(len(scores), device=scores.device) - starts[mention] + 1
    table = scores.new_full((n_mentions, int(sizes.max()) + 1), -torch.inf)
    table = table.index_put((mention, column), scores)
    return torch.cat([new.unsqueeze(1), table[:, 1:]], dim=1)


@torch.no_grad()
def link_greedily(head: LinkHead, states: Tensor, mentions: Sequence[Reference]) -> list[int]:
    """The entity of each mention, each linked to the best candidate or to a new entity, in order."""
    discourse = Discourse()
    new = head.new(states)[:, 0]
    sums = states.new_zeros(len(mentions), states.shape[1])
    counts = states.new_zeros(len(mentions), 1)
    last = torch.zeros_like(sums)
    entities = []
    for number, seen in enumerate(mentions):
        candidates = discourse.candidates(seen)
        entity = None
        if candidates:
            features = torch.from_numpy(discourse.features(seen, candidates)).to(states.device)
            means = sums[candidates] / counts[candidates]
            scores = head(states[number : number + 1], means, last[candidates], features)
            best = int(scores.argmax())
            if scores[best] > new[number]:
                entity = candidates[best]
        entity = discourse.add(seen, entity)
        sums[entity] += states[number]
        counts[entity] += 1
        last[entity] = states[number]
        entities.append(entity)
    return entities
