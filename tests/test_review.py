"""Unsure quotations are listed in a way from which corrections are made by taking marks away."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from fabula.corrections import as_toml, read_corrections
from fabula.review import unsure_quotes, write_review
from fabula.schema import table_of, with_columns
from fabula.story import Story
from fabula.terminal import print_review
from fabula.testing import tiny_story

ADA, TOM, CAPTAIN, BELL, WREN = range(5)


def unsure_story(*quotes: int, names: dict[int, str] | None = None) -> Story:
    """The tiny story, not sure who says these quotations; some of its people under other names."""
    story = tiny_story()
    table = story.tables["quotes"]
    sure = [0.4 if row in quotes else 0.9 for row in range(len(table))]
    shown = [(names or {}).get(row, name) for row, name in enumerate(story.tables["entities"]["name"].to_pylist())]
    return Story(
        story.text,
        {
            **story.tables,
            "quotes": with_columns("quotes", table, {"speaker_confidence": sure}),
            "entities": with_columns("entities", story.tables["entities"], {"name": shown}),
            "quote_alternatives": table_of(
                "quote_alternatives",
                {"quote": [*quotes] * 2, "entity": [WREN] * len(quotes) + [ADA] * len(quotes),
                 "confidence": [0.3] * len(quotes) + [0.1] * len(quotes)},
            ),
        },
        story.metadata,
        story.provenance,
    )  # fmt: skip


def written(story: Story, folder: Path) -> str:
    write_review(story, unsure_quotes(story), folder / "tiny.review.toml")
    return (folder / "tiny.review.toml").read_text(encoding="utf-8")


def uncommented(review: str, candidate: int) -> str:
    """What a reader makes of the list who takes all marks away but those of the other candidates."""
    blocks = re.findall(r"#(\[\[speaker\]\]\n(?:#(?:quote|after|occurrence) .*\n)+)((?:#speaker .*\n)+)", review)
    return "".join(f"{head}{speakers.splitlines()[candidate]}\n".replace("\n#", "\n") for head, speakers in blocks)


def test_the_two_likeliest_are_named_with_their_shares_and_what_stands_before() -> None:
    (unsure,) = unsure_quotes(unsure_story(4))
    assert (unsure.chapter, unsure.text) == ("CHAPTER TWO. The Long Table", '"Well, boy?"')
    assert unsure.before == "who kept everything else, and nobody was speaking"
    assert [(one.name, one.confidence) for one in unsure.candidates] == [("Captain Morrow", 0.4), ("Wren", 0.3)]
    assert unsure.anchor == {"quote": "Well, boy"}


def test_what_is_sure_or_corrected_is_not_listed() -> None:
    story = unsure_story(4, 5)
    by = ["correction" if row == 5 else "rule" for row in range(len(story.quotes))]
    tables = {**story.tables, "quotes": with_columns("quotes", story.tables["quotes"], {"speaker_by": by})}
    assert [one.text for one in unsure_quotes(Story(story.text, tables))] == ['"Well, boy?"']


def test_who_shares_a_name_is_told_apart_by_words_of_the_text(tmp_path: Path) -> None:
    review = written(unsure_story(4, names={CAPTAIN: "the sailor", WREN: "the sailor"}), tmp_path)
    candidates = [tomllib.loads(line[1:])["speaker"] for line in review.splitlines() if line.startswith("#speaker")]
    assert candidates == [
        {"name": "the sailor", "at": "the Captain. The lamp is out"},
        {"name": "the sailor", "at": "Wren, who kept everything else, and"},
    ]


def test_a_quotation_without_a_speaker_waits_for_a_name(tmp_path: Path) -> None:
    story = unsure_story()
    nobody = [None] * len(story.quotes)
    quotes = with_columns("quotes", story.tables["quotes"], {"speaker": nobody, "speaker_confidence": nobody})
    review = written(Story(story.text, {**story.tables, "quotes": quotes}), tmp_path)
    assert review.count('#speaker = ""') == len(story.quotes)


@pytest.mark.parametrize("candidate", [0, 1])
def test_the_list_is_toml_before_and_after_its_marks_are_taken_away(candidate: int, tmp_path: Path) -> None:
    review = written(unsure_story(*range(14)), tmp_path)
    assert tomllib.loads(review) == {}
    assert {line[0] for line in review.splitlines() if line} == {"#"}
    corrections = tmp_path / "book.corrections.toml"
    corrections.write_text(uncommented(review, candidate), encoding="utf-8")
    known = read_corrections(corrections)
    assert known is not None
    assert len(known.table) == 14


def test_nothing_in_a_text_breaks_the_list(tmp_path: Path) -> None:
    strange = '"A\x7f\x00b\u2028c\ud800 \\" said\n\n"\u202e"'
    story = unsure_story(4, names={CAPTAIN: strange})
    start = story.column("quotes", "start")[4]
    text = story.text[: start + 1] + strange[1:] + story.text[start + len(strange) :]
    assert tomllib.loads(written(Story(text, story.tables), tmp_path)) == {}
    assert tomllib.loads(f"name = {as_toml(strange[:10])}")["name"] == strange[:10]


def test_the_list_in_a_terminal_stays_in_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_review(unsure_quotes(unsure_story(2, 4, names={CAPTAIN: "Captain " * 20})), 14)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) < 80
    assert "     Ada Finch 0.40 · Wren 0.30" in lines
    assert lines[-1] == " 2 of 14 quotations with an unsure speaker"


def test_nothing_unsure_is_said_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_review([], 14)
    assert "0 of 14 quotations" in capsys.readouterr().out
