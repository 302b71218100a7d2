"""Reading: the visible list of steps that turn a Document into a Story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fabula.sources.document import Document
from fabula.story import Story

Progress = Callable[[int, int, str], None]  # steps done, steps in all, name of the step that starts


def read(path: str | Path, *, progress: bool | Progress = False, format: str | None = None) -> Story:
    """The story in the file at ``path`` (a book, or a ``.fabula`` file); ``"-"`` reads standard input."""
    raise NotImplementedError


def read_text(text: str, title: str | None = None) -> Story:
    """The story in ``text``, taken as it is."""
    raise NotImplementedError


def read_document(document: Document, progress: Progress | None = None) -> Story:
    """The story in a document that a source format has given."""
    raise NotImplementedError


def read_words(sentences: Sequence[Sequence[str]], new_paragraphs: Sequence[int] = (0,)) -> Story:
    """The story in text that is already split: its words and sentences are kept, joined by single spaces.

    Takes   sentences: words of each sentence; new_paragraphs: indices of the sentences that begin a paragraph
    """
    raise NotImplementedError


def load(path: str | Path) -> Story:
    """The story in a ``.fabula`` file."""
    raise NotImplementedError
