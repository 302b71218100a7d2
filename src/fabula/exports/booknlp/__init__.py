"""The files that BookNLP writes, so that programs made for its output run unchanged.

    ID.tokens       a word a line: paragraph, sentence, place in the sentence, place in the text, and its grammar
    ID.entities     a mention a line: the number of what it refers to, first and last word, form, kind, words
    ID.quotes       a stretch of a quotation a line: its words, the mention of its speaker, the speaker's number
    ID.supersense   its heading alone: fabula finds no supersenses
    ID.book         JSON of the characters that are mentioned more than once: names, pronouns, deeds, possessions
    ID.book.html    the text with mentions and speakers marked

As in BookNLP, the last word of a span is included; "byte" columns count code points; white space inside a word is
written S, N or T; a quotation that narration splits is a line for each stretch; numbers of people are the same in all
files, and the narrator of a story in the first person is 0. Source: BookNLP 1.0.7, README and ``english_booknlp.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from fabula.exports.booknlp.characters import characters_of
from fabula.exports.booknlp.page import page_of
from fabula.exports.booknlp.words import Words
from fabula.output import Writer
from fabula.story import Story

Row = tuple[object, ...]

TOKENS = (
    "paragraph_ID", "sentence_ID", "token_ID_within_sentence", "token_ID_within_document", "word", "lemma",
    "byte_onset", "byte_offset", "POS_tag", "fine_POS_tag", "dependency_relation", "syntactic_head_ID", "event",
)  # fmt: skip
ENTITIES = ("COREF", "start_token", "end_token", "prop", "cat", "text")
QUOTES = ("quote_start", "quote_end", "mention_start", "mention_end", "mention_phrase", "char_id", "quote")
SUPERSENSE = ("start_token", "end_token", "supersense_category", "text")


def booknlp_files(story: Story, book: str) -> dict[str, Writer]:
    """What writes each of the six files, by its name; ``book`` begins the names."""
    return {f"{book}.{ending}": partial(_write, content) for ending, content in contents(story).items()}


def contents(story: Story) -> dict[str, str]:
    r"""The content of each file, by the ending of its name.

    >>> from fabula.testing import tiny_story
    >>> contents(tiny_story())["quotes"].splitlines()[1].split("\t")[5:]
    ['1', '" Tom , the lamp is out , "']
    """
    words = Words(story)
    book = characters_of(words)
    return {
        "tokens": _lines(TOKENS, words.tokens()),
        "entities": _lines(ENTITIES, words.entities()),
        "quotes": _lines(QUOTES, words.quotes()),
        "supersense": _lines(SUPERSENSE, iter(())),
        "book": json.dumps(book),
        "book.html": page_of(words, book),
    }


def _write(content: str, path: Path) -> None:
    path.write_text(content, encoding="utf-8", errors="replace", newline="\n")


def _lines(heading: tuple[str, ...], rows: Iterator[Row]) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in (heading, *rows))
