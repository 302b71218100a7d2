"""The parts of a story that ``fabula show`` prints."""

from __future__ import annotations

from fabula.story import Story
from fabula.summary import summary_of
from fabula.terminal import print_summary, print_timeline
from fabula.terminal.contradictions import print_contradictions
from fabula.terminal.moods import print_moods
from fabula.terminal.networks import print_networks
from fabula.terminal.notes import print_notes
from fabula.terminal.sheets import print_sheet
from fabula.terminal.ties import print_ties
from fabula.timeline import timeline_of


def print_view(story: Story, view: str, character: str | None = None, *, passages: bool = False) -> None:
    """Print one part; ``view`` as for ``fabula.shown.shown``.

    Raises  UnknownCharacter (A02): of the sheet of a character, nobody is called so
    """
    match view:
        case "summary":
            print_summary(summary_of(story))
        case "timeline":
            print_timeline(timeline_of(story))
        case "character":
            print_sheet(story.sheet(story.character(character or "")))
        case "ties":
            print_ties(story, passages=passages)
        case "notes":
            print_notes(story, passages=passages)
        case "moods":
            print_moods(story)
        case "networks":
            print_networks(story)
        case "contradictions":
            print_contradictions(story)
