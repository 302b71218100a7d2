"""A story: what there is to know of it, its page to read, and sheets of its characters."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from fabula.archive_tags import archive_tags
from fabula.companion.about import about_work, problems_of
from fabula.companion.blocks import sections
from fabula.companion.cast import Portrait, portraits
from fabula.companion.figures import figures_of
from fabula.note_summary import summarize_notes
from fabula.story import Story
from fabula.ties import Relationship
from fabula.web.deep_links import link_to_place, page_of
from fabula.web.sheets import sheet_rows
from fabula.web.state import Shared

router = APIRouter(include_in_schema=False)
NOTHING = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
CAST = 16
TIES = 24
SURE = 0.5


@dataclass(frozen=True)
class ShownTie:
    """A tie in words, and the passage that shows it."""

    source: str
    target: str
    kind: str
    role: str | None
    confidence: float
    link: str


@router.get("/stories/{story}")
def about(state: Shared, story: int) -> Response:
    """What there is to know of a story."""
    with state.library() as library:
        entry = library.entry(story)
        read = state.opened.story(library, story)
        n_corrections = len(library.corrections(story))
    chapters = sections(read)
    return state.page(
        "story.html.j2",
        entry=entry,
        story=read,
        figures=figures_of(read, chapters),
        cast=portraits(read, chapters)[:CAST],
        n_bars=len(chapters),
        tags=[tag.text for tag in archive_tags(read)],
        ties=[_shown(story, tie) for tie in _sure_ties(read)],
        notes=summarize_notes(read),
        about=about_work(read.metadata),
        problems=problems_of(read),
        n_corrections=n_corrections,
        read_at=page_of(story),
    )


@router.get("/stories/{story}/read")
def page(state: Shared, story: int) -> Response:
    """The story itself."""
    with state.library() as library:
        rendered = state.opened.page(library, story)
    return Response(
        rendered,
        headers={"content-security-policy": f"{policy_of(rendered)}; frame-ancestors 'none'"},
        media_type="text/html; charset=utf-8",
    )


def policy_of(page: bytes) -> str:
    """The policy that a story's page has for itself, by which only its own script and style run.

    A page without one could run nothing at all.
    """
    head = page[:2000].decode("utf-8", "replace")
    own = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', head)
    return html.unescape(own[1]) if own and own[1].startswith("default-src 'none'") else NOTHING


@router.get("/stories/{story}/characters/{character}")
def sheet(state: Shared, story: int, character: int) -> Response:
    """The sheet of one character."""
    with state.library() as library:
        entry = library.entry(story)
        read = state.opened.story(library, story)
    portrait = portrait_of(read, character)
    return state.page(
        "character.html.j2",
        entry=entry,
        who=portrait,
        n_bars=len(sections(read)),
        rows=sheet_rows(story, read, character),
        others=[each for each in portraits(read, sections(read))[:CAST] if each.id != character],
    )


def portrait_of(story: Story, character: int) -> Portrait:
    """The portrait of a character.

    Raises  Fault: there is none of that number
    """
    from fabula.web.faults import Fault

    for portrait in portraits(story, sections(story)):
        if portrait.id == character:
            return portrait
    raise Fault(404, "Not here", f"{story.title!r} has no character {character}; its page shows those it has.")


def _sure_ties(story: Story) -> list[Relationship]:
    sure = [tie for tie in story.relationships if tie.confidence >= SURE]
    return sorted(sure, key=lambda tie: -tie.confidence)[:TIES]


def _shown(id: int, tie: Relationship) -> ShownTie:
    names = (tie.source.name, tie.target.name)
    return ShownTie(*names, tie.kind, tie.role, tie.confidence, link_to_place(id, tie.start))
