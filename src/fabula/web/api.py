"""The JSON API; /openapi.json describes it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Path, Query, UploadFile
from starlette.concurrency import run_in_threadpool

from fabula.shown import shown
from fabula.summary import Summary, summary_of
from fabula.web.answers import (
    CharacterAnswer,
    CorrectedAnswer,
    CorrectionAnswer,
    CorrectionRequest,
    CorrectionsAnswer,
    CountAnswer,
    FoundAnswer,
    Problem,
    ReadingAnswer,
    SearchAnswer,
    StoriesAnswer,
    StoryAnswer,
)
from fabula.web.asked import MOST, OfSearch, OfShelf, SearchList, ShelfList
from fabula.web.correction_pages import misfits_of
from fabula.web.faults import Fault
from fabula.web.state import Shared, State
from fabula.web.upload_pages import take

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": meaning}
    for status, meaning in {
        400: "not understood",
        401: "a token is needed",
        403: "asked for by another site",
        404: "not here",
        409: "read by another version of fabula",
        413: "too large",
        421: "not known by this name",
        422: "not understood",
        500: "a fault of the program",
        503: "busy",
    }.items()
}
router = APIRouter(prefix="/api", responses=PROBLEMS)
Id = Annotated[int, Path(ge=1, le=MOST)]
View = Literal["timeline", "ties", "notes", "moods", "networks", "contradictions"]


@router.get("/stories", tags=["stories"])
def list_stories(state: Shared, asked: Annotated[ShelfList, Query()]) -> StoriesAnswer:
    """The stories of the library."""
    filters = asked.filters()
    with state.library() as library:
        entries = library.stories(order=asked.order, limit=asked.limit, offset=asked.offset, **filters)
        total = library.count_stories(**filters)
    return StoriesAnswer(total=total, stories=[StoryAnswer.of(entry) for entry in entries])


@router.get("/facets", tags=["stories"])
def count_facets(state: Shared, asked: Annotated[OfShelf, Query()]) -> dict[str, list[CountAnswer]]:
    """Of what authors, fandoms, tags, notes, layers, persons and lengths the stories are."""
    with state.library() as library:
        return CountAnswer.table(state.facets_of(library, asked.filters()))


@router.get("/stories/{story}", tags=["stories"])
def show_story(state: Shared, story: Id) -> Summary:
    """What a person wants to know of a story first."""
    with state.library() as library:
        return summary_of(state.opened.story(library, story))


@router.get("/stories/{story}/text", tags=["stories"])
def show_text(
    state: Shared,
    story: Id,
    start: Annotated[int, Query(ge=0, le=MOST)] = 0,
    end: Annotated[int, Query(ge=0, le=MOST)] = MOST,
) -> str:
    """The text, or a stretch of it in code points."""
    with state.library() as library:
        return state.opened.story(library, story).text[start:end].encode("utf-8", "replace").decode()


@router.get("/stories/{story}/views/{view}", tags=["stories"])
def show_view(state: Shared, story: Id, view: View) -> dict[str, Any]:
    """One part of what was read, as ``fabula show --json`` prints it."""
    with state.library() as library:
        return shown(state.opened.story(library, story), view)


@router.get("/stories/{story}/characters", tags=["characters"])
def list_characters(state: Shared, story: Id) -> list[CharacterAnswer]:
    """The cast, most mentioned first."""
    with state.library() as library:
        read = state.opened.story(library, story)
    counts = read.column("entities", "n_mentions")
    return [
        CharacterAnswer(
            id=one.id,
            name=one.name,
            names=dict(one.names),
            pronouns=one.pronouns,
            is_narrator=one.is_narrator,
            lines=len(one.quotes),
            mentions=int(counts[one.id]),
        )
        for one in read.characters
    ]


@router.get("/stories/{story}/characters/{character}", tags=["characters"])
def show_character(state: Shared, story: Id, character: Annotated[int, Path(ge=0, le=MOST)]) -> dict[str, Any]:
    """The sheet of a character; see docs/sheets.md."""
    with state.library() as library:
        read = state.opened.story(library, story)
    for one in read.characters:
        if one.id == character:
            return read.sheet(one).to_json()
    raise Fault(404, "Not here", f"{read.title!r} has no character {character}")


@router.get("/search", tags=["search"])
def search(state: Shared, asked: Annotated[SearchList, Query()]) -> SearchAnswer:
    """Passages with all of these words, the best first; without words, all that pass the filters."""
    with state.library() as library:
        found = library.search(asked.q, limit=asked.limit, offset=asked.offset, **asked.filters())
    return SearchAnswer(found=[FoundAnswer.of(one) for one in found])


@router.get("/counts", tags=["search"])
def count_found(state: Shared, asked: Annotated[OfSearch, Query()]) -> dict[str, list[CountAnswer]]:
    """How many passages a search finds, by story, speaker (of what is said), layer and note."""
    with state.library() as library:
        return CountAnswer.table(library.count(asked.q, **asked.filters()))


@router.get("/stories/{story}/corrections", tags=["corrections"])
def list_corrections(state: Shared, story: Id) -> CorrectionsAnswer:
    """What was put right in the library."""
    with state.library() as library:
        made = library.corrections(story)
        misfits = misfits_of(state.opened.story(library, story))
    return CorrectionsAnswer(corrections=[CorrectionAnswer.of(one) for one in made], misfits=misfits)


@router.post("/stories/{story}/corrections", status_code=202, tags=["corrections"])
async def correct(state: Shared, story: Id, asked: CorrectionRequest) -> CorrectedAnswer:
    """Keep a correction, and read the story again with it; the reading says whether it fits the text."""
    return await _changed(state, story, lambda library: library.correct(story, asked.kind, **asked.keys))


@router.delete("/stories/{story}/corrections/{correction}", status_code=202, tags=["corrections"])
async def take_back(state: Shared, story: Id, correction: Id) -> CorrectedAnswer:
    """Forget a correction, and read the story again without it."""
    return await _changed(state, story, lambda library: library.take_back(story, correction))


@router.post("/readings", status_code=202, tags=["readings"])
async def upload(state: Shared, file: Annotated[UploadFile, File()]) -> ReadingAnswer:
    """Take a book, and have it read into the library."""
    return ReadingAnswer.of_reading(await take(state, file))


@router.get("/readings/{reading}", tags=["readings"])
async def show_reading(state: Shared, reading: Annotated[str, Path(max_length=40)]) -> ReadingAnswer:
    """How far a book is; as server-sent events at /readings/{reading}/events."""
    return ReadingAnswer.of_reading(state.readings.get(reading))


async def _changed(state: State, story: int, change: Any) -> CorrectedAnswer:
    def keep() -> tuple[int | None, str]:
        with state.library() as library:
            return change(library), library.entry(story).title

    correction, title = await run_in_threadpool(keep)
    reading = state.readings.again(story, title)
    return CorrectedAnswer(correction=correction, reading=ReadingAnswer.of_reading(reading))
