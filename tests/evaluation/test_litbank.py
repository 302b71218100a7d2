"""Reading LitBank's layers, whole and broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.litbank import (
    layer_files,
    read_entities,
    read_events,
    read_mentions,
    read_quotations,
)
from fabula.lexicon.nouns import PERSONAL


@pytest.fixture
def dev(shared: Path) -> Path:
    return shared / "data" / "litbank" / "dev"


ENTITIES = """\
the\tO\tB-PER
youngest\tO\tI-PER
of\tO\tI-PER
the\tB-PER\tI-PER
two\tI-PER\tI-PER

London\tB-GPE\tO
"""


def test_entities_nest_and_keep_their_types(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(ENTITIES)
    document, entities = read_entities(path)
    assert document.sentences == (("the", "youngest", "of", "the", "two"), ("London",))
    assert [(*e.span, e.kind) for e in entities] == [(0, 5, "PER"), (3, 5, "PER"), (5, 6, "GPE")]


def test_events_are_the_positions_of_their_words(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("She\tO\ndied\tEVENT\n\nThen\tO\nrose\tEVENT\n")
    assert read_events(path)[1] == {1, 3}


def test_quotations_have_speakers_and_may_cross_sentences(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“ Poor Anne !\nI wish ” he said .\n", encoding="utf-8")
    (tmp_path / "a.ann").write_text("QUOTE\tQ1\t0\t0\t1\t2\t“ Poor\nATTRIB\tQ1\tAnne-4\n", encoding="utf-8")
    document, (quote,) = read_quotations(tmp_path / "a.ann")
    assert document.words_of(quote.span) == "“ Poor Anne ! I wish ”"
    assert quote.speaker == "Anne-4"


def test_mentions_know_whom_they_refer_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Anne , a girl\n", encoding="utf-8")
    marks = "MENTION\tT1\t0\t0\t0\t0\tAnne\tPER\tPROP\nMENTION\tT2\t0\t2\t0\t3\ta girl\tPER\tNOM\nCOREF\tT1\tAnne-4\n"
    (tmp_path / "a.ann").write_text(marks, encoding="utf-8")
    assert [(*m.span, m.entity) for m in read_mentions(tmp_path / "a.ann")[1]] == [(0, 1, "Anne-4"), (2, 4, "")]


def test_no_real_phrase_is_a_pronoun_and_every_real_pronoun_one(dev: Path) -> None:
    for path in layer_files([dev], "coref", ".ann"):
        document, mentions = read_mentions(path)
        for mention in mentions:
            words = document.words[slice(*mention.span)]
            assert mention.form != "PRON" or len(words) == 1
            assert len(words) > 1 or words[0].lower() not in PERSONAL or mention.form == "PRON"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Emma\n", "line 1: a word without a tag"),
        ("Emma\tI-PER\n", "line 1: the tag 'I-PER' continues nothing"),
        ("Emma\tB-PER\nWoodhouse\tI-LOC\n", "line 2: the tag 'I-LOC' continues nothing"),
        ("\n\n", "no words in it"),
    ],
)
def test_broken_entities_are_named_with_their_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(content)
    with pytest.raises(BadCorpus, match=rf"a\.tsv.*{message}"):
        read_entities(path)


def test_an_unknown_event_tag_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("She\tO\ndied\tB-PER\n")
    with pytest.raises(BadCorpus, match=r"line 2: the tag 'B-PER' is neither EVENT nor O"):
        read_events(path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("QUOTE\tQ1\t0\t0\n", "QUOTE with 4 columns"),
        ("QUOTE\tQ1\t0\t0\t7\t0\tx\n", "0 0 7 0 is no place in a.txt"),
        ("QUOTE\tQ1\t0\t0\t0\tx\tx\n", "0 0 0 x is no place in a.txt"),
        ("QUOTE\tQ1\t0\t1\t0\t0\tx\n", "0 1 0 0 ends before it begins"),
    ],
)
def test_a_broken_annotation_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("Poor Anne !\n")
    (tmp_path / "a.ann").write_text(line)
    with pytest.raises(BadCorpus, match=rf"a\.ann, line 1: {message}"):
        read_quotations(tmp_path / "a.ann")


def test_an_annotation_without_its_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("")
    with pytest.raises(BadCorpus, match=r"a\.txt: No such file"):
        read_mentions(tmp_path / "a.ann")


def test_a_layer_is_found_from_its_files_its_folder_or_above(dev: Path) -> None:
    above = layer_files([dev], "events", ".tsv")
    assert len(above) == 10
    assert layer_files([dev / "events"], "events", ".tsv") == above
    assert layer_files([above[0], dev], "events", ".tsv") == above


def test_a_path_without_the_layer_is_named(dev: Path) -> None:
    with pytest.raises(BadCorpus, match=r"no file quotations/\*\.ann of LitBank here"):
        layer_files([dev / "events"], "quotations", ".ann")
    with pytest.raises(BadCorpus, match=r"LitBank's events are in \.tsv files"):
        layer_files([dev / "coref" / "158_emma.ann"], "events", ".tsv")


def test_all_layers_of_a_real_document_share_their_words(dev: Path) -> None:
    documents = [
        read_entities(dev / "entities" / "158_emma.tsv")[0],
        read_events(dev / "events" / "158_emma.tsv")[0],
        read_mentions(dev / "coref" / "158_emma.ann")[0],
        read_quotations(dev / "quotations" / "158_emma.ann")[0],
    ]
    assert len({document.sentences for document in documents}) == 1


def test_real_mentions_and_quotations_stand_where_their_text_says(dev: Path) -> None:
    for path in layer_files([dev], "coref", ".ann") + layer_files([dev], "quotations", ".ann"):
        read = read_mentions if path.parent.name == "coref" else read_quotations
        document, found = read(path)
        kind, place = ("MENTION", 6) if path.parent.name == "coref" else ("QUOTE", 6)
        lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        texts = [fields[place] for fields in lines if fields[0] == kind]
        assert [document.words_of(item.span) for item in found] == texts
