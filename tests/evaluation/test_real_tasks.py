"""The tasks with the real reader on a real excerpt: a figure far too low means that offsets went astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.evaluation import run_task

EMMA = "158_emma"


@pytest.fixture
def litbank(shared: Path) -> Path:
    return shared / "data" / "litbank" / "dev"


def test_words_are_kept_and_clusters_agree(litbank: Path) -> None:
    figures = run_task("coref", [litbank / "coref" / f"{EMMA}.conll"]).figures
    assert figures["all"]["with_singletons"]["mentions"]["f1"] > 0.7
    assert figures["all"]["with_singletons"]["conll_f1"] > 0.4


def test_names_and_pronouns_are_found(litbank: Path) -> None:
    figures = run_task("entities", [litbank / "entities" / f"{EMMA}.tsv"]).figures
    assert figures["PRON"]["f1"] > 0.9
    assert figures["PROP"]["f1"] > 0.6


def test_quotations_are_found_and_speakers_told(litbank: Path) -> None:
    figures = run_task("quotes", [litbank / "quotations"]).figures
    assert figures["f1"] > 0.93
    assert figures["speaker"] >= 0.6  # measured: 0.629 of 210, most of them said by somebody whom nothing names there


def test_some_events_are_found(litbank: Path) -> None:
    assert run_task("events", [litbank / "events" / f"{EMMA}.tsv"]).figures["f1"] > 0.2


def test_speed_measures_a_real_reading(tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text('"I am here," said Anne. "Where are you?"\n\nTom laughed. He was behind the door.\n' * 20)
    figures = run_task("speed", [book]).figures["files"][str(book)]
    assert figures["words"] > 200
    assert 0 < sum(figures["steps"].values()) < figures["seconds"]
    assert figures["peak_megabytes"] > 50
