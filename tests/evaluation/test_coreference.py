"""Coreference metrics: the reference scorer's cases, and what holds of any clusters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference_cases import CASES, KEYS

from fabula.evaluation.coreference import METRICS, Clusters, distinct, mentions, without_singletons
from fabula.evaluation.score import Score

clusterings = st.lists(st.lists(st.integers(0, 15), min_size=1, max_size=6), max_size=8).map(distinct)
metric_names = st.sampled_from(sorted(METRICS))

EXPECTED = [
    pytest.param(KEYS[case.split("-")[0]], response, metric, pair, id=f"{case}-{metric}")
    for case, (response, metrics) in CASES.items()
    for metric, pair in metrics.items()
]


@pytest.mark.parametrize(("key", "response", "metric", "expected"), EXPECTED)
def test_a_metric_agrees_with_the_reference_scorer(
    key: str, response: str, metric: str, expected: tuple[float, float]
) -> None:
    score = METRICS[metric](distinct(key.split()), distinct(response.split()))
    recall, precision = (float(value) for value in expected)
    assert (score.recall, score.precision) == pytest.approx((recall, precision), abs=5e-6)
    both = recall + precision
    assert score.f1 == pytest.approx(2 * recall * precision / both if both else 0, abs=5e-6)


@given(clusterings.filter(bool), metric_names)
def test_a_perfect_guess_scores_1_but_for_muc_without_links(gold: Clusters, metric: str) -> None:
    score = METRICS[metric](gold, gold)
    has_links = bool(without_singletons(gold))
    expected = 0.0 if metric == "muc" and not has_links else 1.0
    assert (score.recall, score.precision, score.f1) == pytest.approx((expected,) * 3)


@given(clusterings, clusterings, metric_names)
def test_every_value_lies_between_0_and_1(gold: Clusters, guess: Clusters, metric: str) -> None:
    score = METRICS[metric](gold, guess)
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in score.figures.values())


@given(clusterings, clusterings, metric_names)
def test_gold_and_guess_swapped_swap_recall_and_precision(gold: Clusters, guess: Clusters, metric: str) -> None:
    one, other = METRICS[metric](gold, guess), METRICS[metric](guess, gold)
    assert (one.recall, one.precision) == pytest.approx((other.precision, other.recall))


@given(clusterings, clusterings, metric_names)
def test_the_order_of_clusters_does_not_matter(gold: Clusters, guess: Clusters, metric: str) -> None:
    one, other = METRICS[metric](gold, guess), METRICS[metric](gold[::-1], guess[::-1])
    assert one.f1 == pytest.approx(other.f1)


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=8))
def test_distinct_clusters_share_no_mention_and_lose_none(clusters: list[list[int]]) -> None:
    kept = distinct(clusters)
    assert sorted(m for cluster in kept for m in cluster) == sorted({m for cluster in clusters for m in cluster})
    assert all(kept)


def test_mentions_are_scored_whatever_their_cluster() -> None:
    score = mentions(distinct(["abc", "d"]), distinct(["ad", "x"]))
    assert (score.recall, score.precision) == (2 / 4, 2 / 3)


def test_scores_of_documents_are_summed_before_they_are_divided() -> None:
    long, short = Score(8, 10, 8, 8), Score(0, 1, 0, 1)
    assert (long + short).recall == 8 / 11
    assert (long + short).precision == 8 / 9


def test_nothing_against_nothing_scores_0() -> None:
    assert all(metric([], []).f1 == 0.0 for metric in METRICS.values())
