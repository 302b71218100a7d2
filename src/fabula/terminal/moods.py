"""Mood curves in a terminal: bars over the scenes, of the telling and of main characters, with what each feels most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from fabula.moods import MoodCurve, mood_curve
from fabula.story import Character, Story
from fabula.terminal import GAP, NAME_WIDTH, WIDTH, console_for, shorten

BARS, UNKNOWN = "▁▂▃▄▅▆▇█", "·"
CURVE_WIDTH = 40
CHARACTERS_SHOWN = 6
FEELINGS_SHOWN = 4
CURVES = (("pleasant", "smooth_valence"), ("stirred", "smooth_arousal"))


def print_moods(story: Story, console: Console | None = None) -> None:
    """Print how pleasant and how stirring the telling and its main characters are from scene to scene."""
    console = console or console_for()
    console.print()
    console.print(Text(" " + shorten(story.title, WIDTH - 1), "bold"))
    console.print()
    shown: list[tuple[Character | None, MoodCurve]] = [(None, mood_curve(story))]
    shown += [(character, mood_curve(story, character)) for character in story.characters[:CHARACTERS_SHOWN]]
    shown = [(character, curve) for character, curve in shown if curve.is_enough.any()]
    if not shown:
        console.print(Text(" too few words tell of a mood", "dim"))
        return
    scales = {name: _scale([curve for _, curve in shown], name) for _, name in CURVES}
    for character, curve in shown:
        label = shorten("the telling" if character is None else character.name, NAME_WIDTH)
        for place, (word, name) in enumerate(CURVES):
            line = Text(" ").append(set_cell_size(label if place == 0 else "", NAME_WIDTH + GAP), "bold")
            line.append(bars(curve, getattr(curve, name), len(story.scenes), scales[name]))
            console.print(line.append(f"{' ' * GAP}{word}", "dim"))
        felt = shorten(most_felt(story, character), WIDTH - NAME_WIDTH - GAP - 1)
        if felt:
            console.print(Text(" " * (NAME_WIDTH + GAP + 1) + felt, "dim"))
        console.print()
    _print_legend(console, shown[0][1], scales)


def bars(curve: MoodCurve, values: NDArray[np.float64], n_scenes: int, scale: tuple[float, float]) -> str:
    """A curve as bars over all scenes, several to a bar where they are many; a dot where too few words tell.

    Takes   values [n]: a smoothed column of the curve; scale: what the lowest and the highest bar stand for
    """
    low, high = scale
    columns = min(CURVE_WIDTH, n_scenes)
    column_of = curve.scenes * columns // n_scenes
    line = ""
    for column in range(columns):
        here = values[(column_of == column) & curve.is_enough]
        height = (here.mean() - low) / (high - low) if len(here) else 0.0
        line += BARS[min(int(height * len(BARS)), len(BARS) - 1)] if len(here) else UNKNOWN
    return line


def most_felt(story: Story, character: Character | None) -> str:
    """The feelings that are told most often, of somebody or of all, with how often.

    Only such as are told as felt count.
    """
    of = story.column("emotions", "is_felt").astype(bool)
    if character is not None:
        of &= story.column("emotions", "holder") == character.id
    counts = Counter(story.column("emotions", "kind")[of].tolist())
    return ", ".join(f"{kind} {count:,}" for kind, count in counts.most_common(FEELINGS_SHOWN))


def _scale(curves: Sequence[MoodCurve], name: str) -> tuple[float, float]:
    """The lowest and the highest value of these curves that stand on enough words, never the same."""
    values = np.concatenate([getattr(curve, name)[curve.is_enough] for curve in curves])
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _print_legend(console: Console, curve: MoodCurve, scales: dict[str, tuple[float, float]]) -> None:
    ends = [f"{word} {low:+.2f} to {high:+.2f}" for (word, _), (low, high) in zip(CURVES, scales.values(), strict=True)]
    for line in (
        f"{BARS[0]} to {BARS[-1]}: {', '.join(ends)}; {UNKNOWN} too few words",
        f"means of rated words, -1 to 1, smoothed over scenes (Gaussian of {curve.width:.1f} scenes)",
        "numbers: how often words tell that the feeling is felt",
    ):
        console.print(Text(" " + shorten(line, WIDTH - 1), "dim"))
