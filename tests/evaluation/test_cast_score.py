"""Whether a cast keeps characters apart and whole: what is evidence, and what counts as merged, split and missed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdnc_folder import write_novel
from word_story import story_of

import fabula.reading
from fabula.evaluation import run_task
from fabula.evaluation.cast import (
    CastScore,
    Evidence,
    Kept,
    MentionLinker,
    evidence_in,
    figures_of,
    holds_name,
    is_pronoun,
    keep,
    merged_pairs,
    score_cast,
)
from fabula.evaluation.corpora.pdnc import GoldMention, PdncNovel, read_mentions, read_novel
from fabula.evaluation.tasks.cast import NOTES, names_note
from fabula.schema import with_columns
from fabula.story import Story
from fabula.testing import tiny_story

SENTENCE = "My dear Emma , your friend Harriet is gone .".split()


def named(character: str, entity: int | None, n: int) -> list[Evidence]:
    """So many mentions by name."""
    return [Evidence(character, entity, is_named=True, is_quotation=False)] * n


def said(character: str, entity: int | None, n: int) -> list[Evidence]:
    """So many quotations whose speaker is not named."""
    return [Evidence(character, entity, is_named=False, is_quotation=True)] * n


def by_name(evidence: list[Evidence]) -> dict[str, Kept]:
    return {character.name: character for character in keep(evidence)}


def pairs(evidence: list[Evidence]) -> list[set[str]]:
    return [{one.name, other.name} for one, other in merged_pairs(keep(evidence))]


def test_characters_with_an_entity_each_are_kept() -> None:
    kept = keep(named("Emma", 0, 6) + said("Harriet", 1, 4) + named("Harriet", 1, 3))
    assert [(character.name, character.home, character.held) for character in kept] == [
        ("Harriet", 1, 7),
        ("Emma", 0, 6),
    ]
    assert figures_of(kept) == {
        "characters": 2, "merged": 0, "split": 0, "missed": 0, "evidence": 13, "held": 1.0
    }  # fmt: skip


def test_characters_whose_names_lead_to_one_entity_are_merged_pair_by_pair() -> None:
    evidence = named("Lucy", 0, 9) + named("Anne", 0, 5) + named("Nancy", 0, 3) + named("Emma", 1, 5)
    assert pairs(evidence) == [{"Lucy", "Anne"}, {"Lucy", "Nancy"}, {"Anne", "Nancy"}]


def test_a_character_with_two_entities_is_split() -> None:
    weston = by_name(named("Mrs. Weston", 4, 62) + named("Mrs. Weston", 20, 27))["Mrs. Weston"]
    assert (weston.home, weston.splinters, weston.held) == (4, (20,), 62)


@pytest.mark.parametrize(("n_at_home", "n_elsewhere"), [(10, 2), (90, 9)])
def test_a_splinter_holds_three_pieces_and_a_tenth(n_at_home: int, n_elsewhere: int) -> None:
    assert not by_name(named("Emma", 0, n_at_home) + named("Emma", 1, n_elsewhere))["Emma"].splinters
    assert by_name(named("Emma", 0, n_at_home) + named("Emma", 1, n_elsewhere + 1))["Emma"].splinters == (1,)


def test_to_be_taken_for_another_now_and_then_is_no_split() -> None:
    emma = by_name(named("Emma", 0, 20) + said("Emma", 1, 5) + named("Harriet", 1, 5))["Emma"]
    assert (emma.parts, emma.splinters) == ((0, 1), ())


def test_an_entity_that_is_more_of_the_one_than_of_the_other_is_a_splinter() -> None:
    ferrars = by_name(named("Edward", 0, 90) + named("Edward", 1, 40) + said("Robert", 1, 18))
    assert (ferrars["Edward"].home, ferrars["Robert"].home) == (0, 1)
    assert (ferrars["Edward"].splinters, ferrars["Robert"].splinters) == ((1,), ())


def test_names_say_more_of_a_home_than_voices() -> None:
    emma = by_name(named("Emma", 0, 4) + said("Emma", 1, 9))["Emma"]
    assert (emma.home, emma.splinters) == (0, (1,))


def test_a_character_without_a_name_is_at_home_where_its_voice_is() -> None:
    assert by_name(said("The Mouse", 3, 6) + named("Alice", 0, 6))["The Mouse"].home == 3


def test_a_stranger_whose_words_are_given_to_others_is_missed_and_not_merged() -> None:
    kept = keep(said("The Detective", 0, 13) + named("Berry", 0, 20))
    assert merged_pairs(kept) == []
    assert [character.home for character in kept] == [0, None]
    assert figures_of(kept)["missed"] == 1


def test_two_voices_without_a_name_can_be_merged() -> None:
    assert pairs(said("The Mouse", 3, 6) + said("The Dodo", 3, 5)) == [{"The Mouse", "The Dodo"}]


def test_a_character_whom_nothing_or_hardly_anything_is_linked_to_is_missed() -> None:
    kept = by_name(named("Emma", None, 8) + named("Harriet", 1, 2) + named("Harriet", None, 8))
    assert (kept["Emma"].home, kept["Harriet"].home) == (None, None)
    assert (kept["Emma"].held, kept["Harriet"].held) == (0, 0)


def test_what_is_not_linked_counts_against_what_is_held() -> None:
    assert figures_of(keep(named("Emma", 0, 3) + named("Emma", None, 3)))["held"] == 0.5
    assert figures_of([])["held"] is None


def test_main_characters_have_ten_quotations_and_others_five_pieces_of_evidence() -> None:
    kept = by_name(said("Emma", 0, 10) + said("Harriet", 1, 9) + named("Anne", 2, 5) + named("Nancy", 3, 4))
    assert [name for name, character in kept.items() if character.is_main] == ["Emma"]
    assert [name for name, character in kept.items() if character.is_judged] == ["Emma", "Harriet", "Anne"]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(5, 20), min_size=1))
def test_one_entity_for_all_merges_every_pair_and_one_for_each_none(sizes: dict[str, int]) -> None:
    together = keep([piece for name, n in sizes.items() for piece in named(name, 0, n)])
    apart = keep([piece for entity, (name, n) in enumerate(sizes.items()) for piece in named(name, entity, n)])
    assert figures_of(together)["merged"] == len(sizes) * (len(sizes) - 1) / 2
    assert {figures_of(apart)[name] for name in ("merged", "split", "missed")} == {0}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 4)), st.booleans()), max_size=60))
def test_homes_and_splinters_are_parts_and_the_order_of_evidence_does_not_matter(
    rows: list[tuple[str, int | None, bool]],
) -> None:
    evidence = [Evidence(name, entity, is_named, is_quotation=False) for name, entity, is_named in rows]
    kept, turned = keep(evidence), keep(reversed(evidence))
    for character in kept:
        assert character.home is None or character.home in character.parts
        assert set(character.splinters) <= set(character.parts) - {character.home}
    assert kept == turned


@pytest.fixture
def novel(tmp_path: Path) -> PdncNovel:
    return read_novel(write_novel(tmp_path / "novel", tiny_story()))


def test_evidence_is_mentions_by_name_or_description_and_quotations(novel: PdncNovel) -> None:
    evidence = list(evidence_in(tiny_story(), novel, read_mentions(novel)))
    tom = [piece for piece in evidence if piece.character == "Tom"]
    assert [(piece.is_named, piece.is_quotation) for piece in tom] == [
        (True, False),  # Tom
        (False, False),  # boy
        (True, True),  # "He will shout at me," said Tom.
        (True, True),
    ]
    assert {piece.entity for piece in tom} == {1}
    assert sum(piece.is_quotation for piece in evidence) == 14


def test_what_refers_to_several_or_to_nobody_is_no_evidence(novel: PdncNovel) -> None:
    several = [GoldMention(mention.start, mention.end, None) for mention in read_mentions(novel)]
    assert all(piece.is_quotation for piece in evidence_in(tiny_story(), novel, several))


@pytest.mark.parametrize(
    ("passage", "is_named", "entity"),
    [
        ("Emma", True, 0),
        ("My dear Emma", True, 0),
        ("Harriet", True, 1),
        ("your friend", False, 2),
        ("gone", True, None),
    ],
)
def test_a_mention_is_linked_by_its_span_or_by_the_head_inside_it(
    passage: str, is_named: bool, entity: int | None
) -> None:
    story = found_in_sentence()
    start = story.text.index(passage)
    assert MentionLinker(story).entity_at(start, start + len(passage), is_named) == entity


def test_a_name_is_linked_to_the_name_inside_it_and_a_description_to_what_fits_best() -> None:
    story = found_in_sentence()
    start, end = story.text.index("your friend"), story.text.index(" is gone")
    linker = MentionLinker(story)
    assert (linker.entity_at(start, end, True), linker.entity_at(start, end, False)) == (1, 2)


def test_a_mention_that_the_story_refers_to_nothing_else_is_not_linked() -> None:
    story = story_of([SENTENCE], mentions=[(2, 3, "proper", "person", None), (4, 5, "pronoun", "person", 0)])
    linker = MentionLinker(story)
    for word in ("Emma", "your"):
        start = story.text.index(word)
        assert linker.entity_at(start, start + len(word), True) is None


def found_in_sentence() -> Story:
    return story_of(
        [SENTENCE],
        mentions=[(2, 3, "proper", "person", 0), (4, 6, "common", "person", 2), (6, 7, "proper", "person", 1)],
    )


def test_pronouns_are_told_by_their_words() -> None:
    assert all(map(is_pronoun, ("You", "he's", "himself", "thou", "it")))
    assert not any(map(is_pronoun, ("you rascal", "her sister", "Emma", "—")))


def test_a_name_stands_as_whole_words_whatever_the_space_and_the_marks() -> None:
    names = {"mrs. weston", "anne"}
    assert holds_name("dear Mrs.\nWeston", names)
    assert holds_name("Mrs Weston's", names)
    assert not holds_name("Mr. Weston", names)
    assert not holds_name("Joanne", names)
    assert not holds_name("—", {"—"})


def test_the_cast_of_a_story_scored_against_itself_is_apart_and_whole(novel: PdncNovel) -> None:
    score = score_cast(tiny_story(), novel, read_mentions(novel))
    assert [character.name for character in score.judged] == ["Captain Morrow", "Ada Finch", "Wren"]
    assert figures_of(score.judged) == {
        "characters": 3, "merged": 0, "split": 0, "missed": 0, "evidence": 16, "held": 1.0
    }  # fmt: skip
    assert score.entity_names[0] == "Ada Finch"


def with_ada_in_captain() -> Story:
    """The tiny story read badly: the Captain and Ada are one entity."""
    story = tiny_story()
    ada, captain = 0, 2
    tables = dict(story.tables)
    for table, column in (("mentions", "entity"), ("quotes", "speaker")):
        entities = [captain if entity == ada else entity for entity in story.column(table, column).tolist()]
        tables[table] = with_columns(table, tables[table], {column: entities})
    return Story(story.text, tables)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two novels, of which the second is read badly."""
    write_novel(tmp_path / "corpus" / "One", tiny_story())
    write_novel(tmp_path / "corpus" / "Two", tiny_story())
    badly, well = with_ada_in_captain(), tiny_story()
    monkeypatch.setattr(fabula.reading, "read", lambda path: badly if path.parent.name == "Two" else well)
    monkeypatch.setattr("fabula.evaluation.cast.MAIN_QUOTATIONS", 3)
    return tmp_path / "corpus"


