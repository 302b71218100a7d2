"""TEI P5: valid, and saying what the story says."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from odd_story import odd_story

import fabula
from fabula.exports.tei import TEI, XML_ID, to_tei, write_tei
from fabula.story import Story
from fabula.testing import tiny_story

STORIES = Path(__file__).resolve().parents[1] / "stories"
SCHEMA = Path(__file__).with_name("tei_all.rng.xz")  # TEI All 4.3.0, by the TEI Consortium, BSD-2-Clause


@pytest.fixture(scope="module")
def tei_all() -> Any:
    return etree.RelaxNG(etree.fromstring(lzma.decompress(SCHEMA.read_bytes())))


@pytest.fixture(scope="module", params=["kettle", "last_train", "salt_gate"])
def read(request: pytest.FixtureRequest) -> Story:
    return fabula.read(STORIES / f"{request.param}.txt")


def again(root: Any) -> Any:
    return etree.fromstring(etree.tostring(root))


def words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("story", [tiny_story(), odd_story()])
def test_hand_made_stories_are_valid(story: Story, tei_all: Any) -> None:
    assert tei_all.validate(again(to_tei(story))), tei_all.error_log


def test_stories_that_were_read_are_valid(read: Story, tei_all: Any) -> None:
    assert tei_all.validate(again(to_tei(read))), tei_all.error_log


def test_a_story_of_one_sentence_is_valid(tei_all: Any) -> None:
    root = to_tei(fabula.read_text("The rain fell on the empty square, and nobody came to look at it.\n"))
    assert tei_all.validate(again(root)), tei_all.error_log


def test_the_words_of_the_text_are_all_there_in_order(read: Story) -> None:
    body = to_tei(read).find(f"{{{TEI}}}text")
    story = read.text
    for furniture in read.furniture:
        story = story.replace(furniture.text, "")
    assert words("".join(body.itertext())) == words(story)


def test_who_says_what_to_whom(read: Story) -> None:
    said: dict[str, list[Any]] = {}
    for element in to_tei(read).iter(f"{{{TEI}}}said"):
        said.setdefault(element.get("n"), []).append(element)
    for quote in read.quotes:
        parts = said[str(quote.id)]
        assert words("".join("".join(part.itertext()) for part in parts)) == words("".join(quote.text))
        assert parts[0].get("who") == (f"#e{quote.speaker.id}" if quote.speaker else None)
        assert (parts[0].get("toWhom") or "").split() == [f"#e{hearer.id}" for hearer in quote.addressees]


def test_every_pointer_has_its_target(read: Story) -> None:
    root = to_tei(read)
    ids = {element.get(XML_ID) for element in root.iter() if element.get(XML_ID)}
    pointers = [
        pointer.removeprefix("#")
        for element in root.iter()
        for name in ("who", "toWhom", "ref", "from", "to", "active", "passive", "mutual")
        for pointer in (element.get(name) or "").split()
    ]
    assert pointers
    assert set(pointers) <= ids


def test_scenes_and_layers_stand_beside_the_text_from_anchor_to_anchor(read: Story) -> None:
    root = to_tei(read)
    groups = {group.get("type"): group for group in root.iter(f"{{{TEI}}}spanGrp")}
    assert len(groups["scenes"]) == len(read.scenes)
    assert len(groups.get("layers", ())) == len(read.layers)


def test_it_is_written_to_a_file(tmp_path: Path) -> None:
    write_tei(odd_story(), tmp_path / "a.xml")
    assert etree.parse(tmp_path / "a.xml").getroot().tag == f"{{{TEI}}}TEI"
