"""Coreference metrics: pure functions of gold and guessed clusters, each giving a Score to be summed.

A cluster is a set of mentions, a mention anything hashable (a token span), clusters of one side share no
mention (see ``distinct``). Singletons count wherever they are given; drop them from both sides for the
figures without.

All agree with the CoNLL reference scorer (Pradhan et al. 2014, version 8.01) on its published cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np

from fabula.evaluation.score import Score

Cluster = frozenset[Hashable]
Clusters = Sequence[Cluster]


def distinct(clusters: Iterable[Iterable[Hashable]]) -> list[Cluster]:
    """The clusters as sets, a repeated mention kept only where it comes first, empty ones left out.

    >>> [sorted(cluster) for cluster in distinct(["a", "bcb", "bz"])]
    [['a'], ['b', 'c'], ['z']]
    """
    seen: set[Hashable] = set()
    kept: list[Cluster] = []
    for cluster in clusters:
        new = frozenset(cluster) - seen
        seen |= new
        if new:
            kept.append(new)
    return kept


def without_singletons(clusters: Clusters) -> list[Cluster]:
    """The clusters of two mentions and more."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def mentions(gold: Clusters, guess: Clusters) -> Score:
    """Mentions found, whatever their cluster."""
    in_gold, in_guess = frozenset[Hashable]().union(*gold), frozenset[Hashable]().union(*guess)
    right = len(in_gold & in_guess)
    return Score(right, len(in_gold), right, len(in_guess))


def muc(gold: Clusters, guess: Clusters) -> Score:
    """Links: how many it would take to put each cluster together again from the other side's pieces.

    Source  Vilain et al. 1995, A model-theoretic coreference scoring scheme
    """
    return Score(*_muc_links(gold, guess), *_muc_links(guess, gold))


def b_cubed(gold: Clusters, guess: Clusters) -> Score:
    """For each mention, the share of its cluster that the other side puts with it.

    Source  Bagga and Baldwin 1998, Algorithms for scoring coreference chains
    """
    return Score(*_b_cubed_mentions(gold, guess), *_b_cubed_mentions(guess, gold))


def ceaf_e(gold: Clusters, guess: Clusters) -> Score:
    """Similarity of clusters under their best one-to-one matching, each cluster weighing the same.

    Source  Luo 2005, On coreference resolution performance metrics (phi 4)
    """
    from scipy.optimize import linear_sum_assignment

    if not gold or not guess:
        return Score(0, len(gold), 0, len(guess))
    similarity = np.zeros((len(gold), len(guess)))
    for (row, column), common in _overlaps(gold, guess).items():
        similarity[row, column] = 2 * common / (len(gold[row]) + len(guess[column]))
    rows, columns = linear_sum_assignment(similarity, maximize=True)
    total = float(similarity[rows, columns].sum())
    return Score(total, len(gold), total, len(guess))


def lea(gold: Clusters, guess: Clusters) -> Score:
    """The share of each cluster's links that the other side has, weighed by the cluster's size.

    A singleton has one link, to itself, and is resolved only by the same singleton.

    Source  Moosavi and Strube 2016, Which coreference evaluation metric do you trust?
    """
    return Score(*_lea_links(gold, guess), *_lea_links(guess, gold))


METRICS: dict[str, Callable[[Clusters, Clusters], Score]] = {
    "mentions": mentions,
    "muc": muc,
    "b_cubed": b_cubed,
    "ceaf_e": ceaf_e,
    "lea": lea,
}
CONLL = ("muc", "b_cubed", "ceaf_e")  # the mean of whose F1 is the CoNLL figure


def _owners(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: index for index, cluster in enumerate(clusters) for mention in cluster}


def _overlaps(some: Clusters, others: Clusters) -> Counter[tuple[int, int]]:
    """How many mentions each pair of clusters has in common; pairs without any left out."""
    owners = _owners(others)
    return Counter(
        (index, owners[mention]) for index, cluster in enumerate(some) for mention in cluster if mention in owners
    )


def _muc_links(some: Clusters, others: Clusters) -> tuple[int, int]:
    owners = _owners(others)
    right = 0
    for cluster in some:
        pieces = {owners[mention] for mention in cluster if mention in owners}
        right += len(cluster) - len(pieces) - sum(mention not in owners for mention in cluster)
    return right, sum(len(cluster) - 1 for cluster in some)


def _b_cubed_mentions(some: Clusters, others: Clusters) -> tuple[float, int]:
    right = sum(common**2 / len(some[index]) for (index, _), common in _overlaps(some, others).items())
    return right, sum(len(cluster) for cluster in some)


def _lea_links(some: Clusters, others: Clusters) -> tuple[float, int]:
    right = 0.0
    for (index, other), common in _overlaps(some, others).items():
        size = len(some[index])
        if size > 1:
            right += size * _n_links(common) / _n_links(size)
        elif len(others[other]) == 1:
            right += 1
    return right, sum(len(cluster) for cluster in some)


def _n_links(size: int) -> int:
    return size * (size - 1) // 2
