"""Passages annotated for content notes: how they are read, and how what is found in them is scored."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.notes import NotedPassage, notes_files, read_notes
from fabula.evaluation.notes import OurNote, score_notes

FOLDER = Path(__file__).resolve().parents[2] / "evaluation" / "notes"
COMMITTED = sorted(FOLDER.glob("*.toml"))
GOLD = '''
[[passage]]
text = """The mate struck the boy.
Anna's joke was a killer, she said."""

[[passage.note]]
kind = "violence"
starts = "The mate"
ends = "the boy."
standing = "actual"
by = "The mate"
to = "the boy"

[[passage.trap]]
kind = "death"
words = "a killer"
'''
TEXT = "The mate struck the boy.\nAnna's joke was a killer, she said."


def write(folder: Path, toml: str = GOLD, name: str = "build_x") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def passage(folder: Path) -> NotedPassage:
    (found,) = read_notes(write(folder))
    return found


def test_words_become_places_in_the_passage(tmp_path: Path) -> None:
    found = passage(tmp_path)
    assert (found.half, found.text) == ("build", TEXT)
    assert [TEXT[note.start : note.end] for note in found.notes] == ["The mate struck the boy."]
    assert [TEXT[trap.start : trap.end] for trap in found.traps] == ["a killer"]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('standing = "actual"', 'standing = "true"', r"note 1: standing = 'true'; write one of actual, remembered"),
        ('starts = "The mate"', 'starts = "The captain"', r"note 1: not in the passage: 'The captain'; copy"),
        ('words = "a killer"', "", r"trap 1: it has no 'words'; add it"),
        ('by = "The mate"', 'from = "The mate"', r"note 1: no key is called 'from'; there are kind"),
        ("[[passage]]", "[[text]]", r"(?s)is no list of passages|not TOML"),
    ],
)
def test_a_fault_is_said_with_its_place_and_its_remedy(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    with pytest.raises(BadCorpus, match=said):
        read_notes(write(tmp_path, GOLD.replace(right, wrong, 1)))


def test_the_name_says_the_half_and_a_folder_holds_files(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="no passages annotated"):
        notes_files([tmp_path])
    with pytest.raises(BadCorpus, match="begin with its half"):
        read_notes(write(tmp_path, name="other"))


@pytest.mark.parametrize("path", [path for path in COMMITTED if path.stem.startswith("build")], ids=lambda p: p.stem)
def test_every_passage_to_learn_from_is_read(path: Path) -> None:
    assert len(read_notes(path)) == path.read_text(encoding="utf-8").count("[[passage]]")


def test_a_whole_text_is_a_file_beside_its_notes(tmp_path: Path) -> None:
    notes = 'file = "boat.txt"\n' + GOLD[GOLD.index("[[passage.note]]") :].replace("passage.", "")
    with pytest.raises(BadCorpus, match=r"boat.txt; put it there"):
        read_notes(write(tmp_path, notes))
    (tmp_path / "boat.txt").write_text(TEXT, encoding="utf-8")
    (found,) = read_notes(write(tmp_path, notes))
    assert (found.name, found.file, found.text) == ("build_x", "build_x", TEXT)
    assert (found.notes, found.traps) == (passage(tmp_path).notes, passage(tmp_path).traps)


def test_every_whole_text_to_learn_from_is_read() -> None:
    files = [path for path in notes_files([FOLDER / "whole"]) if path.stem.startswith("build")]
    wholes = [whole for path in files for whole in read_notes(path)]
    assert [len(whole.notes) for whole in wholes] == [path.read_text("utf-8").count("[[note]]") for path in files]


def test_a_note_counts_where_kinds_agree_and_words_meet(tmp_path: Path) -> None:
    gold = passage(tmp_path)
    mate, boy = ((0, 8),), ((16, 23),)
    figures, items = score_notes(
        gold,
        [
            OurNote(9, 24, "violence", "reported", boy, boy),
            OurNote(0, 24, "death", "actual", (), ()),
            OurNote(25, 60, "death", "actual", mate, ()),
        ],
    )
    assert figures["notes: all"].figures_with_counts == {  # type: ignore[union-attr]
        "precision": 1 / 3, "recall": 1.0, "f1": 0.5, "gold": 1, "found": 3,
    }  # fmt: skip
    shares = {name: figures[name].value for name in ("actual or not", "standing", "by", "to", "traps fired")}  # type: ignore[union-attr]
    assert shares == {"actual or not": 0, "standing": 0, "by": 0, "to": 1, "traps fired": 1}
    assert [item["item"] for item in items] == ["false", "false", "standing"]


def test_what_is_missed_is_said(tmp_path: Path) -> None:
    figures, items = score_notes(passage(tmp_path), [])
    assert figures["notes: violence"].figures["recall"] == 0  # type: ignore[union-attr]
    assert [item["words"] for item in items] == ["The mate struck the boy."]
