"""Ties of a story made by hand against an annotation: kinds, roles, directions, places, valences, and faults said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import fabula
from fabula.errors import BadCorpus
from fabula.evaluation import run_task
from fabula.evaluation.corpora.ties import read_ties, ties_files
from fabula.evaluation.halves import as_json, total
from fabula.evaluation.ties import Valences, score_ties
from fabula.schema import empty_table, table_of
from fabula.story import Story

TEXT = "Anna Weiss met Tom Brandt by the mill. Later Tom Brandt struck Anna Weiss. Eva Lind sang to Anna Weiss."
GOLD = """
half = "build"
[characters]
"Anna" = ["Anna Weiss"]
"Tom" = ["Tom Brandt"]
"Eva" = ["Eva Lind"]
"Nobody" = ["Nobody Here"]

[[tie]]
of = "Tom"
to = "Anna"
kind = "family"
role = "child"
valence = -1

[[tie]]
of = "Anna"
to = "Tom"
kind = "enmity"
begins = "Later Tom"
ends = "Eva Lind sang"
valence = -2

[[tie]]
of = "Eva"
to = "Anna"
kind = "friendship"
valence = 2

[[tie]]
of = "Nobody"
to = "Anna"
kind = "friendship"
"""
COMMITTED = sorted((Path(__file__).resolve().parents[2] / "evaluation" / "ties").glob("*.toml"))


def write(folder: Path, toml: str = GOLD) -> Path:
    """The annotation with its text, in a folder."""
    (folder / "mill.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "mill.toml"
    path.write_text(toml, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def read() -> Story:
    """The text as fabula reads it."""
    return fabula.read_text(TEXT)


def with_ties(read: Story, rows: list[tuple[str, str, str, str | None, int | None, int | None, float]]) -> Story:
    """The story with these ties: source, target, kind, role, begins, ends, valence."""
    names = read.column("entity_names", "name").tolist()
    entity = [int(read.column("entity_names", "entity")[names.index(n)]) for row in rows for n in row[:2]]
    columns = {
        "start": [0] * len(rows),
        "end": [4] * len(rows),
        "kind": [row[2] for row in rows],
        "role": [row[3] for row in rows],
        "source": entity[::2],
        "target": entity[1::2],
        "begins": [row[4] for row in rows],
        "ends": [row[5] for row in rows],
        "valence": [row[6] for row in rows],
        "confidence": [0.9] * len(rows),
        "decided_by": ["model"] * len(rows),
    }
    made = {
        "relationships": table_of("relationships", columns),
        "relationship_signs": empty_table("relationship_signs"),
    }
    return Story(TEXT, {**read.tables, **made}, read.metadata)


def test_a_story_that_says_what_the_annotation_says_is_right_in_all(read: Story, tmp_path: Path) -> None:
    gold = read_ties(write(tmp_path))
    assert gold is not None
    later, sang = TEXT.index("Later Tom"), TEXT.index("Eva Lind sang")
    story = with_ties(
        read,
        [
            ("Anna Weiss", "Tom Brandt", "family", "parent", None, None, -0.2),
            ("Tom Brandt", "Anna Weiss", "enmity", None, later, sang, -0.8),
            ("Eva Lind", "Anna Weiss", "friendship", None, None, None, 0.7),
        ],
    )
    figures, items = score_ties(gold, story)
    found = as_json(figures)
    assert found["characters"] == {"right": 0.75, "gold": 4}
    assert found["kind: all"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 3, "found": 3}
    assert {name: found[name]["right"] for name in ("role", "direction", "begins: place", "ends: place")} == {
        "role": 1.0,
        "direction": 1.0,
        "begins: place": 1.0,
        "ends: place": 1.0,
    }
    assert found["begins: from the start"] == {"right": 1.0, "gold": 2}
    assert found["valence: sign"] == {"right": 1.0, "gold": 3}
    assert found["valence: order"]["rho"] == pytest.approx(1.0)
    assert items == []


def test_what_is_missed_and_what_is_wrong_is_counted_and_shown(read: Story, tmp_path: Path) -> None:
    gold = read_ties(write(tmp_path))
    assert gold is not None
    story = with_ties(
        read,
        [
            ("Tom Brandt", "Anna Weiss", "family", "parent", 20, None, 0.5),
            ("Tom Brandt", "Eva Lind", "romance", "couple", None, None, 0.5),
        ],
    )
    figures, items = score_ties(gold, story)
    found = as_json(figures)
    assert found["kind: all"] == {"precision": 0.5, "recall": pytest.approx(1 / 3), "f1": 0.4, "gold": 3, "found": 2}
    assert found["kind: romance"]["found"] == 1
    assert found["role"]["right"] == 1.0
    assert found["direction"]["right"] == 0.0
    assert found["begins: from the start"]["right"] == 0.0
    assert found["valence: sign"]["right"] == 0.0
    assert sorted((item["item"], item["kind"]) for item in items) == [
        ("missed", "enmity"),
        ("missed", "friendship"),
        ("not in the gold", "romance"),
    ]


def test_figures_of_texts_add_up(read: Story, tmp_path: Path) -> None:
    gold = read_ties(write(tmp_path))
    assert gold is not None
    figures, _ = score_ties(gold, with_ties(read, []))
    both = as_json(total([figures, figures]))
    assert both["kind: all"]["gold"] == 6
    assert both["valence: order"] == {"rho": None, "gold": 0}
    assert Valences(((1, 0.5), (-1, -0.5))).rho == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('half = "build"', 'half = "both"', "does not say which half"),
        ('kind = "enmity"', 'kind = "hate"', "kind = 'hate'; write one of"),
        ('role = "child"', 'role = "captor"', "role = 'captor'"),
        ('of = "Eva"', 'of = "Ewa"', "there is no character 'Ewa'"),
        ('"Later Tom"', '"Sooner Tom"', "not in the text: 'Sooner Tom'"),
        ('begins = "Later', 'start = "Later', "no key is called 'start'"),
        ('half = "build"', "half = ", "this is not TOML"),
    ],
)
def test_a_fault_is_said_with_its_place(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    path = write(tmp_path, GOLD.replace(right, wrong, 1))
    with pytest.raises(BadCorpus, match=said) as refused:
        read_ties(path)
    assert str(refused.value).startswith(str(path))


def test_a_novel_that_is_nowhere_is_left_out_and_said_so(tmp_path: Path) -> None:
    path = write(tmp_path, GOLD)
    (tmp_path / "novel.toml").write_text('source = "no_such_novel"\n' + GOLD, encoding="utf-8")
    assert read_ties(tmp_path / "novel.toml", [tmp_path]) is None
    seen: list[str] = []
    report = run_task("ties", [tmp_path], on_document=seen.append)
    assert seen == [path.stem]
    assert any("left out" in note and note.endswith("1") for note in report.notes)
    assert report.figures["halves"]["build"]["texts"] == 1


def test_a_folder_without_an_annotation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="no text annotated for ties here"):
        ties_files([tmp_path])


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_the_committed_texts_can_be_read(path: Path, request: pytest.FixtureRequest) -> None:
    folders = []
    if "source" in path.read_text(encoding="utf-8").split("[characters]")[0]:
        folders = [request.getfixturevalue("shared") / "data" / "novels"]
    gold = read_ties(path, folders)
    assert gold is not None
    assert gold.ties
    assert all(dataclasses.asdict(tie)["valence"] in (None, -2, -1, 0, 1, 2) for tie in gold.ties)
