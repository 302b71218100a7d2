"""Reading a novel of the Project Dialogism Novel Corpus, whose spans are offsets into its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.pdnc import TEXT, PdncNovel, novel_folders, read_novel
from fabula.evaluation.given import steps_given
from fabula.sources import open_document
from fabula.story import Story


def read_novels(
    paths: Sequence[Path], on_document: Callable[[str], None], given: str | None = None
) -> Iterator[tuple[PdncNovel, Story]]:
    """Each novel at ``paths``, and the story that the system reads in its text.

    Takes   given: what it is told, as in ``steps_given``; nothing by default
    Raises  BadCorpus (D01): a broken novel, or one read as another text than its file holds
    """
    from fabula.reading import read, read_document

    for folder in novel_folders(paths):
        novel = read_novel(folder)
        on_document(novel.name)
        if given is None:
            story = read(folder / TEXT)
        else:
            story = read_document(open_document(folder / TEXT), steps=steps_given(novel, given))
        if story.text != novel.text:
            raise BadCorpus(f"{folder / TEXT}: read as another text than the file holds; its spans would not fit")
        yield novel, story
