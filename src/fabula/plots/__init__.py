"""Pictures of a story for papers and slides: one function for each kind, each of which gives a matplotlib figure.

    network    who is with whom, speaks to whom, or speaks of whom
    timeline   the order of the telling against the order of the world
    dialogue   how many words of the dialogue each speaker has
    mood       how pleasant the words are, from scene to scene
    presence   who is in which chapter, and how much

``write_plot`` writes a figure to SVG or PNG; the same story gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fabula.plots.dialogue import dialogue
from fabula.plots.mood import mood
from fabula.plots.network import network
from fabula.plots.paper import SUFFIXES, write_plot
from fabula.plots.presence import presence
from fabula.plots.timeline import timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from fabula.story import Story

__all__ = ["KINDS", "SUFFIXES", "dialogue", "mood", "network", "presence", "timeline", "write_plot"]

KINDS: dict[str, Callable[[Story], Figure]] = {
    "network": network,
    "timeline": timeline,
    "dialogue": dialogue,
    "mood": mood,
    "presence": presence,
}
"""Kind of picture -> the function that draws it."""
