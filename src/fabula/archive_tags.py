"""Tags for who means what to whom, as archives of fan fiction write them: ``A/B`` for romance, else ``A & B``."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.story import Story
from fabula.ties import Relationship

SURE = 0.5  # confidence from which on a tie makes a tag
MOST_TAGS = 12


@dataclass(frozen=True)
class Tag:
    """One tag and the ties of its pair, the most telling first; names stand in alphabetical order."""

    text: str
    ties: tuple[Relationship, ...]


def archive_tags(story: Story, most: int = MOST_TAGS) -> list[Tag]:
    """The tags of a story, the most important pair first: the surest of those of whom most is told.

    A pair has one tag, of romance where that is as sure as ``SURE``; wishes that are not returned make none, nor does
    who has no name and does not tell ("my father").
    """
    pairs: dict[tuple[int, int], list[Relationship]] = {}
    is_named, tells = (story.column("entities", name).tolist() for name in ("is_named", "is_narrator"))
    for tie in story.relationships:
        if tie.confidence >= SURE and all(is_named[one.id] or tells[one.id] for one in (tie.source, tie.target)):
            low, high = sorted((tie.source.id, tie.target.id))
            pairs.setdefault((low, high), []).append(tie)
    counts = story.column("entities", "n_mentions")
    weight = {pair: max(tie.confidence for tie in ties) * min(counts[list(pair)]) for pair, ties in pairs.items()}
    ordered = sorted(pairs, key=lambda pair: -weight[pair])
    return [_tag(pairs[pair]) for pair in ordered[:most]]


def _tag(ties: list[Relationship]) -> Tag:
    loves = [tie for tie in ties if tie.kind == "romance" and (tie.role != "wish" or _is_returned(tie, ties))]
    names = sorted((ties[0].source.name, ties[0].target.name), key=str.casefold)
    rest = [tie for tie in ties if tie not in loves]
    return Tag(("/" if loves else " & ").join(names), tuple(loves + rest))


def _is_returned(wish: Relationship, ties: list[Relationship]) -> bool:
    """Whether the other one wishes it too."""
    return any(tie.role == "wish" and tie.source.id == wish.target.id for tie in ties)
