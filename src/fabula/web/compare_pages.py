"""Two stories, or two characters, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from fabula.companion.blocks import sections
from fabula.companion.cast import Portrait, portraits
from fabula.companion.figures import Figures, figures_of
from fabula.library import Entry, Library
from fabula.note_summary import summarize_notes
from fabula.story import Story
from fabula.summary import Summary, summary_of
from fabula.web.asked import Name, StoryId
from fabula.web.sheets import Line, sheet_rows
from fabula.web.state import Shared, State
from fabula.web.story_pages import portrait_of

router = APIRouter(include_in_schema=False)
CAST = 24
CHOICES = 24


class Pair(BaseModel):
    """Two stories, or one and a part of the other's title; and a character of each."""

    first: StoryId = None
    second: StoryId = None
    who: int | None = Field(None, ge=0, le=10**6)
    other: int | None = Field(None, ge=0, le=10**6)
    title: Name = None


@dataclass(frozen=True)
class Side:
    """A story on one side of the page."""

    entry: Entry
    story: Story
    summary: Summary
    figures: Figures
    cast: tuple[Portrait, ...]
    n_bars: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A character on one side of the page."""

    entry: Entry
    portrait: Portrait
    n_bars: int
    lines: dict[str, Line]


@router.get("/compare")
def compare(state: Shared, pair: Annotated[Pair, Query()]) -> Response:
    """Two stories; or two characters, where both are given; or a way to choose what is missing."""
    with state.library() as library:
        if pair.first is None or pair.second is None:
            return _choose(state, library, pair)
        if pair.who is not None and pair.other is not None:
            people = [
                _person(state, library, id, who) for id, who in ((pair.first, pair.who), (pair.second, pair.other))
            ]
            labels = list(dict.fromkeys(label for person in people for label in person.lines))
            return state.page("compare_characters.html.j2", people=people, labels=labels, pair=pair)
        sides = [_side(state, library, id) for id in (pair.first, pair.second)]
        return state.page("compare_stories.html.j2", sides=sides, pair=pair)


def _choose(state: State, library: Library, pair: Pair) -> Response:
    first = library.entry(pair.first) if pair.first is not None else None
    filters: dict[str, Any] = {"title": pair.title} if pair.title else {}
    choices = [one for one in library.stories(order="title", limit=CHOICES, **filters) if one.id != pair.first]
    return state.page("choose.html.j2", first=first, choices=choices, title=pair.title or "")


def _side(state: State, library: Library, id: int) -> Side:
    story = state.opened.story(library, id)
    chapters = sections(story)
    notes = tuple(f"{one.kind} ({one.passages})" for one in summarize_notes(story).kinds)
    cast = tuple(portraits(story, chapters)[:CAST])
    return Side(library.entry(id), story, summary_of(story), figures_of(story, chapters), cast, len(chapters), notes)


def _person(state: State, library: Library, id: int, character: int) -> Person:
    story = state.opened.story(library, id)
    lines = {line.label: line for line in sheet_rows(id, story, character)}
    return Person(library.entry(id), portrait_of(story, character), len(sections(story)), lines)
