"""A story in other formats, one file or folder of code per format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from fabula.output import check_absent, check_folder, check_writable, make_folder, write_together
from fabula.story import Story


@dataclass(frozen=True)
class Format:
    """A format of ``fabula export``: what makes it, and the ending of its file; without one it is a folder of files.

    Of a file ``maker`` is called with the story and a path and writes it; of a folder with the story and the book's
    name, and gives what writes each file, by its name.
    """

    maker: str
    ending: str | None

    @property
    def is_folder(self) -> bool:
        """Whether it is several files."""
        return self.ending is None

    def load(self) -> Any:
        """The function that makes it."""
        module, function = self.maker.split(":")
        return getattr(import_module(module), function)


FORMATS: Mapping[str, Format] = {
    "json": Format("fabula.exports.json:write_json", "json"),
    "jsonl": Format("fabula.exports.tables:write_jsonl", "jsonl"),
    "csv": Format("fabula.exports.tables:csv_files", None),
    "parquet": Format("fabula.exports.tables:parquet_files", None),
    "booknlp": Format("fabula.exports.booknlp:booknlp_files", None),
    "conll": Format("fabula.exports.conll:write_conll", "conll"),
    "corefud": Format("fabula.exports.corefud:write_corefud", "conllu"),
    "webanno": Format("fabula.exports.webanno:write_webanno", "tsv"),
    "docbin": Format("fabula.exports.spacy_doc:write_docbin", "spacy"),
    "tei": Format("fabula.exports.tei:write_tei", "tei.xml"),
    "graphml": Format("fabula.exports.networks:write_graphml", "graphml"),
    "gexf": Format("fabula.exports.networks:write_gexf", "gexf"),
    "epub": Format("fabula.exports.epub:write_epub", "fabula.epub"),
    "script": Format("fabula.exports.script:write_script", "script.jsonl"),
    "sml": Format("fabula.exports.sml:write_sml", "sml.txt"),
    "ssml": Format("fabula.exports.ssml:write_ssml", "ssml"),
}


def export(story: Story, to: str, path: Path, *, book: str, replace: bool = False) -> None:
    """Write ``story`` in the format ``to``: a file at ``path``, or files into the folder ``path``, all or none.

    Takes   book: the name with which files of a folder begin, where the format names them by the book
            replace: whether files of the same names may be replaced
    Raises  KeyError: no such format; AlreadyThere (O03), CannotWrite (O01), DiskFull (O02)
    """
    format = FORMATS[to]
    if not format.is_folder:
        if not replace:
            check_absent(path)
        format.load()(story, path)
        return
    writers = {path / name: write for name, write in format.load()(story, book).items()}
    if not replace:
        for target in writers:
            check_absent(target)
    make_folder(path)
    write_together(writers)


def check_target(to: str, path: Path, *, replace: bool = False) -> None:
    """Find out before a book is read whether an export can go to ``path``.

    Raises  AlreadyThere (O03), CannotWrite (O01), DiskFull (O02)
    """
    if FORMATS[to].is_folder:
        check_folder(path)
        return
    if not replace:
        check_absent(path)
    check_writable(path)
