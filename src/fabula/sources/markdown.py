"""Markdown, by way of the page it stands for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fabula.sources.decode import decode_text
from fabula.sources.document import Document, Metadata
from fabula.sources.html import document_of_html

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_FIELD = re.compile(
    r"^(title|author|language|lang|summary|description|date):[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE
)


def read_markdown(data: bytes, name: str) -> Document:
    """The document in the bytes of a Markdown file.

    Raises  SourceBinary (S05), SourceWithoutText (S09), SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    from markdown_it import MarkdownIt

    text = decode_text(data, name).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    fields = dict(_FIELD.findall(front[1])) if front else {}
    body = text[front.end() :] if front else text
    markdown = MarkdownIt("commonmark", {"html": True})
    tokens = _with_markers(markdown.parse(body))
    html = str(markdown.renderer.render(tokens, markdown.options, {}))
    return document_of_html(html, name, "md", _metadata(fields))


def _with_markers(tokens: list[Token]) -> list[Token]:
    """Items of lists with their numbers and dashes: "1. The Seventh Rope" is a chapter, "- Come in!" is said."""
    from markdown_it.token import Token

    marker = ""
    for token in tokens:
        if token.type == "list_item_open":
            marker += f"{token.info}{token.markup} "
        elif token.type == "list_item_close":
            marker = ""
        elif token.type == "inline" and marker and token.children:
            token.children.insert(0, Token("text", "", 0, content=marker))
            marker = ""
    return tokens


def _metadata(fields: dict[str, str]) -> Metadata:
    return Metadata(
        title=fields.get("title"),
        author=fields.get("author"),
        language=fields.get("language") or fields.get("lang"),
        summary=fields.get("summary") or fields.get("description"),
        published=fields.get("date"),
    )
