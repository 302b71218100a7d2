"""The networks among the weights, brought back to be trained further: they find what the weights find."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
pytest.importorskip("transformers", reason="training needs transformers")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fabula.evaluation.corpora.corefud import read_corefud  # noqa: E402
from fabula.model.weights import FOLDER  # noqa: E402
from training.corpora import STORIES, _links_alone  # noqa: E402
from training.export import compare  # noqa: E402
from training.whole_encoder import whole_reader  # noqa: E402


def test_the_reader_brought_back_finds_the_mentions_and_kinds_that_the_weights_find() -> None:
    example = _links_alone(read_corefud(sorted(STORIES.glob("*.conllu"))[0])[0], "stories")
    agreement = compare(whole_reader().eval(), FOLDER, [example])
    assert agreement["mentions"] >= 0.97
    assert agreement["kinds"] >= 0.97
