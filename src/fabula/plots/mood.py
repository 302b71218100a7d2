"""Mood curves: how pleasant the words of the telling and of main characters are, from scene to scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fabula.moods import MoodCurve, mood_curve
from fabula.plots.paper import INK, LINE, cast_of, colour_of, mark_chapters, paper, say_nothing, shorten
from fabula.story import Character, Story

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST = 3  # characters beside the telling
FEWEST_SCENES = 3
LONGEST_GAP = 4  # widths of the smoothing without a scene, over which no curve goes


def mood(story: Story) -> Figure:
    """The smoothed valence of the telling, with its scenes as dots, and of the main characters; gaps: too few words.

    Raises  PackageMissing (P01): matplotlib is not installed
    """
    telling = mood_curve(story)
    curves = [(who, mood_curve(story, Character(story, who.id))) for who in cast_of(story)]
    known = [(who, curve) for who, curve in curves if curve.is_enough.sum() >= FEWEST_SCENES][:MOST]
    with paper(3.2) as figure:
        axes = figure.subplots()
        if telling.is_enough.sum() < FEWEST_SCENES:
            say_nothing(axes, "too few words tell of a mood")
            return figure
        axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
        axes.scatter(telling.scenes, telling.valence, s=4, color=INK, alpha=0.18, linewidths=0)
        _draw(axes, telling, INK, "the telling", 1.6)
        for who, curve in known:
            _draw(axes, curve, colour_of(who), shorten(who.name), 1.0)
        starts = np.searchsorted(story.column("scenes", "start"), story.column("chapters", "start"))
        mark_chapters(axes, np.minimum(starts, len(story.scenes) - 1).tolist())
        low, high = np.percentile(telling.valence, [2, 98])
        axes.set_ylim(min(low, -0.1), max(high, 0.1))
        axes.set_xlim(0, max(len(story.scenes) - 1, 1))
        axes.set_ylabel("valence, −1 to 1")
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=1 + MOST, fontsize=8)
    return figure


def _draw(axes: Axes, curve: MoodCurve, colour: str, name: str, width: float) -> None:
    values = np.where(curve.is_enough, curve.smooth_valence, np.nan)
    away = 1 + np.flatnonzero(np.diff(curve.scenes) > LONGEST_GAP * curve.width)
    scenes, values = np.insert(curve.scenes.astype(float), away, np.nan), np.insert(values, away, np.nan)
    axes.plot(scenes, values, color=colour, linewidth=width, label=name)
