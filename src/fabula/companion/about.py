"""What the source says of the work, and what was odd in it, in lines for a person."""

from __future__ import annotations

from collections import Counter

from fabula.sources.document import Metadata
from fabula.story import Story

MOST_PROBLEMS = 40


def about_work(metadata: Metadata) -> list[tuple[str, str]]:
    """Label and value of each thing the source says, what it does not say left out.

    >>> about_work(Metadata(rating="Teen", tags=("Fluff", "Slow Burn"), votes=1200))
    [('Rating', 'Teen'), ('Tags', 'Fluff, Slow Burn'), ('Votes', '1,200')]
    """
    lines = (
        ("Rating", metadata.rating),
        ("Warnings", ", ".join(metadata.warnings)),
        ("Categories", ", ".join(metadata.categories)),
        ("Relationships", ", ".join(metadata.relationships)),
        ("Characters", ", ".join(metadata.characters)),
        ("Tags", ", ".join(metadata.tags)),
        ("Status", metadata.status),
        ("Published", metadata.published),
        ("Source", metadata.url),
        ("Reads", _grouped(metadata.reads)),
        ("Votes", _grouped(metadata.votes)),
        ("Comments", _grouped(metadata.comments)),
    )
    return [(label, value) for label, value in lines if value]


def problems_of(story: Story) -> list[tuple[str, str, int]]:
    """Code, message and number of the oddities met while reading, in the order of the text."""
    codes, messages = (story.column("problems", name).tolist() for name in ("code", "message"))
    counts = Counter(zip(codes, messages, strict=True))
    return [(code, message, times) for (code, message), times in list(counts.items())[:MOST_PROBLEMS]]


def _grouped(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
