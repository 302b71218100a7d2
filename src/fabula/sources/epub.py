"""An EPUB book, version 2 or 3: a zip archive of pages, with the order to read them in.

The problem: the order is in one file, the titles of the chapters in another, both may be missing or lie,
and some of the pages are a cover, a copyright notice or the table of contents.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urldefrag

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.errors import SourceEncrypted
from fabula.sources.assemble import document_of_flow
from fabula.sources.decode import decode_text
from fabula.sources.document import Document, Furniture, Metadata
from fabula.sources.flow import Flow, parse, pour
from fabula.sources.heading_lines import one_line
from fabula.sources.headings import Heading
from fabula.sources.levels import choose_level
from fabula.sources.page import text_at
from fabula.sources.sites import ao3
from fabula.sources.xml import descendants, local_name, parse_xml, text_of
from fabula.sources.zipped import Archive

_CONTAINER = "META-INF/container.xml"
_FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_LOCKS = ("META-INF/rights.xml", "META-INF/sinf.xml", "META-INF/license.lcpl")
_PAGE_TYPES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_PAGE_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
_EMPTY_TAG = re.compile(r"<(?!br\b|hr\b|img\b|meta\b|link\b|input\b|col\b|wbr\b)([a-zA-Z][\w:]*)([^<>]*?)/>")
_KINDS = {
    "toc": "contents", "landmarks": "contents", "loi": "contents", "lot": "contents", "page-list": "contents",
    "index": "contents", "copyright-page": "licence", "imprint": "credit", "colophon": "credit",
    "pagebreak": "skip",
}  # fmt: skip
_TITLE_LENGTH = 150


@dataclass(frozen=True)
class _Entry:
    """One line of the table of contents: its title, where it points, how deep it stands."""

    title: str
    target: str
    depth: int


@dataclass(frozen=True)
class _Package:
    """The OPF: where it lies, its metadata, its items by id, and the ids of the spine in order."""

    folder: str
    metadata: Metadata
    publisher: str
    items: dict[str, tuple[str, str, str]]  # id: path, media type, properties
    spine: tuple[str, ...]
    ncx: str | None


def read_epub(data: bytes, name: str) -> Document:
    """The document in the bytes of an EPUB: its spine in order, with titles from its nav or ncx.

    Raises  SourceBroken (S06), SourceEncrypted (S07), SourceTooLarge (S08), SourceWithoutText (S09),
            SourceOnlyFurniture (S04), SourceNotEnglish (S10)
    """
    archive = Archive(data, name, "EPUB")
    package = _package(archive)
    _check_unlocked(archive, name)
    flow, metadata = _pages(archive, package)
    contents = _headings(flow, _entries(archive, package))
    return document_of_flow(flow, "epub", name, metadata, contents)


def _package(archive: Archive) -> _Package:
    if _CONTAINER not in archive:
        raise archive.broken(f"it has no {_CONTAINER}")
    container = parse_xml(archive.read(_CONTAINER))
    rootfiles = descendants(container, "rootfile") if container is not None else []
    path = unquote(rootfiles[0].get("full-path") or "") if rootfiles else ""
    if path not in archive:
        raise archive.broken("its package file (OPF) is missing")
    root = parse_xml(archive.read(path))
    if root is None or local_name(root) != "package":
        raise archive.broken("its package file (OPF) is damaged")
    folder = posixpath.dirname(path)
    items = {
        item.get("id") or "": (
            _joined(folder, item.get("href") or ""),
            item.get("media-type") or "",
            item.get("properties") or "",
        )
        for item in descendants(root, "item")
    }  # fmt: skip
    spines = descendants(root, "spine")
    spine = tuple(item.get("idref") or "" for item in descendants(spines[0], "itemref")) if spines else ()
    ncx_id = spines[0].get("toc") if spines else None
    ncx = items[ncx_id][0] if ncx_id in items else None
    ncx = ncx or next((path for path, media, _ in items.values() if media == "application/x-dtbncx+xml"), None)
    publishers = descendants(root, "publisher")
    publisher = text_of(publishers[0]) if publishers else ""
    return _Package(folder, _metadata(root), publisher, items, spine, ncx)


def _metadata(root: Any) -> Metadata:
    def all_of(tag: str) -> list[str]:
        return [text for element in descendants(root, tag) if (text := text_of(element))]

    def first(tag: str) -> str | None:
        return next(iter(all_of(tag)), None)

    summary = first("description")
    return Metadata(
        title=first("title"),
        author=", ".join(all_of("creator")) or None,
        language=first("language"),
        summary=" ".join(parse(summary).text(separator=" ").split()) if summary else None,
        published=first("date"),
        tags=tuple(dict.fromkeys(all_of("subject"))),
        url=next((text for text in [*all_of("source"), *all_of("identifier")] if text.startswith("http")), None),
    )


def _check_unlocked(archive: Archive, name: str) -> None:
    """Raise SourceEncrypted (S07) if pages are encrypted; obfuscated fonts do no harm."""
    is_locked = any(path in archive for path in _LOCKS)
    if "META-INF/encryption.xml" in archive and not is_locked:
        root = parse_xml(archive.read("META-INF/encryption.xml"))
        methods = [] if root is None else descendants(root, "EncryptedData")
        is_locked = any(_algorithm(method) not in _FONT_LOCKS for method in methods)
    if is_locked:
        raise SourceEncrypted(f"{name} is locked by its shop's copy protection (DRM): get a copy without it")


def _algorithm(encrypted: Any) -> str:
    methods = [child for child in encrypted if local_name(child) == "EncryptionMethod"]
    return methods[0].get("Algorithm") or "" if methods else ""


def _pages(archive: Archive, package: _Package) -> tuple[Flow, Metadata]:
    """The text of the spine in order, and what its pages say of it; missing pages are passed over."""
    flow, metadata = Flow(), package.metadata
    paths = [package.items[one][0] for one in package.spine if one in package.items and _is_page(package.items[one])]
    present = [path for path in paths if path in archive]
    if not present:
        raise archive.broken("none of the pages that its spine names is in it")
    is_ao3 = "archive of our own" in package.publisher.lower() or "archiveofourown" in (metadata.url or "")
    for path in present:
        flow.anchor(path)
        start, n_marked = flow.length, len(flow.furniture)
        tree = parse_xhtml(archive.read(path), path)
        if tree.body is None:
            continue
        if is_ao3 or ao3.is_download(tree):
            is_ao3 = True
            metadata = ao3.download_metadata(tree, metadata)
            pour(flow, tree.body, ao3.download_role(tree), page=path)
        else:
            pour(flow, tree.body, _role, page=path)
        kind = _kind_of_page(tree, package, path, flow.text[start:] if flow.length - start < 20_000 else "")
        if kind is not None and flow.length > start:
            flow.furniture[n_marked:] = [Furniture(start + 2 * (start > 0), flow.length, kind)]
    return flow, metadata


def parse_xhtml(data: bytes, name: str) -> LexborHTMLParser:
    """The tree of an XHTML page, whose ``<title/>`` an HTML parser would never see closed."""
    declared = re.search(rb"encoding=[\"']([\w-]+)", data[:200])
    html = decode_text(data, name, declared[1].decode("ascii") if declared else None)
    return parse(_EMPTY_TAG.sub(r"<\1\2></\1>", html))


def _is_page(item: tuple[str, str, str]) -> bool:
    path, media, _ = item
    return media in _PAGE_TYPES or (not media and path.lower().endswith(_PAGE_SUFFIXES))


def _role(node: LexborNode) -> str | None:
    kinds = node.attributes.get("epub:type")
    if not kinds:
        return None
    return next((_KINDS[kind] for kind in kinds.split() if kind in _KINDS), None)


def _kind_of_page(tree: LexborHTMLParser, package: _Package, path: str, text: str) -> str | None:
    """The furniture kind of a page that is nothing else: the table of contents, the copyright notice."""
    if any("nav" in item[2].split() for item in package.items.values() if item[0] == path):
        return "contents"
    body = tree.body
    role = _role(body) if body is not None else None
    if role is not None and role != "skip":
        return role
    heading = (text_at(tree, "h1, h2, h3") or "").strip().casefold()
    if heading in ("contents", "table of contents", "illustrations", "list of illustrations") and len(text) < 20_000:
        return "contents" if tree.css_first("a") is not None else None
    if re.search(r"all rights reserved|©\s*\d{4}|copyright\s+(?:©|\d{4})", text[:3000], re.I) and len(text) < 6000:
        return "licence"
    return None


def _entries(archive: Archive, package: _Package) -> list[_Entry]:
    """The table of contents: of the nav document (EPUB 3), or else of the ncx (EPUB 2)."""
    navs = [path for path, _, properties in package.items.values() if "nav" in properties.split()]
    for path in navs:
        if path in archive and (entries := _nav_entries(parse_xhtml(archive.read(path), path), path)):
            return entries
    if package.ncx is not None and package.ncx in archive:
        root = parse_xml(archive.read(package.ncx))
        return _ncx_entries(root, package.ncx) if root is not None else []
    return []


def _nav_entries(tree: LexborHTMLParser, path: str) -> list[_Entry]:
    navs = tree.css("nav")
    nav = next((one for one in navs if "toc" in (one.attributes.get("epub:type") or "").split()), None)
    nav = nav if nav is not None else (navs[0] if navs else None)
    if nav is None:
        return []
    found = []
    for link in nav.css("a[href]"):
        depth, parent = 0, link.parent
        while parent is not None and parent.mem_id != nav.mem_id and depth < 9:
            depth += parent.tag == "ol"
            parent = parent.parent
        target = _joined(posixpath.dirname(path), link.attributes.get("href") or "")
        found.append(_Entry(one_line(link.text(deep=True, separator="")), target, depth))
    return found


def _ncx_entries(root: Any, path: str) -> list[_Entry]:
    found = []
    for point in descendants(root, "navPoint"):
        label = next((child for child in point if local_name(child) == "navLabel"), None)
        content = next((child for child in point if local_name(child) == "content"), None)
        if label is None or content is None:
            continue
        depth = sum(local_name(parent) == "navPoint" for parent in point.iterancestors()) + 1
        target = _joined(posixpath.dirname(path), content.get("src") or "")
        found.append(_Entry(one_line(text_of(label)), target, depth))
    return found


def _joined(folder: str, href: str) -> str:
    path, fragment = urldefrag(href)
    target = posixpath.normpath(posixpath.join(folder, unquote(path)))
    return f"{target}#{fragment}" if fragment else target


def _headings(flow: Flow, entries: Sequence[_Entry]) -> list[Heading]:
    """Headings from the table of contents; none if it points to fewer than two places."""
    text = flow.text
    by_start = {heading.start: heading for heading in flow.headings}
    found: dict[int, Heading] = {}
    for entry in entries:
        start = flow.anchors.get(entry.target)
        if start is None:
            start = flow.anchors.get(urldefrag(entry.target)[0])
        if start is None or start in found or not entry.title or start >= len(text):
            continue
        end = _heading_end(text, start, entry.title, by_start)
        found[start] = Heading(start, end, entry.title, entry.depth)
    if len(found) < 2:
        return []
    chosen = choose_level(text, [found[start] for start in sorted(found)])
    return chosen if sum(heading.level == 1 for heading in chosen) >= 2 else []


def _heading_end(text: str, start: int, title: str, by_start: dict[int, Heading]) -> int:
    """Where the heading that begins at ``start`` ends: marked ones, or blocks that repeat the title."""
    end = start
    while True:
        at = end + 2 if end > start else start
        marked = by_start.get(at)
        if marked is not None:
            end = marked.end
            continue
        stop = text.find("\n\n", at, at + _TITLE_LENGTH)
        block = text[at:stop] if stop >= 0 else ""
        if not block or not _is_within(block, title):
            return end
        end = stop


def _is_within(block: str, title: str) -> bool:
    """Whether every word of ``block`` stands in ``title``."""
    words = re.findall(r"\w+", title.casefold())
    return all(word in words for word in re.findall(r"\w+", block.casefold())) and bool(words)
