"""What training learns coreference from: the same numbers as reading sees, and the right answer among them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
pytest.importorskip("transformers", reason="training needs transformers")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fabula.reading.discourse import COMMON, PRONOUN, PROPER, reference  # noqa: E402
from training.linking import _means_before, gold_pairs, link_greedily, link_loss  # noqa: E402
from training.model import LINK, LinkHead  # noqa: E402

WORDS = "anne met the old man and she took his hat".split()
MENTIONS = [
    reference(WORDS, 0, 0, 0, 0, -1, PROPER, 0, "NNP"),
    reference(WORDS, 2, 4, 4, 0, -1, COMMON, 0, "NN"),
    reference(WORDS, 6, 6, 6, 0, -1, PRONOUN, 0, "PRP"),
    reference(WORDS, 8, 8, 8, 0, -1, PRONOUN, 0, "PRP$"),
]
CLUSTERS = [7, 3, 7, 3]  # Anne, the man, she, his


def test_each_mention_is_paired_with_the_entities_before_it() -> None:
    pairs = gold_pairs(MENTIONS, CLUSTERS)
    assert pairs.mention.tolist() == [1, 2, 2, 3, 3]
    assert pairs.has_entity.tolist() == [False, False, True, True]
    right = [(m, e) for m, e, is_right in zip(pairs.mention, pairs.entity, pairs.is_right, strict=True) if is_right]
    assert right == [(2, 0), (3, 1)]


def test_a_wrong_mention_is_an_entity_of_its_own() -> None:
    assert gold_pairs(MENTIONS, [7, -1, 7, -1]).n_entities == 3


def test_an_entity_is_the_mean_of_its_mentions_so_far() -> None:
    pairs = gold_pairs([*MENTIONS, MENTIONS[2]], [7, 3, 7, 3, 7])
    states = torch.arange(5.0)[:, None].repeat(1, LINK)
    one = torch.nn.functional.one_hot(pairs.entity_of, pairs.n_entities).float()
    means = _means_before(states, pairs, one.cumsum(0) - one)
    by_pair = dict(
        zip(zip(pairs.mention.tolist(), pairs.entity.tolist(), strict=True), means[:, 0].tolist(), strict=True)
    )
    assert by_pair[2, 0] == 0.0
    assert by_pair[4, 0] == 1.0  # of 0 and 2
    assert by_pair[4, 1] == 2.0  # of 1 and 3


def test_links_can_be_learned() -> None:
    torch.manual_seed(0)
    head, states = LinkHead(dropout=0.0), torch.randn(4, LINK)
    pairs = gold_pairs(MENTIONS, CLUSTERS)
    optimizer = torch.optim.AdamW(head.parameters(), lr=0.01)
    before = link_loss(head, states, pairs).item()
    for _ in range(50):
        optimizer.zero_grad()
        loss = link_loss(head, states, pairs)
        loss.backward()
        optimizer.step()
    assert loss.item() < before / 10
    assert link_greedily(head.eval(), states, MENTIONS) == [0, 1, 0, 1]
