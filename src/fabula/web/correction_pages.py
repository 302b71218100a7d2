"""Putting a story right: who says what, and who is who."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from fabula.companion.blocks import sections
from fabula.companion.cast import Portrait, portraits
from fabula.library.correcting import toml_of
from fabula.review import UNSURE_BELOW, Finder
from fabula.story import Story
from fabula.web.deep_links import link_to_place
from fabula.web.faults import Fault
from fabula.web.forms import FormToken, check_form
from fabula.web.state import Shared, State

router = APIRouter(include_in_schema=False)
LINES = 40
BEFORE = 140
LONGEST = 360
SPEAKERS = 60
KeysOf = Callable[[Story, Finder], dict[str, Any]]
Text = Annotated[str, Field(max_length=1000)]


class LinesPage(BaseModel):
    """Which lines: those that are not sure, or all from one chapter or one quotation on."""

    show: Literal["unsure", "all"] = "unsure"
    page: int = Field(1, ge=1, le=100_000)
    quote: int | None = Field(None, ge=0, le=10**7)


@dataclass(frozen=True)
class ShownLine:
    """A quotation: what stands before it, who says it and how sure that is, and who else may."""

    quote: int
    chapter: str
    before: str
    text: str
    speaker: int | None
    confidence: float
    is_corrected: bool
    candidates: tuple[tuple[int, str], ...]
    link: str


@router.get("/stories/{story}/corrections")
def corrections(state: Shared, story: int, asked: Annotated[LinesPage, Query()]) -> Response:
    """The lines to look through, the cast, and what was put right."""
    with state.library() as library:
        entry = library.entry(story)
        read = state.opened.story(library, story)
        made = library.corrections(story)
    wanted = _wanted(read, asked.show)
    page = asked.page
    if asked.quote is not None:
        page = 1 + bisect_right(wanted, asked.quote - 1) // LINES
    return state.page(
        "corrections.html.j2",
        entry=entry,
        lines=[_shown(story, read, quote) for quote in wanted[LINES * (page - 1) : LINES * page]],
        n_lines=len(wanted),
        n_pages=-(-len(wanted) // LINES),
        page=page,
        show=asked.show,
        cast=_cast(read),
        made=made,
        misfits=misfits_of(read),
    )


@router.get("/stories/{story}/corrections.toml")
def corrections_file(state: Shared, story: int) -> Response:
    """What was put right, as the file that ``fabula read`` takes."""
    with state.library() as library:
        made = toml_of(library.corrections(story))
    disposition = f'attachment; filename="story-{story}.corrections.toml"'
    return PlainTextResponse(made, headers={"content-disposition": disposition})


@router.post("/stories/{story}/corrections/speaker")
async def set_speaker(
    state: Shared,
    story: int,
    quote: Annotated[int, Form(ge=0, le=10**7)],
    speaker: Annotated[Text, Form()] = "",
    new_speaker: Annotated[Text, Form()] = "",
    form_token: Annotated[FormToken, Form()] = "",
) -> Response:
    """Set who says a quotation: one of the cast, or somebody new."""
    check_form(state, form_token)

    def keys(read: Story, finder: Finder) -> dict[str, Any]:
        if quote >= len(read.quotes):
            raise Fault(404, "Not here", f"{read.title!r} has no quotation {quote}.")
        anchor = finder.anchors.anchor_of(quote)
        if new_speaker.strip():
            return {**anchor, "speaker": new_speaker.strip(), "new": True}
        return {**anchor, "speaker": somebody(read, finder, speaker, read.quotes[quote].start)}

    return await _corrected(state, story, "speaker", keys)


@router.post("/stories/{story}/corrections/rename")
async def rename(
    state: Shared,
    story: int,
    character: Annotated[Text, Form()],
    to: Annotated[Text, Form()],
    form_token: Annotated[FormToken, Form()] = "",
) -> Response:
    """Show a character under another name."""
    check_form(state, form_token)
    return await _corrected(
        state, story, "rename", lambda read, finder: {"character": somebody(read, finder, character), "to": to.strip()}
    )


@router.post("/stories/{story}/corrections/merge")
async def merge(
    state: Shared,
    story: int,
    characters: Annotated[list[Text], Form()],
    form_token: Annotated[FormToken, Form()] = "",
) -> Response:
    """Make one of several; the first keeps its name."""
    check_form(state, form_token)
    return await _corrected(
        state,
        story,
        "merge",
        lambda read, finder: {"characters": [somebody(read, finder, one) for one in characters if one]},
    )


@router.post("/stories/{story}/corrections/split")
async def split(
    state: Shared,
    story: int,
    character: Annotated[Text, Form()],
    to: Annotated[Text, Form()],
    names: Annotated[Text, Form()] = "",
    passages: Annotated[str, Form(max_length=5000)] = "",
    form_token: Annotated[FormToken, Form()] = "",
) -> Response:
    """Make two of one: what goes to the other is all that is said by some names, and in some passages."""
    check_form(state, form_token)
    parted = {
        "names": [name.strip() for name in names.split(",") if name.strip()],
        "passages": [line.strip() for line in passages.splitlines() if line.strip()],
    }
    given = {key: value for key, value in parted.items() if value}
    return await _corrected(
        state,
        story,
        "split",
        lambda read, finder: {"character": somebody(read, finder, character), "to": to.strip(), **given},
    )


@router.post("/stories/{story}/corrections/{correction}/take-back")
async def take_back(
    state: Shared, story: int, correction: int, form_token: Annotated[FormToken, Form()] = ""
) -> Response:
    """Forget a correction."""
    check_form(state, form_token)

    def forget() -> str:
        with state.library() as library:
            library.take_back(story, correction)
            return library.entry(story).title

    reading = state.readings.again(story, await run_in_threadpool(forget))
    return RedirectResponse(f"/readings/{reading.id}", 303)


@router.post("/stories/{story}/again")
async def read_again(state: Shared, story: int, form_token: Annotated[FormToken, Form()] = "") -> Response:
    """Read a story again, with this version of fabula and all corrections."""
    check_form(state, form_token)

    def title() -> str:
        with state.library() as library:
            return library.entry(story).title

    reading = state.readings.again(story, await run_in_threadpool(title))
    return RedirectResponse(f"/readings/{reading.id}", 303)


async def _corrected(state: State, story: int, kind: str, keys_of: KeysOf) -> Response:
    """Keep a correction, and show how the story is read again with it."""

    def keep() -> str:
        with state.library() as library:
            read = state.opened.story(library, story)
            library.correct(story, kind, **keys_of(read, Finder(read)))
            return read.title

    reading = state.readings.again(story, await run_in_threadpool(keep))
    return RedirectResponse(f"/readings/{reading.id}", 303)


def somebody(story: Story, finder: Finder, given: str, position: int = 0) -> str | dict[str, str]:
    """Somebody of the cast, given by number, as a correction writes them.

    Raises  Fault: there is nobody of that number
    """
    if not given.isdecimal() or int(given) >= len(story.tables["entities"]):
        raise Fault(400, "Not understood", "Choose somebody from the list, or write a new name.")
    return finder.person(int(given), position)


def misfits_of(story: Story) -> list[str]:
    """What of its corrections does not fit a story."""
    return [problem.message for problem in story.problems if problem.step == "corrections"]


def _cast(story: Story) -> list[Portrait]:
    return portraits(story, sections(story))[:SPEAKERS]


def _wanted(story: Story, show: str) -> list[int]:
    """The quotations to be shown, by number."""
    if show == "all":
        return list(range(len(story.quotes)))
    sure = np.nan_to_num(story.column("quotes", "speaker_confidence"))
    unsure = (sure < UNSURE_BELOW) & (story.column("quotes", "speaker_by") != "correction")
    return [int(quote) for quote in np.flatnonzero(unsure)]


def _shown(id: int, story: Story, number: int) -> ShownLine:
    quote = story.quotes[number]
    before = story.text[max(0, quote.start - BEFORE) : quote.start]
    chapters = story.column("chapters", "start").tolist()
    chapter = bisect_right(chapters, quote.start) - 1
    chosen = [quote.speaker] if quote.speaker else []
    others = [who for who, _ in quote.alternatives]
    return ShownLine(
        number,
        story.chapters[chapter].title if chapter >= 0 else "",
        _tail(before),
        _short(quote.text),
        quote.speaker.id if quote.speaker else None,
        quote.confidence or 0.0,
        story.column("quotes", "speaker_by")[number] == "correction",
        tuple((who.id, who.name) for who in [*chosen, *others][:3]),
        link_to_place(id, quote.start),
    )


def _tail(text: str) -> str:
    words = text.split()
    return " ".join(words[1:] if len(text) == BEFORE else words)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
