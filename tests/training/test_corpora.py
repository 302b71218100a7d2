"""The corpora as training sees them: what is said of a mention stands in the mention's own row."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs PyTorch")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fabula.evaluation.corpora.litbank import read_mentions
from fabula.model.heads import FORMS, KINDS
from training.corpora import _litbank

LITBANK = Path(__file__).resolve().parents[3] / "shared" / "data" / "litbank" / "dev" / "coref"


@pytest.mark.skipif(not LITBANK.is_dir(), reason="LitBank is not beside the checkout")
def test_each_mention_has_its_own_kind_and_form_nested_ones_too() -> None:
    path = LITBANK / "208_daisy_miller_a_study.conll"
    marks = {mention.span: mention for mention in read_mentions(path.with_suffix(".ann"))[1]}
    example = _litbank(path)
    rows = zip(example.spans.tolist(), example.kinds.tolist(), example.forms.tolist(), strict=True)
    for (first, end), kinds, form in rows:
        mark = marks[first, end]
        assert [name for name, is_kind in zip(KINDS, kinds, strict=True) if is_kind] == [mark.kind]
        assert FORMS[form] == mark.form
    inner = {(f, e) for f, e in marks if any((a, b) != (f, e) and a <= f and e <= b for a, b in marks)}
    assert len(inner) > 20
