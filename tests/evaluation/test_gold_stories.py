"""Stories annotated for their dialogue: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.stories import read_gold_story

TEXT = 'Anne came in. "Good morning," she said.\n\n"Morning,   Anne," said the old man.\n'
GOLD = """
narrator = "Anne"

[characters]
"Anne" = ["Anne", "Miss Fry"]
"Tom" = ["the old man"]

[[quote]]
starts = "Good morning"
kind = "speech"
speaker = "Anne"
addressee = "Tom"

[[quote]]
starts = "Morning, Anne"
kind = "speech"
speaker = "Tom"
"""


def story(folder: Path, gold: str = GOLD) -> Path:
    (folder / "morning.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "morning.toml"
    path.write_text(gold, encoding="utf-8")
    return path


def test_stretches_stand_where_the_text_has_them_however_it_is_spaced(tmp_path: Path) -> None:
    gold = read_gold_story(story(tmp_path))
    assert [TEXT[one.position :].split()[0] for one in gold.stretches] == ["Good", "Morning,"]
    assert [one.addressees for one in gold.stretches] == [("Tom",), ()]
    assert (gold.character_called("the Old Man"), gold.character_called("Bob")) == ("Tom", None)


def test_a_story_is_a_novel_whose_narrator_and_speakers_are_known(tmp_path: Path) -> None:
    novel = read_gold_story(story(tmp_path)).as_novel()
    assert novel.narrator == "Anne"
    assert [quote.speaker for quote in novel.quotes] == ["Anne", "Tom"]
    assert "miss fry" in novel.aliases["Anne"]


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        (GOLD.replace("Morning, Anne", "Evening"), "no stretch begins with 'Evening'"),
        (GOLD.replace('kind = "speech"\nspeaker = "Tom"', 'speaker = "Tom"'), "'kind'"),
        ("narrator = ", "not TOML"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(tmp_path: Path, gold: str, said: str) -> None:
    with pytest.raises(BadCorpus) as error:
        read_gold_story(story(tmp_path, gold))
    assert said in str(error.value)
    assert "\n" not in str(error.value)
