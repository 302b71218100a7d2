"""What is read aloud: scripts and marked texts in which every word has one voice."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree
from odd_story import ODD_NAMES, odd_story

import fabula
from fabula.exports.script import script_of, write_script
from fabula.exports.sml import to_sml, voice_name, write_sml
from fabula.exports.ssml import to_ssml, write_ssml
from fabula.story import Story
from fabula.testing import tiny_story

STORIES = Path(__file__).resolve().parents[1] / "stories"
SSML = "{http://www.w3.org/2001/10/synthesis}"


@pytest.fixture(scope="module")
def kettle() -> Story:
    return fabula.read(STORIES / "kettle.txt")


@pytest.mark.parametrize("story", [tiny_story(), odd_story()])
def test_the_stretches_of_a_script_joined_together_are_the_text(story: Story) -> None:
    lines = list(script_of(story))
    assert "".join(line["text"] for line in lines) == story.text
    assert [line["start"] for line in lines[1:]] == [line["end"] for line in lines[:-1]]
    assert [line["index"] for line in lines] == list(range(len(lines)))


def test_so_they_are_of_a_story_that_was_read(kettle: Story) -> None:
    assert "".join(line["text"] for line in script_of(kettle)) == kettle.text


def test_every_stretch_of_every_quotation_is_its_speakers(kettle: Story) -> None:
    spoken = [line for line in script_of(kettle) if line["kind"] in ("speech", "thought", "letter")]
    starts = {line["start"]: line for line in spoken}
    for quote in kettle.quotes:
        for start, end in quote.spans:
            line = starts[start]
            assert line["text"].rstrip() == kettle.text[start:end].rstrip()
            assert (line["speaker"] or {}).get("id") == (quote.speaker.id if quote.speaker else None)
            assert [one["id"] for one in line["addressees"]] == [hearer.id for hearer in quote.addressees]
            assert line["confidence"] == pytest.approx(quote.confidence, abs=0.001)


def test_a_stretch_of_narration_ends_with_its_paragraph_and_has_no_speaker_in_the_third_person() -> None:
    story = tiny_story()
    lines = [line for line in script_of(story) if line["kind"] == "narration"]
    assert all("\n\n" not in line["text"].strip() for line in lines)
    assert {line["speaker"] for line in lines} == {None}


def test_the_narrator_of_a_story_in_the_first_person_speaks_its_narration() -> None:
    story = fabula.read_text(
        'My name is Ned. I opened the door. "Come in," I said. Ruth came in, and I took her hat.\n'
    )
    first = next(line for line in script_of(story) if line["kind"] == "narration")
    assert story.narrators
    assert first["speaker"] == {"id": story.narrators[0].id, "name": story.narrators[0].name}


def test_what_is_not_story_is_in_the_script_and_marked() -> None:
    lines = list(script_of(tiny_story()))
    assert [line["text"].strip() for line in lines if not line["is_story"]] == [
        row.text for row in tiny_story().furniture
    ]


def test_a_script_is_json_lines(tmp_path: Path) -> None:
    write_script(odd_story(), tmp_path / "a.jsonl")
    content = (tmp_path / "a.jsonl").read_bytes().decode("utf-8")
    assert [json.loads(line) for line in content.rstrip("\n").split("\n")] == list(script_of(odd_story()))


def test_marks_stand_around_speech_and_the_text_without_them_is_the_story(kettle: Story) -> None:
    marked = to_sml(kettle)
    assert re.sub(r"\[/?voice[^\]]*\]", "", marked) == kettle.text
    assert marked.count("[voice:") == marked.count("[/voice]") > 0
    for name, said in re.findall(r"\[voice:([^\]]+)\](.*?)\[/voice\]", marked, re.DOTALL):
        assert name in {voice_name(character.name) for character in kettle.characters}
        assert said == said.rstrip()


def test_marks_hold_with_odd_names_and_brackets_in_the_text(tmp_path: Path) -> None:
    story = odd_story()
    write_sml(story, tmp_path / "a.txt")
    marked = (tmp_path / "a.txt").read_bytes().decode("utf-8")
    names = set(re.findall(r"\[voice:([^\]]*)\]", marked))
    assert names <= {voice_name(name) for name in ODD_NAMES}
    assert not any(set("[]:\n\t") & set(name) for name in names)
    pretended = Story(story.text.replace("Well, boy?", "[/voice]?x"), story.tables)
    assert to_sml(pretended).count("[/voice]") == marked.count("[/voice]")


def test_speech_markup_is_xml_with_a_voice_for_each_line(kettle: Story) -> None:
    speak = etree.fromstring(to_ssml(kettle).encode("utf-8"))
    assert (speak.tag, speak.get("version"), speak.get("{http://www.w3.org/XML/1998/namespace}lang")) == (
        f"{SSML}speak",
        "1.1",
        "en",
    )
    assert {child.tag for child in speak} == {f"{SSML}p"}
    assert {child.tag for paragraph in speak for child in paragraph} == {f"{SSML}voice"}
    said = "".join("".join(speak.itertext()).split())
    assert said == "".join(kettle.text.split())


def test_speech_markup_holds_with_odd_names_and_characters(tmp_path: Path) -> None:
    write_ssml(odd_story(), tmp_path / "a.ssml")
    speak = etree.parse(tmp_path / "a.ssml").getroot()
    names = {voice.get("name") for voice in speak.iter(f"{SSML}voice")}
    assert len(names) == len({quote.speaker.id for quote in odd_story().quotes if quote.speaker})
    assert not any(re.search(r"\s", name) for name in names)
    assert "It<b>]\t&" in "".join(speak.itertext())


def test_characters_of_one_name_have_voices_of_their_own() -> None:
    story = fabula.read_text("The rain fell. Nobody came, and the square stayed empty until the night.\n")
    assert "<voice" not in to_ssml(story)
