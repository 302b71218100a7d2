"""LitBank's quotations come back to the paragraphs of their novels, with who says them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from training.litbank_dialogue import load_excerpt_dialogues, load_excerpts, read_excerpt

NOVEL = """\
CHAPTER I

Anne opened the door of the kitchen, where her old
brother Tom sat by the fire.

"The lamp's out, Tom," said Anne.

"Then light it!"

She looked at him.

"I won't," she said.

CHAPTER II

In the morning Anne lit the lamp. "There!" said Anne.
"""
SENTENCES = """\
CHAPTER I Anne opened the door of the kitchen , where her old brother Tom sat by the fire .
“ The lamp 's out , Tom , ” said Anne .
“ Then light it ! ”
She looked at him .
“ I wo n't , ” she said .
"""
QUOTATIONS = """\
QUOTE\tQ1\t1\t0\t1\t8\t“ The lamp 's out , Tom , ”
QUOTE\tQ2\t2\t0\t2\t5\t“ Then light it ! ”
QUOTE\tQ3\t4\t0\t4\t5\t“ I wo n't , ”
ATTRIB\tQ1\tAnne-0
ATTRIB\tQ2\tTom-1
ATTRIB\tQ3\tAnne-0
"""
MENTIONS = """\
MENTION\tT1\t0\t2\t0\t2\tAnne\tPER\tPROP
MENTION\tT2\t0\t13\t0\t13\tTom\tPER\tPROP
MENTION\tT3\t1\t6\t1\t6\tTom\tPER\tPROP
MENTION\tT4\t1\t10\t1\t10\tAnne\tPER\tPROP
COREF\tT1\tAnne-0
COREF\tT2\tTom-1
COREF\tT3\tTom-1
COREF\tT4\tAnne-0
"""
QUOTED = Path("litbank", "train", "quotations", "1_the_lamp.ann")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of corpora: one excerpt of one novel, and a corpus of novels that has another."""
    write_excerpt(tmp_path, "1_the_lamp")
    (tmp_path / "pdnc" / "train" / "Emma").mkdir(parents=True)
    (tmp_path / "pdnc" / "train" / "Emma" / "novel_text.txt").write_text("Emma Woodhouse.", encoding="utf-8")
    return tmp_path


def write_excerpt(data: Path, name: str) -> None:
    for layer, marks in (("quotations", QUOTATIONS), ("coref", MENTIONS)):
        folder = data / "litbank" / "train" / layer
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(SENTENCES, encoding="utf-8")
        (folder / f"{name}.ann").write_text(marks, encoding="utf-8")
    (data / "novels").mkdir(exist_ok=True)
    (data / "novels" / f"{name}.txt").write_text(NOVEL, encoding="utf-8")


def test_each_quotation_is_found_in_the_novel(data: Path) -> None:
    novel = read_excerpt(data / QUOTED, data / "novels" / "1_the_lamp.txt").novel
    spoken = [(NOVEL[start:end], quote.speaker) for quote in novel.quotes for start, end in quote.spans]
    assert spoken == [("The lamp's out, Tom", "Anne-0"), ("Then light it", "Tom-1"), ("I won't", "Anne-0")]


def test_reading_goes_on_for_some_words_to_the_end_of_a_paragraph(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.litbank_dialogue.BEYOND", 1)
    text = read_excerpt(data / QUOTED, data / "novels" / "1_the_lamp.txt").novel.text
    assert text.endswith("CHAPTER II")


def test_a_novel_that_begins_otherwise_is_refused(data: Path) -> None:
    novel = data / "novels" / "1_the_lamp.txt"
    novel.write_text(NOVEL.replace("brother", "uncle"), encoding="utf-8")
    with pytest.raises(ValueError, match="does not begin with"):
        read_excerpt(data / QUOTED, novel)


def test_the_right_candidate_is_who_bears_the_speakers_mentions(data: Path) -> None:
    ((_, text, tables),) = load_excerpts(data, "train", data / "cache")
    (dialogue,) = load_excerpt_dialogues(data, "train", data / "cache")
    names = tables["entities"]["name"].to_pylist()
    right = [
        {names[entity] for entity in candidates[speaks].tolist()}
        for candidates, speaks in zip(dialogue.talk.candidates, dialogue.speaks, strict=True)
    ]
    assert [text[turn.start : turn.start + 5] for turn in dialogue.turns] == ['"The ', '"Then', '"I wo', '"Ther']
    assert right == [{"Anne"}, {"Tom"}, {"Anne"}, set()]
    assert dialogue.is_known.tolist() == [True, True, True, False]
    assert not dialogue.has_addressees.any()


def test_novels_of_the_other_corpus_are_left_out(data: Path) -> None:
    write_excerpt(data, "2_emma_a_novel")
    assert [excerpt.novel.name for excerpt, _, _ in load_excerpts(data, "train", data / "cache")] == ["1_the_lamp"]
