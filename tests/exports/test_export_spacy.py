"""spaCy: the story as a Doc with its spans, the same again from a DocBin, and a component for anybody's pipeline."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from odd_story import ODD_NAMES, odd_story
from spacy.tokens import Doc, DocBin

import fabula
from fabula.compat.spacy import read_doc, to_doc
from fabula.exports.spacy_doc import write_docbin
from fabula.story import Story
from fabula.testing import tiny_story

ROOT = Path(__file__).resolve().parents[2]
KETTLE = ROOT / "tests" / "stories" / "kettle.txt"
GROUPS = ("mentions", "quotes", "scenes", "layers")


@pytest.fixture(scope="module")
def kettle() -> Story:
    return fabula.read(KETTLE)


@pytest.fixture(scope="module", params=["tiny", "odd", "kettle"])
def story(request: pytest.FixtureRequest) -> Story:
    if request.param == "kettle":
        return request.getfixturevalue("kettle")  # type: ignore[no-any-return]
    return tiny_story() if request.param == "tiny" else odd_story()


def seen(doc: Doc) -> dict[str, Any]:
    """All that fabula says of a document."""
    spans = {
        group: [(span.start_char, span.end_char, span.label_, span.kb_id_, span.id_) for span in doc.spans[group]]
        for group in GROUPS
    }
    speakers = [(span._.speaker or {}).get("name") for span in doc.spans["quotes"]]
    return {**spans, "speakers": speakers, "title": doc._.fabula["title"]}


def test_the_text_is_the_storys_to_the_character_and_so_are_its_words(story: Story) -> None:
    doc = to_doc(story)
    assert doc.text == story.text
    words = {(token.idx, token.idx + len(token)): token for token in doc}
    names = ("start", "end", "tag", "pos", "lemma", "dep", "head_token")
    columns = [story.column("tokens", name).tolist() for name in names]
    for start, end, tag, pos, lemma, dep, head in zip(*columns, strict=True):
        token = words[start, end]
        assert (token.tag_, token.pos_, token.lemma_, token.dep_) == (tag, pos, lemma, dep)
        assert token.head.idx == columns[0][head]


def test_sentences_begin_where_the_storys_do(kettle: Story) -> None:
    doc = to_doc(kettle)
    sentences = kettle.column("tokens", "sentence").tolist()
    starts = kettle.column("tokens", "start").tolist()
    firsts = {starts[word] for word in range(len(starts)) if not word or sentences[word] != sentences[word - 1]}
    assert {sentence.start_char for sentence in doc.sents} == firsts


def test_every_mention_quotation_scene_and_layer_is_a_span(kettle: Story) -> None:
    doc = to_doc(kettle)
    assert [(span.text, span.label_) for span in doc.spans["mentions"]] == [
        (mention.text, kettle.column("mentions", "kind")[mention.id]) for mention in kettle.mentions
    ]
    stretches = [(stretch, quote) for quote in kettle.quotes for stretch in quote.spans]
    assert len(stretches) == len(doc.spans["quotes"]) > 0
    for span in doc.spans["quotes"]:
        quote = kettle.quotes[int(span.id_.removeprefix("quotes "))]
        assert (span.start_char, span.end_char) in quote.spans
        assert (span._.speaker or {}).get("id") == (quote.speaker.id if quote.speaker else None)
        assert [hearer["id"] for hearer in span._.addressees] == [hearer.id for hearer in quote.addressees]
    for span, mention in zip(doc.spans["mentions"], kettle.mentions, strict=True):
        assert (span._.entity or {}).get("name") == (mention.entity.name if mention.entity else None)
        assert span._.speaker is None
    for span, scene in zip(doc.spans["scenes"], kettle.scenes, strict=True):
        assert [one["name"] for one in span._.present] == [character.name for character in scene.present]
        assert (span._.place or {}).get("name") == (scene.place.name if scene.place else None)
    assert len(doc.spans["layers"]) == len(kettle.layers)


def test_a_docbin_gives_it_all_back_to_another_vocabulary(story: Story, tmp_path: Path) -> None:
    write_docbin(story, tmp_path / "a.spacy")
    (doc,) = DocBin(store_user_data=True).from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == story.text
    assert seen(doc) == seen(to_doc(story))


def test_odd_names_are_whole() -> None:
    doc = to_doc(odd_story())
    assert [entity["name"] for entity in doc._.fabula["entities"]] == ODD_NAMES
    assert {span._.speaker["name"] for span in doc.spans["quotes"]} <= set(ODD_NAMES)


def test_half_a_surrogate_pair_keeps_the_offsets() -> None:
    story = tiny_story()
    doc = to_doc(Story(story.text.replace("burns", "bur\ud800s"), story.tables))
    assert len(doc.text) == len(story.text)


def test_the_component_keeps_the_tokens_of_its_pipeline() -> None:
    nlp = spacy.blank("en")
    text = '"I am Anne," said Anne Shirley.  "With an e," she added.\n\nNobody laughed.'
    plain = [token.text for token in nlp(text)]
    nlp.add_pipe("fabula")
    doc = nlp(text)
    assert [token.text for token in doc] == plain
    assert [(span.text, span._.speaker["name"]) for span in doc.spans["quotes"]] == [
        ('"I am Anne,"', "Anne Shirley"),
        ('"With an e,"', "Anne Shirley"),
    ]
    assert {span.text for span in doc.spans["mentions"] if span._.entity} >= {"Anne", "Anne Shirley", "she"}


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_document_without_a_story_has_no_spans(text: str) -> None:
    doc = read_doc(spacy.blank("en").make_doc(text))
    assert [list(doc.spans[group]) for group in GROUPS] == [[], [], [], []]
    assert doc._.fabula["entities"] == []


def test_a_span_of_somebody_else_has_no_attributes_of_ours() -> None:
    doc = spacy.blank("en")("Anne laughed.")
    assert (doc[0:1]._.entity, doc[0:1]._.speaker, doc._.fabula) == (None, None, None)


def test_spacy_finds_the_component_without_importing_fabula(tmp_path: Path) -> None:
    """An installed fabula is played by the entry points of pyproject.toml, as an installer would write them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["entry-points"]["spacy_factories"]
    installed = tmp_path / "fabula_as_installed-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: fabula-as-installed\nVersion: 1\n")
    lines = "".join(f"{name} = {target}\n" for name, target in declared.items())
    (installed / "entry_points.txt").write_text(f"[spacy_factories]\n{lines}")
    code = (
        "import spacy, sys; nlp = spacy.blank('en'); nlp.add_pipe('fabula'); "
        "print(nlp.pipe_names, [m for m in ('pyarrow', 'onnxruntime', 'fabula.story') if m in sys.modules])"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT / "src")])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "['fabula'] []", done.stderr
