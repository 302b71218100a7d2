"""What a teacher marks is learned from as it judged it, and only where nobody will be judged by it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs PyTorch")
transformers = pytest.importorskip("transformers", reason="training needs transformers")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tokenizers import Tokenizer  # noqa: E402

from fabula.model.weights import FOLDER  # noqa: E402
from training.batch import batch_of  # noqa: E402
from training.label import LEAST_CHANCE, _passage, label, unlabelled  # noqa: E402
from training.model import Reader  # noqa: E402
from training.train import losses_of  # noqa: E402

TEXT = "Anne met the old man at the gate. “Come in,” he said. She took his hat."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


@pytest.fixture(scope="module")
def teacher(tokenizer: Tokenizer) -> Reader:
    torch.manual_seed(0)
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = transformers.BertConfig(vocab_size=tokenizer.get_vocab_size(), **size)
    return Reader(transformers.BertModel(config, add_pooling_layer=False)).eval()


def test_the_teachers_chances_are_what_is_learned(teacher: Reader, tokenizer: Tokenizer) -> None:
    example = label(teacher, tokenizer, _passage("story", TEXT))
    batch = batch_of(example, tokenizer)
    judged = example.judgement
    first, end = judged.spans.T
    assert len(judged.spans)
    assert (judged.chances.max(1) > LEAST_CHANCE).all()
    assert np.array_equal(batch.is_mention.numpy()[first, end - first - 1], judged.chances)
    assert np.allclose(batch.events.numpy(), judged.events)


def test_every_head_learns_from_a_labelled_passage(teacher: Reader, tokenizer: Tokenizer) -> None:
    example = label(teacher, tokenizer, _passage("story", TEXT))
    losses = losses_of(teacher, example, batch_of(example, tokenizer))
    assert {"mentions", "events", "kinds", "forms", "links"} == set(losses)
    assert all(torch.isfinite(loss) for loss in losses.values())


def test_only_novels_of_the_train_part_are_labelled(tmp_path: Path) -> None:
    (tmp_path / "novels").mkdir()
    (tmp_path / "litbank" / "train" / "coref").mkdir(parents=True)
    (tmp_path / "litbank" / "train" / "coref" / "1_seen.conll").touch()
    for name in ("1_seen", "2_kept_apart"):
        (tmp_path / "novels" / f"{name}.txt").write_text(f"{TEXT}\n\n" * 400, "utf-8")
    passages = list(unlabelled(tmp_path, 2))
    assert [passage.name.split(":")[0] for passage in passages] == ["1_seen", "1_seen"]
    assert len({passage.name for passage in passages}) == 2
