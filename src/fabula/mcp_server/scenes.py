"""Tools about the scenes of a story: where and when each plays, who is there, what happens and is said in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from fabula.errors import UnknownFilter
from fabula.mcp_server.evidence import Evidence, Passages, label, name_of, names_of
from fabula.mcp_server.shelf import Name, Offset, StoryId
from fabula.mcp_server.stories import Stories
from fabula.story import Scene

LONGEST_SCENE = 3000  # code points of its text
MOST_EVENTS, MOST_LINES = 15, 15


@dataclass(frozen=True)
class SceneEntry:
    """A scene: ``number`` is its place in the telling, from 1; ``layer`` is null in the story's present."""

    number: int
    place: str | None
    time: str | None
    present: list[str]
    spoken_of: list[str]
    seen_through: str | None
    layer: str | None
    evidence: Evidence


@dataclass(frozen=True)
class ScenePage:
    """Some of the scenes in the order of the telling; ``next_offset`` asks for more, null where these were the last."""

    title: str
    total: int
    scenes: list[SceneEntry]
    next_offset: int | None


@dataclass(frozen=True)
class Happening:
    """An event that is told as having happened: the verb, who does it and to whom."""

    verb: str
    agent: str | None
    patient: str | None
    layer: str | None
    evidence: Evidence


@dataclass(frozen=True)
class Line:
    """A quotation; ``speaker`` is null and ``confidence`` 0 where it is not known who says it."""

    speaker: str | None
    addressees: list[str]
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class SceneAnswer:
    """A scene with its beginning (read_passage reads on), and the first of its events and lines."""

    title: str
    scene: SceneEntry
    total_events: int
    events: list[Happening]
    total_lines: int
    lines: list[Line]


class Scenes:
    """The tools."""

    def __init__(self, stories: Stories) -> None:
        self._stories = stories

    def list_scenes(
        self,
        story: StoryId,
        present: Annotated[
            list[Name] | None, Field(description="Only scenes where all of these are bodily there.", max_length=8)
        ] = None,
        place: Annotated[Name | None, Field(description="Only scenes at a place whose name holds this.")] = None,
        chapter: Annotated[
            int | None, Field(description="Only scenes that begin in this chapter, from 1.", ge=1)
        ] = None,
        limit: Annotated[int, Field(ge=1, le=25)] = 15,
        offset: Offset = 0,
    ) -> ScenePage:
        """List the scenes of a story: where and when each plays, who is there, and how it begins."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        wanted = {given.character(name).id for name in present or ()}
        found = [
            scene
            for scene in given.scenes
            if (chapter is None or passages.chapter(scene.start) == chapter)
            and (place is None or (scene.place and place.casefold() in scene.place.name.casefold()))
            and wanted <= {one.id for one in scene.present}
        ]
        page = [_entry(passages, scene) for scene in found[offset : offset + limit]]
        more = offset + limit if offset + limit < len(found) else None
        return ScenePage(label(given.title), len(found), page, more)

    def scene(
        self, story: StoryId, number: Annotated[int, Field(description="The scene's number, from 1.", ge=1)]
    ) -> SceneAnswer:
        """Tell one scene: place, time, who is there, its first events and lines, and how its text begins."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        if number > len(given.scenes):
            raise UnknownFilter(f"{given.title} has {len(given.scenes)} scenes, and no scene {number}")
        one = given.scenes[number - 1]
        is_real = given.column("events", "kind") == "realis"
        events = ((given.column("events", "scene") == one.id) & is_real).nonzero()[0].tolist()
        starts = given.column("quotes", "start")
        quotes = ((starts >= one.start) & (starts < one.end)).nonzero()[0].tolist()
        return SceneAnswer(
            label(given.title),
            _entry(passages, one, LONGEST_SCENE),
            len(events),
            [_happening(passages, row) for row in events[:MOST_EVENTS]],
            len(quotes),
            [_line(passages, row) for row in quotes[:MOST_LINES]],
        )


def _entry(passages: Passages, scene: Scene, longest: int = 160) -> SceneEntry:
    return SceneEntry(
        scene.id + 1,
        name_of(scene.place),
        label(scene.time) if scene.time else None,
        names_of(scene.present),
        names_of(scene.spoken_of),
        name_of(scene.focal),
        scene.layer.kind if scene.layer else None,
        passages.at(scene.start, scene.end, longest),
    )


def _happening(passages: Passages, row: int) -> Happening:
    event = passages.story.events[row]
    layer = event.layer.kind if event.layer else None
    return Happening(
        *(event.lemma, name_of(event.agent), name_of(event.patient), layer), passages.around(event.start, event.end)
    )


def _line(passages: Passages, row: int) -> Line:
    quote = passages.story.quotes[row]
    confidence = round(quote.confidence, 3)
    return Line(name_of(quote.speaker), names_of(quote.addressees), confidence, passages.at(quote.start, quote.end))
