"""What comes of a story: its tables and a row that says what it is, or why it could not be read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from fabula.archive.fetching import Fetched
from fabula.archive.item import Item
from fabula.corrections import read_corrections
from fabula.destinations import corrections_path
from fabula.errors import FabulaError
from fabula.model.weights import VERSION as WEIGHTS
from fabula.reading import read_document
from fabula.sources import document_of_bytes
from fabula.sources.assemble import document_of_text
from fabula.sources.decode import without_surrogates
from fabula.story import Story
from fabula.story_file import story_of_bytes
from fabula.summary import person_of

_YEAR = re.compile(r"\b(1[0-9]{3}|20[0-9]{2})\b")


@dataclass(frozen=True)
class Read:
    """A story that was read: its row of ``stories`` without the number, its text and its tables."""

    row: Mapping[str, Any]
    text: str
    tables: Mapping[str, pa.Table]


@dataclass(frozen=True)
class Failure:
    """A story that could not be read: the code of the error, and one line that says why."""

    code: str
    reason: str


Outcome = Read | Failure


def failure_of(error: Exception) -> Failure:
    """Why a story could not be read."""
    if isinstance(error, FabulaError):
        return Failure(error.code, " ".join(str(error).split()))
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return Failure(FabulaError.code, f"this is a bug, please report it ({what})")


def read_fetched(item: Item, fetched: Fetched, threads: int) -> Read:
    """The story in what was fetched, with the corrections beside it where it is a file of its own.

    Raises  what ``fabula.read`` raises
    """
    story, weights = _story(fetched, threads)
    return Read(_row(item, fetched, story.with_metadata(fetched.metadata), weights), story.text, dict(story.tables))


def _story(fetched: Fetched, threads: int) -> tuple[Story, int | None]:
    if fetched.is_text:
        text = without_surrogates(fetched.data.decode("utf-8", "surrogatepass"))
        return read_document(document_of_text(text, fetched.name, fetched.metadata), threads=threads), WEIGHTS
    if fetched.name.lower().endswith(".fabula"):
        return story_of_bytes(fetched.data, fetched.name), None
    document = document_of_bytes(fetched.data, fetched.name)
    beside = corrections_path(fetched.path) if fetched.path else None
    corrections = read_corrections(beside) if beside else None
    return read_document(document, threads=threads, corrections=corrections), WEIGHTS


def _row(item: Item, fetched: Fetched, story: Story, weights: int | None) -> dict[str, Any]:
    metadata = story.metadata
    year = _YEAR.search(metadata.published or "")
    provenance = {key: value for key, value in story.provenance.items() if key != "seconds"}
    return {
        "source": item.source,
        "sha256": hashlib.sha256(fetched.data).hexdigest(),
        **vars(metadata),
        "title": story.title,
        "year": int(year[0]) if year else None,
        "person": person_of(story),
        "n_words": story.n_words,
        "n_chapters": len(story.chapters),
        "n_characters": len(story.characters),
        "n_lines": int((story.column("quotes", "kind") == "speech").sum()),
        "n_scenes": len(story.scenes),
        "weights": weights,
        "provenance": json.dumps(provenance, ensure_ascii=False, sort_keys=True),
    }
