"""Reading a novel of the Project Dialogism Novel Corpus, whose spans are offsets into its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.pdnc import TEXT, PdncNovel, novel_folders, read_novel
from fabula.story import Story


def read_novels(paths: Sequence[Path], on_document: Callable[[str], None]) -> Iterator[tuple[PdncNovel, Story]]:
    """Each novel at ``paths``, and the story that the system reads in its text.

    Raises  BadCorpus (D01): a broken novel, or one read as another text than its file holds
    """
    from fabula.reading import read

    for folder in novel_folders(paths):
        novel = read_novel(folder)
        on_document(novel.name)
        story = read(folder / TEXT)
        if story.text != novel.text:
            raise BadCorpus(f"{folder / TEXT}: read as another text than the file holds; its spans would not fit")
        yield novel, story
