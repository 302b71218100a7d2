"""Texts annotated for contradictions: what is read of them, and what counts as found."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula import Story, read_text
from fabula.contradictions.contradiction import Contradiction
from fabula.errors import BadCorpus
from fabula.evaluation import run_task
from fabula.evaluation.contradictions import ALL, score_contradictions
from fabula.evaluation.corpora.contradictions import ContradictionsText, contradictions_files, read_contradictions

COMMITTED = sorted((Path(__file__).resolve().parents[2] / "evaluation" / "contradictions").glob("*.toml"))
TEXT = (
    "Greta Olsen had green eyes. Greta kept the shop. The rain fell. The door was shut. Nobody came. The clock struck. "
    "Greta put down the scales. Her brown eyes were tired.\n"
)
GOLD = """\
half = "build"

[[contradiction]]
kind = "attribute"
about = "Greta Olsen"
what = "eyes"
first = "green eyes"
second = "brown eyes"
"""


def write(folder: Path, gold: str = GOLD, name: str = "shop") -> Path:
    """A text with its annotation."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    path = folder / f"{name}.toml"
    path.write_text(gold, encoding="utf-8")
    return path


def read(path: Path) -> ContradictionsText:
    gold = read_contradictions(path)
    assert gold is not None
    return gold


def ours(first: str, second: str, kind: str = "attribute") -> Contradiction:
    spans = [(TEXT.index(words), TEXT.index(words) + len(words)) for words in (first, second)]
    return Contradiction(kind, None, "eyes", spans[0], spans[1], ("green", "brown"), 0.7, "so")


@pytest.fixture(scope="module")
def story() -> Story:
    return read_text(TEXT)


def test_places_become_offsets(tmp_path: Path) -> None:
    (one,) = read(write(tmp_path)).contradictions
    assert [TEXT[slice(*span)] for span in (one.first, one.second)] == ["green eyes", "brown eyes"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('half = "build"', "half = ", "this is not TOML"),
        ('half = "build"', 'half = "both"', "half does not say which half"),
        ('half = "build"', 'half = "build"\nsize = 3', "no key is called 'size'"),
        ('kind = "attribute"', 'kind = "look"', "contradiction 1: kind = 'look'; write one of attribute"),
        ('what = "eyes"\n', "", "contradiction 1: it has no 'what'"),
        ('what = "eyes"', 'what = "eyes"\nwho = "she"', "no key is called 'who'"),
        ('first = "green eyes"', 'first = "blue eyes"', "0 times in the text: 'blue eyes'"),
        ('first = "green eyes"', 'first = "eyes"', "2 times in the text: 'eyes'; copy as many words"),
    ],
)
def test_a_fault_is_said_with_its_place_and_its_remedy(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    path = write(tmp_path, GOLD.replace(right, wrong, 1))
    with pytest.raises(BadCorpus, match=said) as refused:
        read_contradictions(path)
    assert str(refused.value).startswith(str(path))


def test_a_folder_without_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="no text annotated for contradictions here"):
        contradictions_files([tmp_path])


def test_the_opening_of_a_novel_comes_from_another_folder(tmp_path: Path) -> None:
    path = write(tmp_path / "gold", 'half = "measure"\nsource = "novel"\nlength = 27\n')
    assert read_contradictions(path, [tmp_path]) is None
    (tmp_path / "novel.txt").write_text(TEXT, encoding="utf-8")
    gold = read_contradictions(path, [tmp_path])
    assert gold is not None
    assert gold.text == "Greta Olsen had green eyes."


@pytest.mark.parametrize(
    ("one", "right"),
    [
        (ours("had green eyes", "Her brown"), 1),
        (ours("Her brown", "had green eyes"), 1),  # in the other order
        (ours("Greta kept", "put down the scales"), 1),  # the sentences next to them
        (ours("The rain fell", "Her brown"), 0),
        (ours("had green eyes", "The clock"), 0),
        (ours("had green eyes", "Her brown", kind="name"), 0),
    ],
)
def test_both_places_and_the_kind_must_be_right(tmp_path: Path, story: Story, one: Contradiction, right: int) -> None:
    scores, _ = score_contradictions(read(write(tmp_path)), story, [one])
    assert (scores[ALL].recalled, scores[ALL].n_gold, scores[ALL].n_guess) == (right, 1, 1)


def test_one_that_is_found_twice_is_wrong_once(tmp_path: Path, story: Story) -> None:
    one = ours("had green eyes", "Her brown")
    scores, items = score_contradictions(read(write(tmp_path)), story, [one, one])
    assert (scores[ALL].recall, scores[ALL].precision, scores["attribute"].precision) == (1, 0.5, 0.5)
    assert [item["item"] for item in items] == ["gold", "wrong"]


def test_the_task_keeps_the_halves_apart_and_counts_false_alarms(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, 'half = "measure"\n', "clean")  # not so: here it is a false alarm
    write(tmp_path, 'half = "measure"\nsource = "absent"\nlength = 5\n', "opening")
    report = run_task("contradictions", [tmp_path], tmp_path / "items.jsonl")
    halves = report.figures["halves"]
    assert (halves["build"]["all"]["recall"], halves["build"]["all"]["precision"]) == (1, 1)
    assert halves["build"]["clean"]["texts"] == 0
    assert halves["measure"]["clean"]["false alarms"] == 1
    assert halves["measure"]["clean"]["false alarms in 10,000 words"] == pytest.approx(10_000 / 30, rel=0.1)
    assert report.figures["left out"] == 1
    assert any("left out" in note for note in report.notes)
    assert '"clean"' not in (tmp_path / "items.jsonl").read_text(encoding="utf-8")
    assert all(len(" ".join(row)) < 80 for row in report.rows)


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_every_text_of_ours_is_read(path: Path) -> None:
    gold = read_contradictions(path)
    assert gold is None or all(one.first != one.second for one in gold.contradictions)


def test_there_are_as_many_planted_as_there_should_be() -> None:
    golds = [gold for gold in map(read_contradictions, COMMITTED) if gold is not None]
    assert sum(len(gold.contradictions) for gold in golds) >= 40