def test_the_task_reports_each_novel_and_all_with_the_names_of_those_merged(corpus: Path) -> None:
    begun: list[str] = []
    report = run_task("cast", [corpus], None, begun.append)
    assert begun == ["One", "Two"] == list(report.figures["novels"])
    assert [row[:2] for row in report.rows] == [
        (name, who) for name in ("One", "Two", "all novels") for who in ("main", "all")
    ]
    two = report.figures["novels"]["Two"]["all"]
    assert two["merged_pairs"] == [
        {"characters": ["Captain Morrow", "Ada Finch"], "evidence": [6, 5], "home": "Captain Morrow"}
    ]
    assert (two["split_characters"], two["missed_characters"]) == ({}, [])
    assert report.figures["total"]["all"] == {
        "characters": 6, "merged": 1, "split": 0, "missed": 0, "evidence": 32, "held": 1.0
    }  # fmt: skip
    assert report.notes[-1] == "Two: merged Captain Morrow + Ada Finch."
    assert not any(note.startswith("One") for note in report.notes)
    json.dumps(report.figures)


def test_the_predictions_have_each_gold_character_with_its_entities(corpus: Path, tmp_path: Path) -> None:
    run_task("cast", [corpus / "Two"], tmp_path / "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    ada = next(line for line in lines if line["character"] == "Ada Finch")
    assert (ada["home"], ada["home_id"], ada["held"], ada["judged"]) == ("Captain Morrow", 2, 5, True)
    assert (ada["merged_with"], ada["splinters"]) == (["Captain Morrow"], [])
    assert ada["entities"] == [{"id": 2, "name": "Captain Morrow", "evidence": 5, "named": 4}]
    assert len(lines) == 6


def test_a_printed_table_is_under_80_columns_wide(corpus: Path) -> None:
    write_novel(corpus / "AlicesAdventuresInWonderland", tiny_story())
    report = run_task("cast", [corpus])
    widths = [max(len(row[i]) for row in (report.columns, *report.rows)) for i in range(len(report.columns))]
    assert sum(widths) + 3 * len(widths) + 1 < 80


def test_a_split_and_a_missed_character_are_named_in_the_notes() -> None:
    kept = keep(said("Emma", 0, 6) + said("Emma", 1, 5) + said("Harriet", None, 12))
    score = CastScore("Emma", kept, {0: "Emma", 1: "Miss Woodhouse"})
    assert list(names_note(score)) == ["Emma: split Emma (Emma | Miss Woodhouse); missed Harriet."]
    assert all(len(note) < 79 for note in NOTES)
