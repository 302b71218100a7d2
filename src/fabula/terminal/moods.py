"""Mood curves in a terminal: bars over the scenes, of the telling and of main characters, with what each feels most."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from fabula.moods import MoodCurve, mood_curve
from fabula.story import Character, Story
from fabula.terminal import GAP, NAME_WIDTH, WIDTH, console_for, shorten

BARS, UNKNOWN = "▁▂▃▄▅▆▇█", "·"
CURVE_WIDTH = 48
LABEL_WIDTH = 10
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
    for character, curve in shown:
        name = shorten("the telling" if character is None else character.name, NAME_WIDTH)
        felt = shorten(most_felt(story, character), WIDTH - 1 - cell_len(name) - GAP)
        console.print(Text(" ").append(name, "bold").append(" " * GAP + felt, "dim"))
        for word, column in CURVES:
            low, high = _scale(curve, column)
            line = Text(" " * (1 + GAP)).append(set_cell_size(word, LABEL_WIDTH), "dim")
            line.append(bars(curve, getattr(curve, column), len(story.scenes), (low, high)))
            console.print(line.append(f"{' ' * GAP}{low:+.2f} to {high:+.2f}", "dim"))
        console.print()
    for note in (
        f"{BARS[0]} to {BARS[-1]}: each curve from its lowest to its highest; {UNKNOWN} too few words",
        f"means of rated words, -1 to 1, smoothed over scenes (Gaussian of {shown[0][1].width:.1f} scenes)",
        "numbers behind feelings: how often words tell that they are felt",
    ):
        console.print(Text(" " + shorten(note, WIDTH - 1), "dim"))


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


def _scale(curve: MoodCurve, column: str) -> tuple[float, float]:
    """The lowest and the highest value of a curve that stand on enough words, never the same."""
    values = getattr(curve, column)[curve.is_enough]
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)
