"""Find what is written in the story: letters, notes, entries of diaries, chats, messages, with who writes to whom.

The problem. A letter is told in another voice: its "I" is the writer. How one that is paragraphs of its own begins and
ends is in ``set_letters``; what is written within the telling is in ``messages`` and ``chats``.
Not tried: letters told in other words ("She wrote that she was well").
Score: docs/results.md, `fabula evaluate levels`.
"""

from __future__ import annotations

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.reading.chats import chats, e_mails
from fabula.reading.letter_page import Letter, Page
from fabula.reading.letter_people import People
from fabula.reading.messages import inscriptions, messages_in_italics, words_read
from fabula.reading.set_letters import set_letters
from fabula.schema import table_of


def find_letters(
    paragraphs: pa.Table,
    emphasis: pa.Table,
    syntax: Syntax,
    headed_lines: pa.Table,
    quotes: pa.Table,
    names: pa.Table,
    entities: pa.Table,
    entity_names: pa.Table,
) -> dict[str, pa.Table]:
    """What is written, in the order of the starts; a letter inside another comes after it.

    Gives   letters: start, end, confidence, evidence_start, evidence_end (what opens it), writer (an entity or null),
            writer_name (of somebody who is none)
            letter_readers: letter, entity
    """
    text, people = syntax.source, People(names, entities, entity_names)
    page = Page(text, paragraphs, people)
    letters = set_letters(page)
    for found in (
        chats(text, paragraphs, headed_lines, people),
        e_mails(text, paragraphs, people),
        words_read(page, quotes),
    ):
        letters += [letter for letter in found if _is_apart(letter, letters)]
    letters += messages_in_italics(text, paragraphs, emphasis, _spans(letters), people)
    letters += inscriptions(text, paragraphs, _spans(letters))
    letters.sort(key=lambda letter: (letter.start, -letter.end))
    return {
        "letters": table_of(
            "letters",
            {
                "start": [letter.start for letter in letters],
                "end": [letter.end for letter in letters],
                "confidence": [letter.confidence for letter in letters],
                "evidence_start": [letter.opened[0] for letter in letters],
                "evidence_end": [letter.opened[1] for letter in letters],
                "writer": [letter.writer for letter in letters],
                "writer_name": [letter.writer_name for letter in letters],
            },
        ),
        "letter_readers": table_of(
            "letter_readers",
            {
                "letter": [row for row, letter in enumerate(letters) for _ in letter.readers],
                "entity": [entity for letter in letters for entity in letter.readers],
            },
        ),
    }


def _spans(letters: list[Letter]) -> list[tuple[int, int]]:
    return [(letter.start, letter.end) for letter in letters]


def _is_apart(letter: Letter, others: list[Letter]) -> bool:
    """Whether no other one crosses it or covers just as much; it may hold others and be inside one."""
    return not any(
        (letter.start <= other.start < letter.end) or (other.start < letter.start < other.end < letter.end)
        for other in others
    )
