"""CoNLL-2012 and CorefUD: read again they have the same mentions, and the same of them belong together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from odd_story import ODD_NAMES, odd_story

import fabula
from fabula.evaluation.corpora.conll import read_conll
from fabula.evaluation.corpora.corefud import read_corefud
from fabula.evaluation.corpora.words import WordDocument
from fabula.exports.conll import write_conll
from fabula.exports.corefud import write_corefud
from fabula.rows import Mention
from fabula.story import Story
from fabula.testing import tiny_story

STORIES = Path(__file__).resolve().parents[1] / "stories"
Spans = frozenset[tuple[int, int]]


@pytest.fixture(scope="module", params=["tiny", "odd", "kettle", "last_train"])
def story(request: pytest.FixtureRequest) -> Story:
    made: dict[str, Callable[[], Story]] = {"tiny": tiny_story, "odd": odd_story}
    return made[request.param]() if request.param in made else fabula.read(STORIES / f"{request.param}.txt")


@pytest.fixture
def conll(story: Story, tmp_path: Path) -> WordDocument:
    write_conll(story, tmp_path / "a.conll")
    (document,) = read_conll(tmp_path / "a.conll")
    return document


@pytest.fixture
def corefud(story: Story, tmp_path: Path) -> WordDocument:
    write_corefud(story, tmp_path / "a.conllu")
    (document,) = read_corefud(tmp_path / "a.conllu")
    return document


def touched(story: Story, mention: Mention) -> tuple[int, int]:
    """The words that a mention touches."""
    words = list(zip(story.column("tokens", "start").tolist(), story.column("tokens", "end").tolist(), strict=True))
    found = [word for word, (start, end) in enumerate(words) if start < mention.end and mention.start < end]
    return found[0], found[-1] + 1


def clusters_of(story: Story) -> set[Spans]:
    """The mentions of each entity by their words, and those of none, each alone."""
    found: dict[object, set[tuple[int, int]]] = defaultdict(set)
    for mention in story.mentions:
        key = mention.entity.id if mention.entity else ("alone", mention.id)
        found[key].add(touched(story, mention))
    return {frozenset(spans) for spans in found.values()}


def clusters_read(document: WordDocument) -> set[Spans]:
    return {frozenset(cluster) for cluster in document.clusters()}


def columns_of(path: Path) -> list[list[str]]:
    """The lines of words, parted at white space of any kind, as programs for these formats do."""
    lines = path.read_bytes().decode("utf-8").split("\n")
    return [line.split() for line in lines if line and not line.startswith("#")]


def test_conll_has_the_same_mentions_and_clusters(story: Story, conll: WordDocument) -> None:
    assert clusters_read(conll) == clusters_of(story)
    assert len(conll.mentions) == len(story.mentions)


def test_corefud_has_the_same_mentions_and_clusters(story: Story, corefud: WordDocument) -> None:
    assert clusters_read(corefud) == clusters_of(story)
    assert len(corefud.mentions) == len(story.mentions)


def test_both_have_the_words_in_the_same_sentences(story: Story, conll: WordDocument, corefud: WordDocument) -> None:
    sizes = [len(story.rows_where("tokens", "sentence", row)) for row in range(len(story.tables["sentences"]))]
    assert [len(sentence) for sentence in conll.sentences] == [size for size in sizes if size]
    assert corefud.sentences == conll.sentences
    assert len(corefud.new_paragraphs) == len(
        {story.column("sentences", "paragraph")[row] for row in story.column("tokens", "sentence").tolist()}
    )


def test_corefud_keeps_the_kind_of_what_is_meant(story: Story, corefud: WordDocument) -> None:
    kinds = {(mention.span, mention.cluster): mention.kind for mention in corefud.mentions}
    for mention in story.mentions:
        if mention.entity:
            assert kinds[touched(story, mention), f"e{mention.entity.id}"] == mention.entity.kind


def test_every_line_of_conll_has_twelve_columns_however_it_is_parted(story: Story, tmp_path: Path) -> None:
    write_conll(story, tmp_path / "a.conll")
    rows = columns_of(tmp_path / "a.conll")
    assert {len(row) for row in rows} == {12}
    assert len(rows) == len(story.tables["tokens"])
    assert (tmp_path / "a.conll").read_bytes().startswith(b"#begin document (")


def test_the_speaker_stands_beside_the_words_of_a_quotation(tmp_path: Path) -> None:
    write_conll(tiny_story(), tmp_path / "a.conll")
    said = [row for row in columns_of(tmp_path / "a.conll") if row[9] != "-"]
    assert (said[0][3], said[0][9]) == ('"', "Ada_Finch")
    assert {row[9] for row in said} == {
        quote.speaker.name.replace(" ", "_") for quote in tiny_story().quotes if quote.speaker
    }


def test_corefud_is_a_tree_with_one_root_for_each_sentence_and_gives_its_text(story: Story, tmp_path: Path) -> None:
    write_corefud(story, tmp_path / "a.conllu")
    for block in (tmp_path / "a.conllu").read_bytes().decode("utf-8").rstrip("\n").split("\n\n"):
        lines = block.split("\n")
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        assert {len(row) for row in rows} == {10}
        assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
        assert [row[7] for row in rows if row[6] == "0"] == ["root"]
        assert all(0 <= int(row[6]) <= len(rows) and row[6] != row[0] for row in rows)
        text = "".join(row[1] + ("" if "SpaceAfter=No" in row[9].split("|") else " ") for row in rows)
        assert f"# text = {text.rstrip()}" in lines


def test_odd_names_are_whole_in_corefud_and_visible_in_conll(tmp_path: Path) -> None:
    story = odd_story()
    write_corefud(story, tmp_path / "a.conllu")
    names = re.findall(r",name:([^()]*?)(?=[()|\n])", (tmp_path / "a.conllu").read_text("utf-8"))
    assert {unquote(name) for name in names} == set(ODD_NAMES)
    write_conll(story, tmp_path / "a.conll")
    speakers = {row[9] for row in columns_of(tmp_path / "a.conll")}
    assert 'Ada_"The␉Lamp"␊Finch' in speakers
    assert "the\ufffdFinches␇" in speakers
