"""Who speaks: the answer to a gold quotation, and what a system character stands for."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdnc_folder import write_novel

import fabula.reading
from fabula.evaluation import run_task
from fabula.evaluation.corpora.pdnc import GoldQuote, PdncNovel, read_novel
from fabula.evaluation.speakers import answers_to, figures_of, match_cast, name_of, score_story
from fabula.schema import with_columns
from fabula.story import Story
from fabula.testing import tiny_story


def gold_at(story: Story, passage: str, speaker: str = "Tom") -> GoldQuote:
    start = story.text.index(passage)
    return GoldQuote("Q0", "explicit", ((start, start + len(passage)),), speaker, (), "")


def test_a_story_scored_against_itself_is_right_throughout(tmp_path: Path) -> None:
    story = tiny_story()
    score = score_story(story, read_novel(write_novel(tmp_path / "novel", story)))
    figures = figures_of(score.outcomes)
    assert figures["quotes"] == 14
    assert figures["found"] == figures["answered"] == score.accuracy == figures["addressee"] == 1.0
    assert figures["named"]["all"] == 1.0


def test_a_quotation_that_system_quotes_cover_less_than_half_has_no_speaker() -> None:
    story = tiny_story()
    passage = '"He will shout at me," said Tom.\n\n"He shouts'
    answers = answers_to(
        story, [gold_at(story, "He will shout at me"), gold_at(story, 'Ada took the lantern from him. "Go!"')]
    )
    assert [answer.is_found for answer in answers] == [True, False]
    assert answers[1].speaker is None
    assert answers_to(story, [gold_at(story, passage)])[0].is_found


def test_the_predicted_speaker_is_that_of_the_quotes_covering_most_of_it() -> None:
    story = tiny_story()
    mostly_ada = gold_at(story, 'shout at me," said Tom.\n\n"He shouts at everybody."')
    (answer,) = answers_to(story, [mostly_ada])
    assert answer.speaker == story.quotes[2].speaker.id  # Ada: 24 characters against Tom's 13
    assert answer.quote == 2


def test_lists_of_addressees_have_a_precision_and_a_recall(tmp_path: Path) -> None:
    story = tiny_story()
    novel = read_novel(write_novel(tmp_path / "novel", story))
    first, second, *others = novel.quotes
    quotes = (replace(first, addressees=("Tom", "Wren")), replace(second, addressees=("Wren",)), *others)
    figures = figures_of(score_story(story, replace(novel, quotes=quotes)).outcomes)
    told = [quote for quote in quotes if quote.addressees]
    assert figures["addressee"] == (len(told) - 1) / len(told)
    assert figures["addressee_precision"] == (len(told) - 1) / len(told)
    assert figures["addressee_recall"] == (len(told) - 1) / (len(told) + 1)


def test_a_story_without_quotes_finds_and_answers_nothing(tmp_path: Path) -> None:
    story = tiny_story()
    novel = read_novel(write_novel(tmp_path / "novel", story))
    no_rows = {
        name: story.tables[name][:0] for name in ("quotes", "quote_spans", "quote_addressees", "quote_alternatives")
    }
    silent = Story(story.text, {**story.tables, **no_rows})
    figures = figures_of(score_story(silent, novel).outcomes)
    assert (figures["found"], figures["cast"]["all"], figures["addressee"]) == (0.0, 0.0, 0.0)


def test_a_crowd_and_an_unknown_voice_are_left_out(tmp_path: Path) -> None:
    story = tiny_story()
    speakers = {0: "_group", 1: "Unknown", 2: "nan"}
    novel = read_novel(write_novel(tmp_path / "novel", story, speakers))
    assert len(score_story(story, novel).outcomes) == 14 - 3


def test_a_speaker_written_by_an_alias_of_one_character_is_that_character(tmp_path: Path) -> None:
    story = tiny_story()
    novel = read_novel(write_novel(tmp_path / "novel", story, {0: "Ada"}))
    assert novel.quotes[0].speaker == "Ada Finch"


def test_two_characters_merged_into_one_lose_the_lesser(tmp_path: Path) -> None:
    story = tiny_story()
    novel = read_novel(write_novel(tmp_path / "novel", story))
    ada, tom = story.quotes[0].speaker.id, story.quotes[1].speaker.id
    speakers = [ada if speaker == tom else speaker for speaker in story.column("quotes", "speaker").tolist()]
    merged = with_columns("quotes", story.tables["quotes"], {"speaker": speakers})
    score = score_story(Story(story.text, {**story.tables, "quotes": merged}), novel)
    wrong = [outcome for outcome in score.outcomes if not outcome.is_correct]
    assert {outcome.gold for outcome in wrong} == {"Tom"}
    assert len(wrong) == len(story.quotes[1].speaker.quotes)
    assert score.unmatched == {"Tom": len(wrong)}


def test_a_split_character_costs_under_cast_and_not_under_named() -> None:
    aliases = {"Emma": frozenset({"emma", "miss woodhouse"}), "Harriet": frozenset({"harriet"})}
    assert match_cast([(1, "Emma"), (1, "Emma"), (2, "Emma")]) == {1: "Emma"}
    assert name_of({"Emma": 5}, aliases) == name_of({"Miss  Woodhouse": 2}, aliases) == "Emma"


def test_given_characters_are_not_matched(tmp_path: Path) -> None:
    story = tiny_story()
    other = {"Ada Finch": "Tom", "Tom": "Ada Finch"}
    swapped = {quote.id: other.get(quote.speaker.name, quote.speaker.name) for quote in story.quotes if quote.speaker}
    novel = read_novel(write_novel(tmp_path / "novel", story, swapped))
    identity = dict(enumerate(story.column("entities", "name").tolist()))
    matched, given = score_story(story, novel), score_story(story, novel, identity)
    assert matched.accuracy == 1.0
    assert {outcome.gold for outcome in given.outcomes if not outcome.is_correct} == set(other)
    assert [outcome.is_named for outcome in given.outcomes] == [outcome.is_correct for outcome in given.outcomes]


def test_a_voice_without_a_known_name_is_nobody_under_named() -> None:
    assert name_of({"the stranger": 3}, {"Emma": frozenset({"emma"})}) is None
    assert name_of({}, {}) is None


def test_a_quotation_without_a_type_counts_in_all_only(tmp_path: Path) -> None:
    story = tiny_story()
    novel = read_novel(write_novel(tmp_path / "novel", story, types=("nan", "Implicit")))
    figures = figures_of(score_story(story, novel).outcomes)
    assert figures["cast"] == {"all": 1.0, "explicit": None, "anaphoric": None, "implicit": 1.0}


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 5)), st.sampled_from("abcd")), max_size=40))
def test_the_matching_is_one_to_one_and_beats_any_greedy_one(pairs: list[tuple[int | None, str]]) -> None:
    matching = match_cast(pairs)
    assert len(set(matching.values())) == len(matching)
    agreeing = sum(matching.get(system) == gold for system, gold in pairs if system is not None)
    taken: dict[int, str] = {}
    for (system, gold), _ in Counter((s, g) for s, g in pairs if s is not None).most_common():
        if system not in taken and gold not in taken.values():
            taken[system] = gold
    assert agreeing >= sum(taken.get(system) == gold for system, gold in pairs if system is not None)


@pytest.fixture
def reads_tiny_story(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fabula.reading, "read", lambda _: tiny_story())


@pytest.mark.usefixtures("reads_tiny_story")
def test_the_task_reports_each_novel_their_mean_and_all_quotations(tmp_path: Path) -> None:
    story = tiny_story()
    write_novel(tmp_path / "corpus" / "One", story)
    write_novel(tmp_path / "corpus" / "Two", story, {0: "Tom", 1: "Tom"})
    begun: list[str] = []
    report = run_task("speakers", [tmp_path / "corpus"], tmp_path / "out.jsonl", begun.append)
    assert begun == ["One", "Two"] == list(report.figures["novels"])
    assert [row[0] for row in report.rows] == [
        "One", "Two", "mean of novels", "all quotations", "· third person", "· speakers: 2", "· speakers: 4+",
    ]  # fmt: skip
    assert report.figures["macro"]["cast"]["all"] == pytest.approx((1 + 13 / 14) / 2)
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) == 28
    assert sum(not line["correct"] for line in lines) == 1
    json.dumps(report.figures)


@pytest.mark.usefixtures("reads_tiny_story")
def test_all_quotations_are_parted_by_narrator_and_by_how_many_speak(tmp_path: Path) -> None:
    write_novel(tmp_path / "One", tiny_story(), narrator="Tom")
    write_novel(tmp_path / "Two", tiny_story(), {0: "Tom"})
    figures = run_task("speakers", [tmp_path / "One", tmp_path / "Two"]).figures
    by_person, by_speakers = figures["by_person"], figures["by_speakers"]
    assert (by_person["first"]["cast"]["all"], by_person["third"]["cast"]["all"]) == (1.0, 13 / 14)
    assert list(by_speakers) == ["1", "2", "3", "4+"]
    assert {number: of["quotes"] for number, of in by_speakers.items()} == {"1": 0, "2": 8, "3": 0, "4+": 20}
    assert by_speakers["2"]["cast"]["all"] == 7 / 8
    assert sum(of["quotes"] for of in by_speakers.values()) == figures["micro"]["quotes"] == 28


@pytest.mark.usefixtures("reads_tiny_story")
def test_a_printed_table_is_under_80_columns_wide(tmp_path: Path) -> None:
    write_novel(tmp_path / "AlicesAdventuresInWonderland", tiny_story())
    report = run_task("speakers", [tmp_path / "AlicesAdventuresInWonderland"])
    widths = [max(len(row[i]) for row in (report.columns, *report.rows)) for i in range(len(report.columns))]
    assert sum(widths) + 3 * len(widths) + 1 < 80


def test_the_text_of_a_gold_quotation_is_kept_with_its_outcome(tmp_path: Path) -> None:
    story = tiny_story()
    novel = read_novel(write_novel(tmp_path / "novel", story))
    (outcome, *_) = score_story(story, replace(novel, quotes=novel.quotes[:1])).outcomes
    assert isinstance(novel, PdncNovel)
    assert outcome.text == "Tom, the lamp is out, … Go and wake the Captain."
    assert (outcome.predicted_name, outcome.gold, outcome.type) == ("Ada Finch", "Ada Finch", "explicit")
