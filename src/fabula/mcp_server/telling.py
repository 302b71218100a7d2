"""Tools that answer about a story as a whole: questions to it, and what a reader may want to know of first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from fabula.mcp_server.evidence import Evidence, Passages, label, name_of
from fabula.mcp_server.shelf import Offset, StoryId
from fabula.mcp_server.stories import Stories
from fabula.note_summary import summarize_notes
from fabula.questions.answer import Answer


@dataclass(frozen=True)
class AskedAnswer:
    """An answer taken from the story. ``remarks`` say how it is told: empty for what is told as actual, else that it is
    remembered, said by somebody, dreamed, denied and so on."""

    text: str
    remarks: list[str]
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class AskedReply:
    """Answers, the best first; none where the story does not say. ``missing`` are names that it does not have."""

    title: str
    question: str
    answers: list[AskedAnswer]
    total: int
    missing: list[str]


@dataclass(frozen=True)
class NotedPassage:
    """A passage of a kind; ``text`` of the evidence is empty unless passages were asked for."""

    kind: str
    standing: str
    by: str | None
    to: str | None
    confidence: float
    evidence: Evidence


@dataclass(frozen=True)
class NotedKind:
    """A kind of note: in how many passages, and in how many of these it happens in the story's present."""

    kind: str
    passages: int
    actual: int
    first_chapter: str


@dataclass(frozen=True)
class NotePage:
    """What a reader may want to know of first; ``next_offset`` asks for more, null where these were the last."""

    title: str
    kinds: list[NotedKind]
    suggested_warnings: list[str]
    total: int
    notes: list[NotedPassage]
    next_offset: int | None


class Telling:
    """The tools."""

    def __init__(self, stories: Stories) -> None:
        self._stories = stories

    def ask(
        self,
        story: StoryId,
        question: Annotated[
            str,
            Field(
                description="Begins with who, whom, what, where, when, did, was or is: Who is X? Who broke Y? What did "
                "X do to Y? What happened to X? Where was X when Y came? When did X die? What did X say to Y about Z? "
                'Who said "..."? Is X dead? A time may be added: in chapter 3, after the letter came.',
                min_length=3,
                max_length=300,
            ),
        ],
    ) -> AskedReply:
        """Ask a story a plain question. Answers are names, places, times and passages from its tables, never made up.

        No why, how or which. No answers means that the tables do not say, not that it did not happen: try
        search_passages and read_passage.
        """
        given = self._stories.story(story)
        passages = Passages(given, story)
        reply = given.ask(question)
        answers = [_answer(passages, answer) for answer in reply.answers]
        return AskedReply(label(given.title), reply.question.text, answers, reply.n_found, list(reply.missing))

    def content_notes(
        self,
        story: StoryId,
        kind: Annotated[str | None, Field(description="Only this kind, such as violence or death.")] = None,
        with_text: Annotated[bool, Field(description="Quote the passages; otherwise only where they stand.")] = False,
        limit: Annotated[int, Field(ge=1, le=40)] = 20,
        offset: Offset = 0,
    ) -> NotePage:
        """Tell what a reader may want to know of before a story (violence, death, ...). Notes are young and miss much:
        none of a kind is no promise that there is none."""
        given = self._stories.story(story)
        passages = Passages(given, story)
        summary = summarize_notes(given)
        found = [note for note in given.notes if kind is None or note.kind == kind]
        page = [
            NotedPassage(
                *(note.kind, note.standing, name_of(note.by), name_of(note.to), round(note.confidence, 3)),
                passages.at(note.start, note.end) if with_text else _silent(passages, note.start, note.end),
            )
            for note in found[offset : offset + limit]
        ]
        kinds = [NotedKind(one.kind, one.passages, one.actual, label(one.first)) for one in summary.kinds]
        warnings = [warned.warning for warned in summary.warnings]
        more = offset + limit if offset + limit < len(found) else None
        return NotePage(label(given.title), kinds, warnings, len(found), page, more)


def _answer(passages: Passages, answer: Answer) -> AskedAnswer:
    return AskedAnswer(
        *(answer.text[:600], list(answer.remarks), round(answer.confidence, 3)),
        passages.at(answer.start, answer.end, 600),
    )


def _silent(passages: Passages, start: int, end: int) -> Evidence:
    chapter = passages.chapter(start)
    return Evidence(passages.id, chapter, passages.chapter_title(chapter), start, end, "", True)
