"""What fabula promises of any input whatever: something that is whole, or one of its own errors, on one line.

A target takes bytes. It returns where the promise is kept and raises where it is not: any exception that is not in
``fabula.errors``, and ``BrokenPromise`` (of ``read_back.py``).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from fabula.archive.collections import items_in
from fabula.archive.fetching import Fetcher
from fabula.casting import propose, read_voices
from fabula.corrections import read_corrections
from fabula.errors import LONGEST, FabulaError
from fabula.exports import FORMATS, export
from fabula.language.paragraphs import split_paragraphs
from fabula.reading.chapters import source_tables
from fabula.sources import Document, document_of_bytes
from fabula.sources.assemble import document_of_text
from fabula.sources.decode import without_surrogates
from fabula.story import Story, metadata_from_json, metadata_to_json
from fabula.story_file import save_story, story_of_bytes
from fabula.testing import random_story, tiny_story
from fuzzing.mutation import (
    Mutate,
    mutated_bytes,
    mutated_markup,
    mutated_parquet,
    mutated_tar,
    mutated_text,
    mutated_zip,
)
from fuzzing.read_back import READ_BACK, require


@dataclass(frozen=True)
class Target:
    """``check`` takes an input and raises if it is not dealt with as promised; ``mutate`` makes one from another."""

    check: Callable[[bytes], None]
    mutate: Mutate


@contextmanager
def errors_of_ours() -> Iterator[None]:
    """Let errors of fabula pass, if their message is one line."""
    try:
        yield
    except FabulaError as error:
        message = str(error)
        require(message and message.splitlines() == [message], f"not one line: {message!r}")
        require(len(message) <= LONGEST, f"too long a message: {message[:200]!r}")


def check_document(document: Document) -> None:
    """A document is whole: its chapters tile it, what is marked lies within, and tables can be made of it."""
    text, length = document.text, len(document.text)
    require(text.encode("utf-8"), "a document without text")
    ends = [0, *(chapter.end for chapter in document.chapters)]
    require(ends[-1] == length, "chapters do not reach the end")
    for chapter, end in zip(document.chapters, ends[:-1], strict=True):
        require(chapter.start == end <= chapter.heading_end <= chapter.end, f"chapters do not tile: {chapter}")
        require("\n" not in chapter.title, f"a title on two lines: {chapter.title!r}")
    for start, end in [*((one.start, one.end) for one in document.furniture), *document.emphasis]:
        require(0 <= start <= end <= length, f"a mark outside the text: {start}, {end} of {length}")
    furniture = [at for one in document.furniture for at in (one.start, one.end)]
    require(furniture == sorted(furniture), "furniture overlaps")
    told = json.loads(json.dumps(metadata_to_json(document.metadata)))
    require(metadata_from_json(told) == document.metadata, "metadata do not survive JSON")
    source_tables(document)
    split_paragraphs(document)


def check_source(data: bytes, name: str, format: str | None = None) -> None:
    """The bytes of a source file give a document, or an error of ours."""
    with errors_of_ours():
        check_document(document_of_bytes(data, name, format))


def check_story(story: Story) -> None:
    """A story is whole: it can be looked at, and saved and opened again it is the same."""
    for rows in (story.characters, story.quotes, story.mentions, story.chapters, story.scenes, story.layers):
        for row in rows:
            repr(row)
    for quote in story.quotes:
        _ = quote.text, quote.spans, quote.speaker, quote.addressees, quote.confidence
    for character in story.characters:
        _ = character.name, dict(character.names), character.quotes, character.mentions
    _ = story.title, story.n_words, story.narrators
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "again.fabula")
        save_story(story, path)
        again = story_of_bytes(path.read_bytes(), path.name)
    require(again.text == story.text, "another text after saving")
    require(again.metadata == story.metadata, "other metadata after saving")
    require(all(again.tables[name].equals(table) for name, table in story.tables.items()), "other tables after saving")


def check_exports(story: Story, names: Iterable[str] = tuple(FORMATS)) -> None:
    """Every export of a story is written whole, or ends in an error of ours that leaves nothing behind."""
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "out")
            try:
                export(story, name, path, book="story")
            except FabulaError as error:
                require(not list(Path(folder).iterdir()), f"{name} left something behind after {error}")
                continue
            require([entry.name for entry in Path(folder).iterdir()] == ["out"], f"{name} left a temporary file")
            if name in READ_BACK:
                READ_BACK[name](story, path)


def check_story_file(data: bytes) -> None:
    """The bytes of a story file give a story that is whole, or an error of ours."""
    with errors_of_ours():
        story = story_of_bytes(data, "story.fabula")
        check_story(story)
        check_exports(story)


def check_random_story(data: bytes) -> None:
    """A story of tables that are right and odd, which ``data`` is the seed of, is whole and can be exported."""
    story = random_story(Random(data))
    check_story(story)
    check_exports(story)


def check_corrections(data: bytes) -> None:
    """A file of corrections gives a table, or an error of ours."""
    with _file(data, "book.corrections.toml") as path, errors_of_ours():
        read_corrections(path)


def check_voices(data: bytes) -> None:
    """A list of voices gives voices that can be given out, or an error of ours."""
    with _file(data, "voices.csv") as path, errors_of_ours():
        propose(_tiny_story(), read_voices(path))


def check_question(data: bytes) -> None:
    """A question has an answer, or an error of ours."""
    with errors_of_ours():
        json.dumps(_tiny_story().ask(data.decode("utf-8", "replace")).to_json())


def check_collection(data: bytes, name: str) -> None:
    """Every story in a collection can be fetched, or is an error of ours; what was fetched is a source as any other."""
    with _file(data, name) as path, errors_of_ours():
        fetcher = Fetcher("text")
        for item in items_in(name, str(path), len(data), "text"):
            if item is None:
                continue
            require("\n" not in item.reason, f"more than one line: {item.reason!r}")
            if item.kind == "fault":
                continue
            with errors_of_ours():
                fetched = fetcher.fetch(item)
                if fetched.is_text:
                    text = without_surrogates(fetched.data.decode("utf-8", "surrogatepass"))
                    check_document(document_of_text(text, fetched.name, fetched.metadata))
                elif fetched.name.lower().endswith(".fabula"):
                    story_of_bytes(fetched.data, fetched.name)
                else:
                    check_document(document_of_bytes(fetched.data, fetched.name))


def check_reading(data: bytes) -> None:
    """Any text is read, exported and asked about."""
    from fabula.reading import read_text

    with errors_of_ours():
        story = read_text(data.decode("utf-8", "replace"), threads=1)
        check_story(story)
        check_exports(story)


def _source(suffix: str, format: str | None = None) -> Callable[[bytes], None]:
    return partial(check_source, name=f"book{suffix}", format=format)


TARGETS: dict[str, Target] = {
    "txt": Target(_source(".txt", "txt"), mutated_text),
    "md": Target(_source(".md", "md"), mutated_text),
    "html": Target(_source(".html", "html"), mutated_markup),
    "epub": Target(_source(".epub", "epub"), mutated_zip),
    "docx": Target(_source(".docx", "docx"), mutated_zip),
    "unnamed": Target(_source(""), mutated_markup),
    "fabula": Target(check_story_file, mutated_zip),
    "exports": Target(check_random_story, mutated_bytes),
    "corrections": Target(check_corrections, mutated_text),
    "voices": Target(check_voices, mutated_text),
    "question": Target(check_question, mutated_text),
    "zip": Target(partial(check_collection, name="all.zip"), mutated_zip),
    "tar": Target(partial(check_collection, name="all.tar"), mutated_tar),
    "jsonl": Target(partial(check_collection, name="all.jsonl"), mutated_text),
    "parquet": Target(partial(check_collection, name="all.parquet"), mutated_parquet),
    "reading": Target(check_reading, mutated_text),
}


@contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        yield path


@cache
def _tiny_story() -> Story:
    return tiny_story()


def mutations(target: str, seeds: list[bytes], n: int, seed: int = 0) -> Iterator[bytes]:
    """``n`` inputs made of ``seeds``, each changed one to four times; the same for the same ``seed``."""
    chance: Any = Random(f"{target} {seed}")
    for _ in range(n):
        data = chance.choice(seeds)
        for _ in range(chance.choice((1, 1, 2, 4))):
            data = TARGETS[target].mutate(data, chance)
        yield data
