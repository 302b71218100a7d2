"""Which of two places tells of what happens first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from fabula.chronology import chronology, happens_before
from fabula.schema import TABLES, empty_table, table_of
from fabula.story import Story

Row = tuple[str, int, int]  # kind, earlier, later


def story_with(
    order: Sequence[Row] = (), layers: Sequence[tuple[int, int]] = (), scene_layers: Sequence[int] = (-1, -1, -1)
) -> Story:
    """Ninety letters in three scenes of thirty, with layers and what is known of the order."""
    n_scenes, n_layers = len(scene_layers), len(layers)
    decided = ("", "_confidence", "_by", "_evidence_start", "_evidence_end")
    tables = {name: empty_table(name) for name in TABLES}
    tables["layers"] = table_of(
        "layers",
        {
            "start": [start for start, _ in layers],
            "end": [end for _, end in layers],
            "kind": ["memory"] * n_layers,
            "confidence": [1.0] * n_layers,
            "evidence_start": [0] * n_layers,
            "evidence_end": [0] * n_layers,
            **{f"owner{part}": [None] * n_layers for part in decided},
            "narrator": [None] * n_layers,
            "parent": [None] * n_layers,
        },
    )
    tables["scenes"] = table_of(
        "scenes",
        {
            "start": [30 * number for number in range(n_scenes)],
            "end": [30 * number + 30 for number in range(n_scenes)],
            "kind": ["unmarked"] * n_scenes,
            "layer": list(scene_layers),
            **{f"place{part}": [None] * n_scenes for part in decided},
            **{name: [None] * n_scenes for name in ("time_start", "time_end", "focal")},
        },
    )
    tables["order"] = table_of(
        "order",
        {
            "kind": [kind for kind, _, _ in order],
            "earlier": [earlier for _, earlier, _ in order],
            "later": [later for _, _, later in order],
            "confidence": [1.0] * len(order),
            "start": [0] * len(order),
            "end": [0] * len(order),
        },
    )
    return Story("x" * 90, tables)


def test_within_a_scene_things_happen_in_the_order_of_the_text() -> None:
    story = story_with(layers=[(10, 20)])
    assert happens_before(story, 1, 5) is True
    assert happens_before(story, 5, 1) is False
    assert happens_before(story, 11, 12) is True


def test_scenes_happen_in_the_order_of_telling_unless_something_says_otherwise() -> None:
    assert happens_before(story_with(), 5, 35) is True
    assert happens_before(story_with([("scenes", 1, 0)]), 5, 35) is False


def test_a_chain_of_rows_decides() -> None:
    story = story_with([("scenes", 2, 1), ("scenes", 1, 0)])
    assert happens_before(story, 65, 5) is True
    assert happens_before(story, 5, 65) is False


def test_a_layer_in_the_midst_of_a_scene_has_a_time_of_its_own() -> None:
    story = story_with([("layers", 1, 0)], layers=[(10, 20), (20, 30)])
    assert happens_before(story, 25, 15) is True
    assert happens_before(story, 15, 5) is True  # what is remembered was before the scene in whose midst it stands


def test_a_scene_within_a_layer_has_the_time_of_both() -> None:
    story = story_with([("scenes", 1, 0)], layers=[(30, 60)], scene_layers=(-1, 0, -1))
    assert happens_before(story, 35, 5) is True
    story = story_with([("layers", 1, 0)], layers=[(30, 60), (60, 90)], scene_layers=(-1, 0, 1))
    assert happens_before(story, 65, 35) is True


@pytest.mark.parametrize("position", [35, 65])
def test_rows_that_contradict_each_other_say_nothing(position: int) -> None:
    story = story_with([("scenes", 1, 2), ("scenes", 2, 1)])
    assert happens_before(story, position, 100 - position) is None


def test_without_scenes_the_order_of_the_text_is_all_there_is() -> None:
    assert happens_before(story_with(scene_layers=()), 5, 35) is True


def test_what_is_remembered_late_stands_before_the_opening_and_the_rest_after_it() -> None:
    story = story_with(order=[("scenes", 2, 0)])
    assert [moment.id for moment in chronology(story)] == [2, 0, 1]


def test_an_order_that_contradicts_itself_still_has_every_scene_once() -> None:
    story = story_with(order=[("scenes", 0, 1), ("scenes", 1, 2), ("scenes", 2, 0)])
    assert sorted(moment.id for moment in chronology(story)) == [0, 1, 2]
