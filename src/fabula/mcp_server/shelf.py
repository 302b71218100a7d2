"""Tools over the whole library: which stories there are, passages by words and by what happens, the text itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from fabula.library import Entry, Found
from fabula.mcp_server.evidence import Evidence, Passages, label, name_of, names_of, shown
from fabula.mcp_server.stories import Stories

MOST_LABELS = 8
LONGEST_PASSAGE = 1200  # code points of a passage that was found
LONGEST_READ = 6000  # code points that are read at once
MOST_LINES = 40

StoryId = Annotated[int, Field(description="A story's id, as list_stories and search_passages give it.", ge=1)]
Offset = Annotated[int, Field(description="How many to pass over: the next_offset of the answer before.", ge=0)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True)
class ListedStory:
    """A story of the library; ``person`` is the grammatical person it is told in, ``lines`` its quotations."""

    id: int
    title: str
    author: str | None
    words: int
    chapters: int
    characters: int
    lines: int
    person: str | None
    narrators: str
    fandoms: list[str]
    series: list[str]
    tags: list[str]
    ties: list[str]


@dataclass(frozen=True)
class ListedStories:
    """Some of the stories; ``next_offset`` asks for more, null where these were the last."""

    total: int
    stories: list[ListedStory]
    next_offset: int | None


@dataclass(frozen=True)
class FoundPassage:
    """A passage that was found; ``speaker`` says what was found in it, where that is said by somebody."""

    title: str
    author: str | None
    place: str | None
    scene: int | None
    speaker: str | None
    addressees: list[str]
    evidence: Evidence


@dataclass(frozen=True)
class FoundPassages:
    """Passages, the best first; ``next_offset`` asks for more, null where these were the last."""

    passages: list[FoundPassage]
    next_offset: int | None


@dataclass(frozen=True)
class SpokenLine:
    """A quotation in the text read: where it stands, and who says it to whom; null and 0.0 where that is unknown."""

    start: int
    end: int
    kind: str
    speaker: str | None
    addressees: list[str]
    confidence: float


@dataclass(frozen=True)
class ReadPassage:
    """A piece of a story as it stands; ``next_start`` reads on, null at its end. ``lines`` holds at most 40."""

    title: str
    evidence: Evidence
    lines: list[SpokenLine]
    next_start: int | None


class Shelf:
    """The tools."""

    def __init__(self, stories: Stories) -> None:
        self._stories = stories

    def list_stories(
        self,
        title: Annotated[str | None, Field(description="Only titles that hold this.", max_length=200)] = None,
        author: Annotated[str | None, Field(description="Only authors whose name holds this.", max_length=200)] = None,
        fandom: Annotated[str | None, Field(description="Only fandoms whose name holds this.", max_length=200)] = None,
        tie: Annotated[
            str | None, Field(description="Only with this tie: 'A/B', 'A & B', or a kind such as romance.")
        ] = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 20,
        offset: Offset = 0,
    ) -> ListedStories:
        """List the stories of the library with their ids, lengths and main ties. Start here: other tools need an id."""
        with self._stories.library() as library:
            entries = library.stories(author=author, fandom=fandom, tie=tie)
        wanted = " ".join((title or "").split()).casefold()
        entries = [entry for entry in entries if wanted in entry.title.casefold()]
        page = [_listed(entry) for entry in entries[offset : offset + limit]]
        return ListedStories(len(entries), page, _next(offset + limit, len(entries)))

    def search_passages(
        self,
        words: Annotated[
            str,
            Field(
                description='Words that must all be there; "words in marks" stand together. Forms of a word are '
                "different words. May be empty if there is a filter.",
                max_length=300,
            ),
        ] = "",
        story: Annotated[int | None, Field(description="Only in the story with this id.", ge=1)] = None,
        said_by: Annotated[Name | None, Field(description="Only in what this character says.")] = None,
        said_to: Annotated[Name | None, Field(description="Only in what this character is told.")] = None,
        about: Annotated[Name | None, Field(description="Only where this character is mentioned.")] = None,
        at: Annotated[Name | None, Field(description="Only in scenes that play at this place, or within it.")] = None,
        present: Annotated[
            list[Name] | None, Field(description="Only in scenes where all of these are bodily there.", max_length=8)
        ] = None,
        layer: Annotated[
            str | None, Field(description="Only in a memory, dream, letter, call, hypothetical or told tale.")
        ] = None,
        note: Annotated[str | None, Field(description="Only with this content note: violence, death, ...")] = None,
        actual: Annotated[bool, Field(description="Only in the story's present, not in dreams, letters, ...")] = False,
        limit: Annotated[int, Field(ge=1, le=15)] = 8,
        offset: Offset = 0,
    ) -> FoundPassages:
        """Find passages by their words (the best first), by who speaks to whom, place, company, layer or content note.

        This is a search for words, not for meanings: try several wordings. Without words, passages come in the order
        of the text.
        """
        filters = {"said_by": said_by, "said_to": said_to, "about": about, "at": at, "layer": layer, "note": note}
        with self._stories.library() as library:
            found = library.search(
                words, limit=limit + 1, offset=offset, with_=present or (), story=story, actual=actual, **filters
            )
        more = offset + limit if len(found) > limit else None
        return FoundPassages([_found(one) for one in found[:limit]], more)

    def read_passage(
        self,
        story: StoryId,
        start: Annotated[
            int | None, Field(description="Offset to read from, as evidence and next_start give it.", ge=0)
        ] = None,
        chapter: Annotated[
            int | None, Field(description="Without start: read from the beginning of this chapter, from 1.", ge=1)
        ] = None,
        length: Annotated[int, Field(description="How many characters to read.", ge=1, le=LONGEST_READ)] = 2000,
    ) -> ReadPassage:
        """Read the text of a story from some place on, with who speaks each line: to see what is around a passage."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        begin = start if start is not None else _chapter_start(passages, chapter or 1)
        begin = min(begin, len(given.text))
        end = min(begin + length, len(given.text))
        starts, ends = given.column("quotes", "start"), given.column("quotes", "end")
        rows = ((starts < end) & (ends > begin)).nonzero()[0].tolist()[:MOST_LINES]
        lines = [
            SpokenLine(
                quote.start,
                quote.end,
                quote.kind,
                name_of(quote.speaker),
                names_of(quote.addressees),
                round(quote.confidence, 3),
            )
            for quote in (given.quotes[row] for row in rows)
        ]
        title = label(given.title)
        return ReadPassage(title, passages.at(begin, end, LONGEST_READ), lines, _next(end, len(given.text)))


