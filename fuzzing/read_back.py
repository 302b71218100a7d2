"""What each export must still hold when another program reads it: the same text, the same rows, well-formed markup."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as parquet
from lxml import etree

from fabula.story import Story


class BrokenPromise(AssertionError):
    """Something that fabula promises of every input does not hold for this one."""


def require(holds: object, what: str) -> None:
    """Raise BrokenPromise, with ``what``, unless it holds."""
    if not holds:
        raise BrokenPromise(what)


def _script(story: Story, path: Path) -> None:
    lines = path.read_text(encoding="utf-8", errors="surrogatepass").split("\n")[:-1]
    require("".join(json.loads(line)["text"] for line in lines) == story.text, "the script joined is not the text")


def _json(story: Story, path: Path) -> None:
    told = json.loads(path.read_bytes())
    require(len(told["text"]) == len(story.text), "JSON has a text of another length")
    require(len(told["quotes"]) == len(story.quotes), "JSON has other quotes")


def _jsonl(story: Story, path: Path) -> None:
    n_rows = sum(len(table) for table in story.tables.values())
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    require(len(rows) == n_rows + 1, "JSON Lines have other rows")


def _parquet(story: Story, path: Path) -> None:
    for name, table in story.tables.items():
        read = parquet.read_table(path / f"{name}.parquet")
        require(read.to_pydict() == table.to_pydict(), f"Parquet has other {name}")


def _csv(story: Story, path: Path) -> None:
    for name, table in story.tables.items():
        with (path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        require(len(rows) == len(table) + 1, f"CSV has other {name}")
        require(all(len(row) == len(rows[0]) for row in rows), f"CSV has uneven {name}")


def _booknlp(story: Story, path: Path) -> None:
    for name, n_rows in (("tokens", len(story.tables["tokens"])), ("entities", len(story.mentions))):
        lines = (path / f"story.{name}").read_text(encoding="utf-8").split("\n")[:-1]
        require(len(lines) == n_rows + 1, f"BookNLP has other {name}")
        require(len({line.count("\t") for line in lines}) == 1, f"BookNLP has uneven {name}")


def _docbin(story: Story, path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    doc = next(DocBin().from_bytes(path.read_bytes()).get_docs(spacy.blank("en").vocab))
    require(len(doc.text) == len(story.text), "the docbin has a text of another length")


def _xml(_story: Story, path: Path) -> None:
    etree.parse(path, etree.XMLParser(huge_tree=True))


def _epub(_story: Story, path: Path) -> None:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf", ".svg", ".xml")):
                etree.fromstring(book.read(name))


READ_BACK: dict[str, Callable[[Story, Path], None]] = {
    "script": _script, "json": _json, "jsonl": _jsonl, "parquet": _parquet, "csv": _csv, "booknlp": _booknlp,
    "docbin": _docbin, "tei": _xml, "graphml": _xml, "gexf": _xml, "ssml": _xml, "epub": _epub,
}  # fmt: skip
"""Export -> what reads it back and raises if something is lost."""
