"""Mood curves: smoothed over scenes, silent where too few words tell, and agreeing with a reader as far as measured."""

from __future__ import annotations

import importlib.util
import io
import tomllib
from collections.abc import Sequence
from pathlib import Path
from statistics import correlation
from types import ModuleType

import numpy as np
import pytest
from rich.cells import cell_len

from fabula.moods import FEWEST_WORDS, NARROWEST, WIDTH, mood_curve
from fabula.schema import TABLES, empty_table, table_of
from fabula.story import Story
from fabula.terminal import console_for
from fabula.terminal.moods import BARS, UNKNOWN, bars, print_moods
from fabula.testing import tiny_story

ROOT = Path(__file__).resolve().parents[1]
Row = tuple[int, int | None, float, float, int]  # scene, entity, valence, arousal, number of words


def story_with(n_scenes: int, moods: Sequence[Row]) -> Story:
    """A story of so many scenes of ten letters with these moods; its people are those of the tiny story."""
    decided = ("", "_confidence", "_by", "_evidence_start", "_evidence_end")
    tables = {name: empty_table(name) for name in TABLES} | {"entities": tiny_story().tables["entities"]}
    tables["scenes"] = table_of(
        "scenes",
        {
            "start": [10 * number for number in range(n_scenes)],
            "end": [10 * number + 10 for number in range(n_scenes)],
            "kind": ["unmarked"] * n_scenes,
            "layer": [None] * n_scenes,
            **{f"place{part}": [None] * n_scenes for part in decided},
            **{name: [None] * n_scenes for name in ("time_start", "time_end", "focal")},
        },
    )
    columns = ("scene", "entity", "valence", "arousal", "n_words")
    tables["moods"] = table_of("moods", {name: [row[place] for row in moods] for place, name in enumerate(columns)})
    return Story("x" * 10 * n_scenes, tables)


def test_a_curve_of_equal_scenes_stays_as_it_is() -> None:
    curve = mood_curve(story_with(20, [(scene, None, 0.3, -0.2, 50) for scene in range(20)]))
    assert np.allclose(curve.smooth_valence, 0.3)
    assert np.allclose(curve.smooth_arousal, -0.2)
    assert curve.is_enough.all()


def test_a_scene_draws_on_its_neighbours_by_their_words() -> None:
    curve = mood_curve(story_with(3, [(0, None, 0.0, 0.0, 10), (1, None, 1.0, 0.0, 30), (2, None, 0.0, 0.0, 10)]))
    near = np.exp(-0.5 / NARROWEST**2)
    assert curve.smooth_valence[1] == pytest.approx(30 / (30 + 2 * 10 * near))
    assert curve.smooth_valence[0] == pytest.approx(30 * near / (10 + 30 * near + 10 * np.exp(-2 / NARROWEST**2)))


def test_many_words_weigh_more_than_few() -> None:
    few, many = (
        mood_curve(story_with(2, [(0, None, 0.0, 0.0, 10), (1, None, 1.0, 0.0, words)])).smooth_valence[0]
        for words in (1, 100)
    )
    assert few < many


def test_the_width_grows_with_the_story() -> None:
    assert mood_curve(story_with(3, [])).width == NARROWEST
    assert mood_curve(story_with(400, [])).width == pytest.approx(WIDTH * 400)


def test_a_curve_says_where_too_few_words_tell() -> None:
    rows: list[Row] = [(0, None, 0.5, 0.0, 2 * FEWEST_WORDS), (29, None, -1.0, 0.0, 1)]
    assert mood_curve(story_with(30, rows)).is_enough.tolist() == [True, False]


def test_a_character_has_a_curve_of_their_own() -> None:
    story = story_with(2, [(0, None, 0.5, 0.0, 9), (0, 1, -0.5, 0.1, 4), (1, None, 0.5, 0.0, 9)])
    tom = next(character for character in story.characters if character.name == "Tom")
    curve = mood_curve(story, tom)
    assert curve.scenes.tolist() == [0]
    assert curve.valence.tolist() == [-0.5]
    assert len(mood_curve(story)) == 2


def test_a_story_without_moods_has_an_empty_curve() -> None:
    curve = mood_curve(tiny_story())
    assert len(curve) == 0
    assert curve.smooth_valence.shape == curve.is_enough.shape == (0,)


def test_the_bars_rise_with_the_mood_and_leave_open_what_is_not_known() -> None:
    rows: list[Row] = [(scene, None, scene / 10, 0.0, 1000) for scene in range(10) if scene != 5]
    curve = mood_curve(story_with(10, rows))
    drawn = bars(curve, curve.smooth_valence, 10, (0.0, 1.0))
    assert len(drawn) == 10
    assert drawn[5] == UNKNOWN
    heights = [BARS.index(bar) for bar in drawn.replace(UNKNOWN, "")]
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


@pytest.mark.parametrize(
    "story",
    [
        story_with(100, [(s, e, s / 100, 0.2, 40) for s in range(100) for e in (None, 0, 1)]),
        story_with(1, [(0, None, 0.0, 0.0, 90)]),
        tiny_story(),
    ],
    ids=["long", "one scene", "no moods"],
)
def test_moods_fit_into_a_terminal(story: Story) -> None:
    out = io.StringIO()
    print_moods(story, console_for(out))
    lines = out.getvalue().splitlines()
    assert max(cell_len(line) for line in lines) < 80
    assert ("too few words" in out.getvalue()) or ("the telling" in out.getvalue())


def _benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_moods", ROOT / "benchmarks" / "moods.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("benchmarks/moods.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_moods_of_passages_agree_with_a_reader() -> None:
    """Measured 0.70 for valence and 0.54 for arousal, with about twelve rated words to a passage."""
    passages = tomllib.loads((ROOT / "evaluation" / "moods" / "passages.toml").read_text("utf-8"))["passage"]
    passage_mood = _benchmark().passage_mood
    found = [passage_mood(passage["text"]) for passage in passages]
    assert len(passages) >= 40
    for place, name, least in ((0, "valence", 0.6), (1, "arousal", 0.4)):
        assert correlation([passage[name] for passage in passages], [mood[place] for mood in found]) > least
