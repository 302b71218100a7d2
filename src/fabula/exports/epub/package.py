"""The files that hold a book together: its package document, its navigation, its style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from fabula.exports.epub.xhtml import TYPE, Element, add, page, to_bytes
from fabula.exports.visible import visible
from fabula.story import Story

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
MODIFIED = "1980-01-01T00:00:00Z"  # no clock: the same story gives the same bytes
LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
STYLE = b"""\
body { margin: 5%; line-height: 1.5; }
h1, h2 { font-weight: normal; text-align: center; margin: 2em 0 1em; }
p { margin: 0; text-indent: 1.2em; }
hr { width: 20%; margin: 1.5em auto; }
li { margin: 0.4em 0; }
.cover { text-indent: 0; text-align: center; }
.cover img { max-width: 100%; max-height: 100%; }

/* Who speaks: a small name before each quotation. Take these two rules out, and it is not seen. */
.said[data-speaker]::before { content: attr(data-speaker) " "; font-size: 0.6em; vertical-align: super; opacity: 0.7; }
.said.again[data-speaker]::before { content: none; }
"""


def language_of(story: Story) -> str:
    """The language that the source gives, where it is one; else English, which is all that fabula reads."""
    given = story.metadata.language or ""
    return given if LANGUAGE.match(given) else "en"


def package_document(story: Story, items: Sequence[tuple[str, str, str]], spine: Sequence[str]) -> bytes:
    """The OPF.

    Takes   items: name, media type and properties of each file; spine: names of the pages, in order
    """
    root = etree.Element(f"{{{OPF}}}package", nsmap={None: OPF}, version="3.0")
    root.set("unique-identifier", "id")
    _metadata(story, root)
    manifest = add(root, "manifest")
    for name, media_type, properties in items:
        item = add(manifest, "item", id=_id(name), href=name, media_type=media_type)
        if properties:
            item.set("properties", properties)
    order = add(root, "spine")
    for name in spine:
        add(order, "itemref", idref=_id(name))
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def navigation_page(
    story: Story, entries: Sequence[tuple[str, str]], landmarks: Sequence[tuple[str, str, str]], language: str
) -> bytes:
    """The navigation document.

    Takes   entries: label and address of each line of the contents; landmarks: type, label and address
    """
    root, body = page(story.title, "frontmatter", language)
    contents = add(body, "nav", id="contents")
    contents.set(TYPE, "toc")
    add(contents, "h1", "Contents")
    listed = add(contents, "ol")
    for label, href in entries:
        add(add(listed, "li"), "a", label, href=href)
    marks = add(body, "nav", hidden="hidden")
    marks.set(TYPE, "landmarks")
    listed = add(marks, "ol")
    for type, label, href in landmarks:
        add(add(listed, "li"), "a", label, href=href).set(TYPE, type)
    return to_bytes(root)


def _metadata(story: Story, root: Element) -> None:
    given = story.metadata
    metadata = etree.SubElement(root, f"{{{OPF}}}metadata", nsmap={"dc": DC})
    digest = sha256(story.text.encode("utf-8", "replace")).hexdigest()
    identifier = _about(metadata, "identifier", uuid5(NAMESPACE_URL, f"fabula:{digest}").urn)
    identifier.set("id", "id")
    _about(metadata, "title", story.title)
    _about(metadata, "language", language_of(story))
    facts = [("creator", given.author), ("description", given.summary), ("source", given.url)]
    facts += [("subject", tag) for tag in given.tags]
    facts += [("date", given.published)] if given.published and DATE.match(given.published) else []
    for name, value in facts:
        if value and value.strip():
            _about(metadata, name, value)
    add(metadata, "meta", MODIFIED).set("property", "dcterms:modified")
    add(metadata, "meta", name="generator", content=f"fabula {story.provenance.get('fabula', '')}".strip())


def _about(metadata: Element, name: str, value: str) -> Element:
    element = etree.SubElement(metadata, f"{{{DC}}}{name}")
    element.text = visible(" ".join(value.split()))
    return element


def _id(name: str) -> str:
    """The id of a file: its name without dots."""
    return name.replace(".", "-")
