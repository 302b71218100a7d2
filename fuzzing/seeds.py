"""What fuzzing begins with: the committed corpus, and files made here because their format changes with fabula."""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as parquet

from fabula.exports.epub import write_epub
from fabula.story import Story
from fabula.story_file import save_story
from fabula.testing import random_story, tiny_story

CORPUS = Path(__file__).parent / "corpus"
PAGES = Path(__file__).parents[1] / "tests" / "sources" / "pages"


def seeds(target: str) -> list[bytes]:
    """Inputs for a target: those of its folder of the corpus in the order of their names, then those made here.

    Of pages the tests have some of every archive.
    """
    paths = [*sorted((CORPUS / target).glob("*")), *(sorted(PAGES.glob("*.html")) if target == "html" else [])]
    return [path.read_bytes() for path in paths] + _made(target)


def _made(target: str) -> list[bytes]:
    story, texts = tiny_story(), {"lamp.txt": tiny_story().text, "note.md": "# Note\n\nThe *lamp* is out."}
    if target == "fabula":
        return [_written(save_story, one) for one in (story, *(random_story(Random(number)) for number in range(6)))]
    if target == "exports":
        return [b"fabula"]
    if target == "epub":
        return [_written(write_epub, story)]
    if target in ("txt", "reading", "unnamed"):
        return [story.text.encode()]
    if target == "zip":
        return [_zip(texts)]
    if target == "tar":
        return [_tar(texts)]
    rows = [{"text": text, "title": name, "tags": ["sea", "lamps"], "reads": 7} for name, text in texts.items()]
    if target == "jsonl":
        return ["\n".join(json.dumps(row) for row in rows).encode()]
    if target == "parquet":
        file = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(rows), file)
        return [file.getvalue()]
    return []


def _written(write: Callable[[Story, Path], None], story: Story) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "story")
        write(story, path)
        return path.read_bytes()


def _zip(texts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _tar(texts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, text in texts.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return file.getvalue()
