"""Whose tag is whose: each case is a sentence that forced a rule."""

from __future__ import annotations

import pyarrow as pa
import pytest

from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.reading.quotes import find_quotes
from fabula.reading.tags import find_tags
from fabula.schema import empty_table, zip_columns
from fabula.sources import document_from_text


def read_tags(text: str) -> tuple[Syntax, pa.Table, pa.Table]:
    """The syntax of ``text``, its quotations and their tags."""
    paragraphs = split_paragraphs(document_from_text(text))
    tables = parse(text, paragraphs, 1)
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    lines = empty_table("headed_lines")
    found = find_quotes(paragraphs, syntax, empty_table("emphasis"), lines)
    return syntax, found["quotes"], find_tags(paragraphs, syntax, found["quote_spans"], lines)["tags"]


def speakers_told(text: str) -> list[str | None]:
    """For each quotation the subject of its tag, in brackets where the tag is weak; None where it has none."""
    syntax, quotes, tags = read_tags(text)
    told: list[str | None] = [None] * len(quotes)
    for quote, subject, is_strong in zip_columns(tags, "quote", "subject_token", "is_strong"):
        told[quote] = syntax.text[subject] if is_strong else f"({syntax.text[subject]})"
    return told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Five," she called back into the room, and he thought, "How absurd Mary would think me."', ["she", "he"]),
        ('"Done," said Anne, and Tom asked: "Why?"', ["Anne", "Tom"]),
        (
            '"What is it?" he asked, smiling; and she looked at him with surprise, and answered: "Nothing."',
            ["he", "she"],
        ),
        ('"One holds the bow like that," said Anne; and Tom retorted: "She misses."', ["Anne", "Tom"]),
        ('"I am glad." Then Tom looked up and said: "Come."', [None, "Tom"]),
        ('"I see," said Tom, as no one offered any comment, "that you are tired."', ["Tom"]),
    ],
)
def test_a_stretch_of_narration_may_hold_the_tags_of_both_its_neighbours(text: str, expected: list[str | None]) -> None:
    assert speakers_told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"The Sahib awaits you," said he, and even as he spoke there came a high piping voice from a room. '
            '"Show them in to me," it cried.',
            ["he", "it"],
        ),
        ('"Good night," he breathed. "Good night," she murmured back to him.', ["he", "she"]),
        ('"Over the other side, my man," said Bell. And "Please shut that door," said Tom.', ["Bell", "Tom"]),
        ('"My mind," said Tom, "rebels at rest." "Mine too," said Anne.', ["Tom", "Anne"]),
        ('"Come in," said Anne. "It is cold."', ["Anne"]),
    ],
)
def test_each_voice_has_its_own_quotation(text: str, expected: list[str]) -> None:
    assert speakers_told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Shake hands!" boomed Uncle Aubrey.', "Aubrey"),
        ('"I shall never marry him," quavered Lucy.', "Lucy"),
        ('"It was lost," broke in a thin, elderly gentleman.', "gentleman"),
        ('"It is no use," Rodney went on, looking at his boots.', "Rodney"),
        ('"I am sure it is all right," put in Lucy.', "Lucy"),
        ('"Not at all!" he burst out.', "he"),
        ('"That is arsenic, not strychnine," said Bell mildly.', "Bell"),
        ('"I should love to," said Anne dreamily.', "Anne"),
        ('"Think so?" asked the other carelessly.', "other"),
        ('"I understand," replied the latter.', "latter"),
        ('"All safe!" said one of the men, as he took a last look.', "one"),
        ('"Look here," began Anne.', "Anne"),
        ('"Well?" was the reply of the stranger.', "stranger"),
        ('"Yes, I ought to go," was her reply.', "her"),
        ('"I am not discouraged," was Anne\'s dry response.', "Anne"),
        ('"I like rubies," he heard Anne say.', "Anne"),
        ('"Nonsense," came Tom\'s voice from the dark.', "Tom"),
        ('"Why not?" said Tom, who did not like her.', "Tom"),
    ],
)
def test_a_tag_after_its_quotation_is_found_whatever_its_verb(text: str, expected: str) -> None:
    assert speakers_told(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "William showed such visible signs of floundering that Katharine collected herself and asked: "
            '"Where is the cottage?"',
            "Katharine",
        ),
        ('Mrs. Seal rose from her chair, delivering herself of a tirade, and said: "Never!"', "Seal"),
        ('As the flame flashed up into her face she glanced at him with laughing eyes and said: "Well?"', "she"),
        ('She went to the door as he spoke, and said: "Go."', "She"),
        ('Tom, who had been asleep, opened his eyes and said: "Is it late?"', "Tom"),
        ('He listened, and after a short silence went on: "I have seen it."', "He"),
        ('Tom could hear Anne call out: "Come here!"', "Anne"),
        ('They were interrupted by Mrs. Allen: "Take this pin out."', "Allen"),
        ('His answer was, "I have no idea."', "His"),
        ('The Secretary rose and said \n\n"Where is this carriage?"\n\n"Outside," said Tom.', "Secretary"),
        ('Then Tom said with a sigh, "Home."', "Tom"),
        ('Anne asked Tom, "Where is it?"', "Anne"),
        ('She said, "It is here."', "She"),
        ('Syme bawled: "Stop!"', "Syme"),
        ('Tom telegraphed, "It is quite extraordinary."', "(Tom)"),
        ('So Tom goes, "I never saw it."', "(Tom)"),
        ('And she\'s like, "I never saw it."', "(she)"),
        ('Tom said. "It is fine."', "(Tom)"),
    ],
)
def test_a_lead_in_tells_its_nearest_subject(text: str, expected: str) -> None:
    assert speakers_told(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        '"No." She turned to the window.',
        '"I have it here." He took the letter from the drawer.',
        '"That is exactly what I said." And he snapped his fingers.',
        '"I will not have it!" and the door closed behind her.',
        '"So it is." She began to tidy her hair.',
        '"We shall see." It was the first time that she had asked him.',
    ],
)
def test_what_somebody_does_beside_a_quotation_is_no_tag(text: str) -> None:
    assert speakers_told(text) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Fine", said Tom.', "Tom"),
        ('"It is late," says Tom.', "Tom"),
        ('"The weather " he began.', "he"),
        ('"Yes, I suppose I have an opinion " she hesitated.', "(she)"),
    ],
)
def test_odd_punctuation_costs_no_tag(text: str, expected: str) -> None:
    assert speakers_told(text) == [expected]
