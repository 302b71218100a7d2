"""One story in five formats has one cast, one set of chapters, and one speaker for each line."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from books import CONTAINER, docx, item, itemrefs, package, page, word_paragraph, zipped

import fabula

ROOT = Path(__file__).resolve().parents[2]
STORIES = ("examples/old_patience.txt", "tests/stories/salt_gate.txt")  # chapters and a letter; breaks and emphasis
HEADING = re.compile(r"\d+\. ")
BREAK = "* * *"


def blocks_of(text: str) -> list[str]:
    return re.split(r"\n\s*\n", text.strip())


def markup(block: str) -> str:
    if block == BREAK:
        return "<hr/>"
    inner = html.escape(block, quote=False).replace("\n", "<br/>")
    return f"<h2>{inner}</h2>" if HEADING.match(block) else f"<p>{inner}</p>"


def as_html(text: str) -> bytes:
    body = "".join(map(markup, blocks_of(text)))
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def as_epub(text: str) -> bytes:
    """A book whose chapters are files of their own."""
    parts: list[list[str]] = [[]]
    for block in blocks_of(text):
        if HEADING.match(block):
            parts.append([])
        parts[-1].append(markup(block))
    pages = {f"part{number}.xhtml": page("".join(part)) for number, part in enumerate(parts)}
    manifest, spine = "".join(map(item, pages)), itemrefs(*(name.removesuffix(".xhtml") for name in pages))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/content.opf": package(manifest, spine),
            **{f"OEBPS/{name}": content for name, content in pages.items()},
        }
    )


def as_markdown(text: str) -> bytes:
    """Chapters are lines that begin with a number, as many write them: no lists."""
    lines = (re.sub(r"([*_#<>`\[\]])", r"\\\1", block).replace("\n", "  \n") for block in blocks_of(text))
    return "\n\n".join(lines).encode()


def as_docx(text: str) -> bytes:
    def paragraph(block: str) -> str:
        inner = html.escape(block, quote=False).replace("\n", "</w:t><w:br/><w:t>")
        return word_paragraph(inner, "Heading1" if HEADING.match(block) else "")

    return docx("".join(map(paragraph, blocks_of(text))))


MAKERS: dict[str, Callable[[str], bytes]] = {"html": as_html, "epub": as_epub, "md": as_markdown, "docx": as_docx}


def told_by(story: fabula.Story) -> dict[str, Any]:
    """What readers see of a story: its chapters, its cast, its lines and who says each."""
    return {
        "chapters": [chapter.title for chapter in story.chapters],
        "cast": [(character.name, dict(character.names), character.pronouns) for character in story.characters],
        "lines": [(quote.text, quote.kind, quote.speaker and quote.speaker.name) for quote in story.quotes],
    }


@pytest.fixture(scope="module", params=STORIES)
def text_and_what_it_tells(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    path = ROOT / request.param
    return path.read_text(encoding="utf-8"), told_by(fabula.read(path))


@pytest.mark.parametrize("format", MAKERS)
def test_a_story_is_the_same_in_every_format(
    format: str, text_and_what_it_tells: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    text, told = text_and_what_it_tells
    book = tmp_path / f"book.{format}"
    book.write_bytes(MAKERS[format](text))
    assert told_by(fabula.read(book)) == told


def test_items_of_lists_in_markdown_keep_their_numbers_and_dashes(tmp_path: Path) -> None:
    book = tmp_path / "book.md"
    book.write_text(
        "1. The Seventh Rope\n\nHe went in.\n\n- *Come* in, said Tom.\n- No.\n\n2) The Bell\n", encoding="utf-8"
    )
    from fabula.sources import open_document

    assert open_document(book).text.split("\n\n") == [
        "1. The Seventh Rope", "He went in.", "- Come in, said Tom.", "- No.", "2) The Bell"
    ]  # fmt: skip
