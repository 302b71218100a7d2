"""The figures over texts annotated for levels, against a story whose findings are known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from levels_story import EVA, GOLD, NARRATOR, TOM, levels_story, partly_right, write_gold
from word_story import story_of

import fabula.reading
from fabula.errors import BadCorpus
from fabula.evaluation import run_task
from fabula.evaluation.corpora.levels import read_levels
from fabula.evaluation.levels import score_levels
from fabula.evaluation.levels.characters import match_characters
from fabula.evaluation.levels.scenes import head_word, matched
from fabula.evaluation.report import Report
from fabula.evaluation.score import Accuracy, Score
from fabula.story import Story


@pytest.fixture
def figures(tmp_path: Path) -> Mapping[str, Score | Accuracy]:
    return score_levels(read_levels(write_gold(tmp_path)), partly_right())[0]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("memory", Score(6, 11, 6, 11)),  # the last two of the gold's three sentences, and one after them
        ("letter", Score(3, 3, 3, 3)),  # although the memory is around it
        ("dream", Score(0, 0, 0, 4)),
        ("all", Score(9, 14, 9, 18)),
    ],
)
def test_a_word_counts_for_a_kind_if_a_layer_of_this_kind_covers_it(
    figures: Mapping[str, Score | Accuracy], figure: str, expected: Score
) -> None:
    assert figures[f"layer words: {figure}"] == expected


def test_a_layer_is_found_by_one_of_its_kind_that_covers_half_of_it(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["layers found: memory"] == Score(1, 1, 1, 1)
    assert figures["layers found: all"] == Score(2, 2, 2, 3)


def test_owner_and_parent_are_judged_where_a_layer_is_found(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["layers: owner"] == Accuracy(1, 2)  # not the letter's
    assert figures["layers: parent"] == Accuracy(2, 2)


def test_narration_is_judged_word_by_word(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["narration: person"] == Accuracy(28, 33)
    assert figures["narration: narrator"] == Accuracy(28, 33)  # that nobody tells the end is right as well
    assert figures["narration: focal"] == Accuracy(19, 33)
    assert figures["narration: tense"] == Accuracy(24, 33)


def test_boundaries_are_matched_within_a_paragraph(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["scenes: boundaries"] == Score(2, 3, 2, 2)  # the second comes a sentence late


@pytest.mark.parametrize(
    ("golds", "ours", "count"),
    [
        ([1, 2, 3], [2], 1),
        ([5], [3], 0),
        ([3, 4], [4, 5], 2),
        ([3, 4], [2, 3], 2),
        ([], [1], 0),
    ],
)
def test_a_boundary_has_one_partner(golds: Sequence[int], ours: Sequence[int], count: int) -> None:
    assert matched(golds, ours) == count


def test_a_place_is_right_if_the_head_words_agree(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["scenes: place"] == Accuracy(1, 2)  # the old hall (of Lia), not the kitchen
    assert head_word("the chair beside the colonial silver") == "chair"
    assert head_word("England, Switzerland and Italy") == "england"


def test_who_is_there_is_what_our_scene_covering_most_of_it_says(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["scenes: present"] == Score(3, 6, 3, 4)
    assert figures["scenes: distant"] == Score(1, 1, 1, 2)


def test_order_is_judged_apart_where_it_is_not_that_of_telling(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["order: all"] == Accuracy(1, 2)
    assert figures["order: told in order"] == Accuracy(1, 1)
    assert figures["order: told otherwise"] == Accuracy(0, 1)
    assert figures["order: answered"] == Accuracy(2, 2)


def test_claims_of_other_kinds_are_left_out(figures: Mapping[str, Score | Accuracy]) -> None:
    assert figures["claims: found"] == Accuracy(1, 2)
    assert figures["claims: truth"] == Accuracy(0, 1)


def test_of_a_story_without_findings_only_the_order_of_telling_is_right(tmp_path: Path) -> None:
    figures, _ = score_levels(read_levels(write_gold(tmp_path)), levels_story())
    found = [name for name, of in figures.items() if (of.right if isinstance(of, Accuracy) else of.n_guess)]
    assert found == ["order: all", "order: told in order", "order: answered"]  # by the order of telling


def test_the_unnamed_narrator_is_known_by_i_and_others_by_their_names(tmp_path: Path) -> None:
    gold = read_levels(write_gold(tmp_path))
    assert match_characters(gold, levels_story()) == {NARRATOR: "Anna", TOM: "Tom", EVA: "Eva"}


@pytest.mark.parametrize(("name", "matched"), [("Tom", "Tom"), ("Anna", "Anna")])
def test_a_story_that_takes_tom_for_the_narrator_is_wrong_however_often_it_says_i(
    tmp_path: Path, name: str, matched: str
) -> None:
    names = {"entity": [NARRATOR], "name": [name], "count": [1]}
    cast = match_characters(read_levels(write_gold(tmp_path)), levels_story(entity_names=names))
    assert cast == {NARRATOR: matched}


def test_you_in_the_second_person_is_through_whose_senses_it_is_told(tmp_path: Path) -> None:
    gold = read_levels(write_gold(tmp_path))
    told = replace(gold.stretches[0], person="second", narrator=None)
    story = story_of([["You", "waited", "."]], mentions=[(0, 1, "pronoun", "person", 2)])
    assert match_characters(replace(gold, text=story.text, stretches=(told,)), story) == {2: "Anna"}


def reading(monkeypatch: pytest.MonkeyPatch, story: Story) -> None:
    monkeypatch.setattr(fabula.reading, "read", lambda _: story)


def width(report: Report) -> int:
    widths = [max(len(row[i]) for row in (report.columns, *report.rows)) for i in range(len(report.columns))]
    return sum(widths) + 3 * len(widths) + 1


def test_the_halves_are_counted_apart_and_mistakes_of_one_are_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(monkeypatch, partly_right())
    write_gold(tmp_path / "data", "one")
    write_gold(tmp_path / "data", "two")
    write_gold(tmp_path / "data", "three", GOLD.replace('half = "build"', 'half = "measure"'))
    report = run_task("levels", [tmp_path / "data"], tmp_path / "out.jsonl")
    assert {half: of["texts"] for half, of in report.figures["halves"].items()} == {"build": 2, "measure": 1}
    assert report.figures["halves"]["build"]["scenes: boundaries"] == {
        "precision": 1.0, "recall": pytest.approx(2 / 3), "f1": 0.8, "gold": 6, "found": 4
    }  # fmt: skip
    assert report.figures["texts"]["three"]["narration: tense"] == {"right": pytest.approx(24 / 33), "gold": 33}
    lines: list[dict[str, Any]] = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert {line["text"] for line in lines} == {"one", "two"}
    assert {line["item"] for line in lines} == {"cast", "layer", "stretch", "scene", "boundaries", "order", "claim"}
    assert width(report) < 80
    assert all(len(note) < 80 for note in report.notes)


def test_a_text_read_as_another_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_gold(tmp_path)
    path.with_suffix(".txt").write_text(partly_right().text + "\n", encoding="utf-8")
    reading(monkeypatch, partly_right())
    with pytest.raises(BadCorpus, match="read as another text"):
        run_task("levels", [tmp_path])
