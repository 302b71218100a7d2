"""Reading CoNLL and CorefUD: words, sentences, paragraphs, mentions, and what is wrong with a broken file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.conll import read_conll
from fabula.evaluation.corpora.corefud import read_corefud
from fabula.evaluation.corpora.words import WordDocument

CONLL = """\
#begin document (one); part 000
one 0 0 Emma - (1)
one 0 1 saw - -
one 0 2 her - (2|(1)
one 0 3 sister - 2)

one 0 0 She - (1)
#end document
#begin document (one); part 001
one 1 0 Yes - -
#end document
"""

COREFUD = """\
# newdoc id = letter
# global.Entity = GRP-etype-infstat-identity
# newpar
# sent_id = 1
1\tDear\tdear\t_\t_\t_\t0\t_\t_\tEntity=(3-person-new-Hannah_Arendt
2\tHannah\tH\t_\t_\t_\t0\t_\t_\tEntity=3)|SpaceAfter=No

# sent_id = 2
# newpar
# newpar_block = p (2 s)
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tdo\tdo\t_\t_\t_\t0\t_\t_\t_
2\tn't\tnot\t_\t_\t_\t0\t_\t_\tBridge=3<4
2.1\tgo\tgo\t_\t_\t_\t0\t_\t_\tEntity=(9-event-new)
3\tour\tour\t_\t_\t_\t0\t_\t_\tEntity=(15-event-new-Ball(4-person-giv)
4\tball\tball\t_\t_\t_\t0\t_\t_\tEntity=15)
"""


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_conll_file_gives_its_documents_sentences_and_nested_mentions(tmp_path: Path) -> None:
    first, second = read_conll(written(tmp_path / "a.conll", CONLL))
    assert (first.name, second.name) == ("one", "one-001")
    assert first.sentences == (("Emma", "saw", "her", "sister"), ("She",))
    assert first.clusters() == [[(0, 1), (2, 3), (4, 5)], [(2, 4)]]
    assert second.clusters() == []


def test_a_corefud_file_gives_syntactic_words_paragraphs_and_kinds(tmp_path: Path) -> None:
    (document,) = read_corefud(written(tmp_path / "a.conllu", COREFUD))
    assert document.name == "letter"
    assert document.sentences == (("Dear", "Hannah"), ("do", "n't", "our", "ball"))
    assert document.new_paragraphs == (0, 1)
    assert {(m.span, m.cluster, m.kind) for m in document.mentions} == {
        ((0, 2), "3", "person"),
        ((4, 5), "4", "person"),
        ((4, 6), "15", "event"),
    }
    assert document.clusters(["person"]) == [[(0, 2)], [(4, 5)]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Once upon a time\n", r"line 1: a word before #begin document"),
        ("\n", "no #begin document"),
        ("#begin document (a);\na 0 0\n", "line 2: 3 columns"),
        ("#begin document (a);\na 0 0 Emma (1\n", "line 2: a mention of cluster 1 begins and never ends"),
        ("#begin document (a);\na 0 0 Emma 1)\n", "line 2: cluster 1 ends but did not begin"),
        ("#begin document (a);\n#end document\n", "document a has no words"),
    ],
)
def test_a_broken_conll_file_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=rf"a\.conll.*{message}"):
        read_conll(written(tmp_path / "a.conll", content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1\tEmma\n", "line 1: 2 columns where 10"),
        ("", "no words in it"),
        (COREFUD.replace("etype", "kind"), "no # global.Entity with an etype"),
        (COREFUD.replace("Entity=3)", "X=1"), "line 5: a mention of entity 3 begins and never ends"),
        (COREFUD.replace("Entity=15)", "Entity=16)"), "line 16: entity 16 ends but did not begin"),
    ],
)
def test_a_broken_corefud_file_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(BadCorpus, match=rf"a\.conllu.*{message}"):
        read_corefud(written(tmp_path / "a.conllu", content))


words = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=5)


@given(st.lists(st.lists(words, min_size=1, max_size=5).map(tuple), min_size=1, max_size=5), st.data())
def test_words_map_to_offsets_and_back(sentences: list[tuple[str, ...]], data: st.DataObject) -> None:
    document = WordDocument("any", tuple(sentences))
    start = data.draw(st.integers(0, len(document.words) - 1))
    end = data.draw(st.integers(start + 1, len(document.words)))
    first, last = document.characters((start, end))
    assert document.text[first:last] == " ".join(document.words[start:end])
    assert document.token_spans(np.array([first]), np.array([last])) == [(start, end)]


def test_litbank_emma_is_read_whole(shared: Path) -> None:
    (emma,) = read_conll(shared / "data" / "litbank" / "dev" / "coref" / "158_emma.conll")
    lines = (shared / "data" / "litbank" / "dev" / "coref" / "158_emma.txt").read_text("utf-8").splitlines()
    assert [" ".join(sentence) for sentence in emma.sentences] == lines
    assert len(emma.mentions) == 319


def test_fantasycoref_holds_many_tales(shared: Path) -> None:
    tales = read_conll(shared / "data" / "fantasycoref" / "gft.conll")
    assert len(tales) == 20
    assert all(len(cluster) > 1 for tale in tales for cluster in tale.clusters())


def test_every_gum_document_is_read_with_paragraphs_and_kinds(shared: Path) -> None:
    documents = [
        document
        for path in sorted((shared / "data" / "gum" / "dev").glob("*.conllu"))
        for document in read_corefud(path)
    ]
    assert len(documents) == 16
    assert all(document.new_paragraphs[0] == 0 for document in documents)
    kinds = {mention.kind for document in documents for mention in document.mentions}
    assert {"person", "place", "organization", "object", "animal", "event"} <= kinds
    assert None not in kinds
