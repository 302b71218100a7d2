"""The tasks on stories whose findings are known: what each counts as right."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from word_story import story_of

import fabula.reading
from fabula.errors import BadCorpus, FabulaError, SourceNotFound
from fabula.evaluation import run_task
from fabula.evaluation.corpora.words import WordDocument
from fabula.evaluation.report import Report
from fabula.evaluation.tasks import speed
from fabula.evaluation.tasks.quotes import bare

Finding = Callable[..., None]

CONLL = """\
#begin document (tale); part 0
tale 0 0 Emma (1)
tale 0 1 saw -
tale 0 2 Harriet (2)
tale 0 3 . -

tale 0 0 She (1)
tale 0 1 smiled -
tale 0 2 . -
#end document
"""


@pytest.fixture
def finding(monkeypatch: pytest.MonkeyPatch) -> Finding:
    """Makes the reader find what the test says, whatever the words."""

    def set_finding(**found: Sequence[object]) -> None:
        monkeypatch.setattr(fabula.reading, "read_words", lambda sentences, _: story_of(sentences, **found))

    return set_finding


def width(report: Report) -> int:
    widths = [max(len(row[i]) for row in (report.columns, *report.rows)) for i in range(len(report.columns))]
    return sum(widths) + 3 * len(widths) + 1


def test_coref_scores_clusters_with_and_without_singletons(tmp_path: Path, finding: Finding) -> None:
    (tmp_path / "a.conll").write_text(CONLL)
    finding(
        mentions=[
            (0, 1, "proper", "person", 0),
            (2, 3, "proper", "person", None),
            (4, 5, "pronoun", "person", 0),
        ]
    )
    report = run_task("coref", [tmp_path], tmp_path / "out.jsonl")
    assert report.figures["all"]["with_singletons"]["conll_f1"] == 1.0
    assert report.figures["all"]["without_singletons"]["mentions"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert report.figures["documents"]["tale"]["with_singletons"]["lea"]["f1"] == 1.0
    assert "people" not in report.figures
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    assert json.loads(line)["found"][2] == {
        "start_token": 4, "end_token": 5, "text": "She", "entity": 0, "form": "pronoun", "kind": "person"
    }  # fmt: skip
    assert width(report) < 80


def test_coref_keeps_only_persons_places_and_organisations_for_the_people_figures(
    tmp_path: Path, finding: Finding
) -> None:
    rows = [("Emma", "(1-person)"), ("ran", "(2-event)"), ("home", "(3-place)")]
    lines = [f"{i}\t{word}" + "\t_" * 7 + f"\tEntity={mark}" for i, (word, mark) in enumerate(rows, start=1)]
    (tmp_path / "a.conllu").write_text("\n".join(["# global.Entity = GRP-etype", *lines, ""]))
    finding(mentions=[(0, 1, "proper", "person", None), (2, 3, "common", "vehicle", None)])
    figures = run_task("coref", [tmp_path / "a.conllu"]).figures
    assert figures["all"]["with_singletons"]["mentions"]["recall"] == pytest.approx(2 / 3)
    people = figures["people"]["with_singletons"]["mentions"]
    assert (people["precision"], people["recall"]) == (1.0, 1 / 2)


def test_coref_refuses_words_that_the_reader_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.conll").write_text(CONLL)
    monkeypatch.setattr(fabula.reading, "read_words", lambda *_: story_of([["other", "words"]]))
    with pytest.raises(BadCorpus, match="its words were not kept in reading"):
        run_task("coref", [tmp_path])


def test_coref_refuses_an_unknown_format(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(BadCorpus, match=r"neither \.conll nor \.conllu"):
        run_task("coref", [tmp_path / "a.txt"])
    with pytest.raises(BadCorpus, match=r"no \.conll or \.conllu file here"):
        run_task("coref", [tmp_path / "nowhere"])


def test_entities_are_of_six_types_three_of_them_places(tmp_path: Path, finding: Finding) -> None:
    (tmp_path / "entities").mkdir()
    gold = "Emma\tB-PER\nleft\tO\nLondon\tB-GPE\nthe\tB-FAC\nhouse\tI-FAC\nhills\tB-LOC\nships\tB-VEH\n"
    (tmp_path / "entities" / "a.tsv").write_text(gold)
    finding(
        mentions=[
            (0, 1, "proper", "location", None),
            (1, 2, "pronoun", "person", None),
            (2, 3, "proper", "geopolitical", None),
            (3, 5, "common", "facility", None),
            (5, 6, "common", "geopolitical", None),
            (6, 7, "common", "vehicle", None),
        ]
    )
    report = run_task("entities", [tmp_path], tmp_path / "out.jsonl")
    figures = report.figures
    assert (figures["spans"]["f1"], figures["typed"]["f1"]) == (1.0, 3 / 5)
    assert {name: figures[name]["f1"] for name in ("PER", "FAC", "LOC", "GPE", "ORG", "VEH")} == {
        "PER": 0.0, "FAC": 1.0, "LOC": 0.0, "GPE": pytest.approx(2 / 3), "ORG": 0.0, "VEH": 1.0
    }  # fmt: skip
    assert "PROP" not in figures  # there is no coref layer here
    assert width(report) < 80


def test_groups_are_of_the_type_of_persons(tmp_path: Path, finding: Finding) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "a.tsv").write_text("Men\tB-PER\nof\tO\nTroy\tB-ORG\n")
    finding(mentions=[(0, 1, "common", "group", None), (2, 3, "proper", "organisation", None)])
    assert run_task("entities", [tmp_path]).figures["typed"]["f1"] == 1.0


def test_entities_are_scored_by_form_where_the_coref_layer_is(tmp_path: Path, finding: Finding) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "coref").mkdir()
    (tmp_path / "entities" / "a.tsv").write_text("Emma\tB-PER\nsaw\tO\nher\tO\n")
    (tmp_path / "coref" / "a.txt").write_text("Emma saw her\n")
    mentions = "MENTION\tT1\t0\t0\t0\t0\tEmma\tPER\tPROP\nMENTION\tT2\t0\t2\t0\t2\ther\tPER\tPRON\n"
    (tmp_path / "coref" / "a.ann").write_text(mentions)
    finding(mentions=[(0, 1, "common", "person", None), (2, 3, "pronoun", "person", None)])
    figures = run_task("entities", [tmp_path]).figures
    assert (figures["PROP"]["f1"], figures["PRON"]["f1"], figures["spans"]["f1"]) == (0.0, 1.0, 1.0)


def test_events_are_single_words_that_happened(tmp_path: Path, finding: Finding) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.tsv").write_text("She\tO\ndied\tEVENT\nand\tO\nrose\tEVENT\n")
    finding(events=[1, 2])
    report = run_task("events", [tmp_path], tmp_path / "out.jsonl")
    assert report.figures["f1"] == 0.5
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(line["word"], line["gold"], line["found"]) for line in lines] == [
        ("died", True, True),
        ("and", False, True),
        ("rose", True, False),
    ]
    assert width(report) < 80


def test_quotes_are_compared_without_their_marks_and_speakers_one_to_one(tmp_path: Path, finding: Finding) -> None:
    (tmp_path / "quotations").mkdir()
    (tmp_path / "quotations" / "a.txt").write_text("“ Yes ! ” he said .\n“ No . ”\n— Oh ,\n", encoding="utf-8")
    gold = [
        "QUOTE\tQ1\t0\t0\t0\t3\tx", "ATTRIB\tQ1\tTom-1",
        "QUOTE\tQ2\t1\t0\t1\t3\tx", "ATTRIB\tQ2\tAnn-2",
        "QUOTE\tQ3\t2\t0\t2\t2\tx", "ATTRIB\tQ3\tTom-1",
    ]  # fmt: skip
    (tmp_path / "quotations" / "a.ann").write_text("\n".join(gold), encoding="utf-8")
    finding(quotes=[(1, 3, 0), (7, 11, 1), (12, 13, 1)])
    report = run_task("quotes", [tmp_path])
    assert report.figures["recall"] == pytest.approx(2 / 3)  # of the third, the comma is missing
    assert report.figures["speaker"] == pytest.approx(2 / 3)
    assert width(report) < 80


@pytest.mark.parametrize(
    ("words", "bared"),
    [
        ("“ Yes ! ”", "Yes !"),
        ("— Yes --", "Yes --"),
        ("“‘ Yes ’”", "Yes"),
        ("I say it", "I say it"),
        ("“ ”", "“ ”"),
        ("_ _ Ah _", "Ah"),
    ],
)
def test_marks_are_cut_from_either_end_and_dashes_from_the_front(words: str, bared: str) -> None:
    document = WordDocument("d", (tuple(words.split()),))
    assert document.words_of(bare(document, (0, len(document.words)))) == bared


def test_speed_measures_each_file_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"words": 100, "steps": {"language": 0.5}, "peak_megabytes": 12.5}
    monkeypatch.setattr(speed, "CHILD", f"print({json.dumps(json.dumps(told))})")
    report = run_task("speed", [Path("a.txt"), Path("b.txt")])
    assert report.figures["steps"] == {"language": 1.0}
    assert report.figures["files"]["a.txt"]["words_per_second"] > 0
    assert [row[:2] for row in report.rows] == [("a.txt", "100"), ("b.txt", "100"), ("· language", "")]
    assert width(report) < 80


def test_speed_raises_the_error_that_reading_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.dumps({"error": "no such file: a.txt", "code": "S01"})
    monkeypatch.setattr(speed, "CHILD", f"print({json.dumps(told)})")
    with pytest.raises(SourceNotFound, match=r"no such file: a\.txt"):
        run_task("speed", [tmp_path / "a.txt"])


def test_speed_says_how_a_process_died(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "CHILD", "raise MemoryError('too much')")
    with pytest.raises(FabulaError, match="ended with MemoryError: too much"):
        run_task("speed", [Path("a.txt")])


def test_peak_memory_is_in_megabytes() -> None:
    peak = speed.peak_megabytes()
    assert peak is not None
    assert 10 < peak < 10_000
