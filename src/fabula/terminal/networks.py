"""Networks in a terminal: how the main characters stand in each, and the groups they fall into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from fabula.networks import KINDS, Kind, Measures, measures, network
from fabula.story import Story
from fabula.terminal import GAP, NAME_WIDTH, WIDTH, console_for, join_names, shorten

CHARACTERS_SHOWN = 10
GROUPS_SHOWN = 5
FIGURE_WIDTH = 9
FIGURES = ("tied to", "strength", "between", "close")
MEANING: dict[Kind, str] = {
    "company": "who is with whom (strength: scenes together)",
    "dialogue": "who speaks to whom (strength: lines both ways)",
    "mention": "who speaks of whom (strength: lines both ways)",
}


def print_networks(story: Story, chapter: int | None = None, console: Console | None = None) -> None:
    """Print the measures and groups of the main characters in each network of a story, or of one of its chapters.

    Raises  IndexError: no such chapter
    """
    console = console or console_for()
    console.print()
    console.print(Text(" " + shorten(story.title, WIDTH - 1), "bold"))
    for kind in KINDS:
        rows = measures(network(story, kind, chapter))
        console.print()
        console.print(Text(f" {MEANING[kind]}", "bold"))
        if not any(row.degree for row in rows):
            console.print(Text(" nobody is tied to anybody", "dim"))
            continue
        _print_measures(console, rows[:CHARACTERS_SHOWN])
        _print_groups(console, rows)
    console.print()


def _print_measures(console: Console, rows: Sequence[Measures]) -> None:
    console.print(Text(" " + " " * (NAME_WIDTH + GAP) + "".join(f"{word:>{FIGURE_WIDTH}}" for word in FIGURES), "dim"))
    for row in rows:
        line = Text(" ").append(set_cell_size(shorten(row.name, NAME_WIDTH), NAME_WIDTH + GAP), "bold")
        figures = (f"{row.degree:,}", f"{row.weight:,}", f"{row.betweenness:.2f}", f"{row.closeness:.2f}")
        console.print(line.append("".join(f"{figure:>{FIGURE_WIDTH}}" for figure in figures)))


def _print_groups(console: Console, rows: Sequence[Measures]) -> None:
    """Print the groups of two and more, those with the strongest ties first in each."""
    groups: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        groups[row.community].append(row.name)
    several = [names for _, names in sorted(groups.items()) if len(names) > 1]
    for number, names in enumerate(several[:GROUPS_SHOWN], start=1):
        label = f" group {number}: "
        console.print(Text(label, "dim").append(join_names(names, WIDTH - len(label)), "not dim"))
    if len(several) > GROUPS_SHOWN:
        console.print(Text(f" and {len(several) - GROUPS_SHOWN} smaller groups", "dim"))