def _listed(entry: Entry) -> ListedStory:
    return ListedStory(
        id=entry.id,
        title=label(entry.title),
        author=_label(entry.author),
        words=entry.words,
        chapters=entry.chapters,
        characters=entry.characters,
        lines=entry.lines,
        person=entry.person,
        narrators=label(entry.narrators),
        fandoms=_labels(entry.fandoms),
        series=_labels(entry.series),
        tags=_labels(entry.tags),
        ties=_labels(entry.ties),
    )


def _label(text: str | None) -> str | None:
    return None if text is None else label(text)


def _labels(some: Sequence[str]) -> list[str]:
    return [label(one) for one in some[:MOST_LABELS]]


def _found(one: Found) -> FoundPassage:
    first = one.marks[0][0] if one.marks else 0
    low = max(0, first - LONGEST_PASSAGE // 2) if len(one.passage) > LONGEST_PASSAGE else 0
    text = shown(one.passage[low:], LONGEST_PASSAGE)
    start = one.start + low
    title = label(one.chapter_title) or f"chapter {one.chapter + 1}"
    is_cut = len(text) < len(one.passage)
    evidence = Evidence(one.story, one.chapter + 1, title, start, start + len(text), text, is_cut)
    return FoundPassage(
        title=label(one.title),
        author=_label(one.author),
        place=_label(one.place),
        scene=None if one.scene is None else one.scene + 1,
        speaker=_label(one.speaker),
        addressees=_labels(one.addressees),
        evidence=evidence,
    )


def _chapter_start(passages: Passages, chapter: int) -> int:
    chapters = passages.story.chapters
    return chapters[min(chapter, len(chapters)) - 1].start if len(chapters) else 0


def _next(offset: int, total: int) -> int | None:
    return offset if offset < total else None
