"""Reading texts annotated for levels: words become offsets, and a fault is said in one line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from levels_story import GOLD, STARTS, TEXT, write_gold

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.levels import levels_files, read_levels

COMMITTED = sorted((Path(__file__).resolve().parents[2] / "evaluation" / "levels").glob("**/*.toml"))


def test_stretches_and_scenes_go_on_until_the_next_and_layers_to_their_last_words(tmp_path: Path) -> None:
    gold = read_levels(write_gold(tmp_path))
    assert [(stretch.start, stretch.end) for stretch in gold.stretches] == [(0, STARTS[4]), (STARTS[4], len(TEXT))]
    assert [scene.start for scene in gold.scenes] == [STARTS[0], STARTS[1], STARTS[4], STARTS[6]]
    assert gold.scenes[-1].end == len(TEXT)
    assert [TEXT[layer.start : layer.end] for layer in gold.layers] == [
        "Tom had once swum here . He had laughed . Dear Anna , come .",
        "Dear Anna , come .",
    ]
    assert [layer.parent for layer in gold.layers] == [None, 0]
    assert gold.scenes[1].layer == 0
    assert TEXT[slice(*gold.order[1].later)] == "came in"
    assert gold.claims[0].shown == (TEXT.index("Tom came in"), TEXT.index(" .", TEXT.index("Tom came in")))


def test_occurrence_says_which_of_several_places_is_meant(tmp_path: Path) -> None:
    gold = read_levels(write_gold(tmp_path, toml=GOLD.replace('starts = "Then Tom"', 'starts = "T"\noccurrence = 4')))
    assert gold.scenes[-1].start == STARTS[6]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('half = "build"', 'half = "both"', r"half does not say .*; write one of build, measure"),
        ('half = "build"', "half = ", r"this is not TOML"),
        ("[[scene]]", "[[szene]]", r"no section or key is called 'szene'; there are"),
        ('"Eva" = ["Eva"]', '"Eva" = "Eva"', r"\[characters\] does not map names to lists"),
        ('starts = "Dear Anna"\nends', 'starts = "Dear Ann,"\nends', r"layer 2: not in the text: 'Dear Ann,'; copy"),
        ('starts = "Then Tom"', 'starts = "Tom"', r"scene 4: 3 times in the text: 'Tom'; give more words"),
        ('starts = "Then Tom"', 'starts = "Tom"\noccurrence = 4', r"scene 4: not in the text so often: 'Tom'"),
        ('ends = "come ."\nowner = "Anna"', 'ends = "I waited"', r"layer 1: its last words do not come after"),
        ('ends = "come ."\nowner = "Anna"', 'ends = "here ."', r"layer 2: it is not inside the layer 'swim'"),
        ('in = "swim"', 'in = "dive"', r"layer 2: there is no layer 'dive' before it"),
        ('kind = "memory"', 'kind = "recall"', r"layer 1: kind = 'recall'; write one of memory, dream"),
        ('tense = "past"\n\n[[layer]]', "\n[[layer]]", r"stretch 2: it has no 'tense'; add it"),
        ('focal = "Eva"', 'focus = "Eva"', r"stretch 2: no key is called 'focus'; there are starts"),
        ('owner = "Tom"', 'owner = "Thomas"', r"layer 2: owner: there is no character 'Thomas'; add it"),
        ('present = ["Anna"]', 'present = "Anna"', r"scene 1: present = 'Anna'; write a list of keys"),
        ('starts = "Then Tom"', 'starts = "He had"', r"scene 4: it starts before the one that it follows"),
        ('starts = "I waited"\nplace', 'starts = "waited"\nplace', r"scene: the first one does not start the text"),
        ('later = "came in"', 'later = "came out"', r"order 2: not in the text: 'came out'"),
    ],
)
def test_a_fault_is_said_with_its_place_and_its_remedy(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOLD
    path = write_gold(tmp_path, toml=GOLD.replace(right, wrong, 1))
    with pytest.raises(BadCorpus, match=said) as refused:
        read_levels(path)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_folder_without_an_annotation_and_one_without_its_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCorpus, match="no text annotated for levels here"):
        levels_files([tmp_path])
    path = write_gold(tmp_path)
    path.with_suffix(".txt").unlink()
    with pytest.raises(BadCorpus, match=r"hall\.txt: No such file"):
        read_levels(path)


def test_files_are_found_in_folders_and_named_alone(tmp_path: Path) -> None:
    one, other = write_gold(tmp_path / "b"), write_gold(tmp_path / "a", "room")
    assert levels_files([tmp_path]) == [other, one]
    assert levels_files([one, tmp_path]) == [one, other]


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_every_text_of_ours_is_read_and_each_of_its_anchors_found(path: Path) -> None:
    gold, said = read_levels(path), tomllib.loads(path.read_text(encoding="utf-8"))
    for section, found in (("layer", gold.layers), ("claim", gold.claims)):
        for entry, row in zip(said.get(section, []), found, strict=True):
            assert gold.text.startswith(entry["starts"], row.start)
            assert gold.text.endswith(entry.get("ends", ""), 0, row.end)
    for section, tiles in (("stretch", gold.stretches), ("scene", gold.scenes)):
        for entry, tile in zip(said[section], tiles, strict=True):
            assert gold.text[tile.start : tile.end].lstrip().startswith(entry["starts"])
    for entry, pair in zip(said["order"], gold.order, strict=True):
        assert (gold.text[slice(*pair.earlier)], gold.text[slice(*pair.later)]) == (entry["earlier"], entry["later"])


def test_there_are_texts_of_ours() -> None:
    assert len(COMMITTED) > 40
