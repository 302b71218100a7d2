"""The text that a page shows: its blocks as paragraphs, with headings, emphasis and what is not story.

The problem: a page is a tree, a story is a line. ``<p>`` and ``<div>`` begin a paragraph, one ``<br>`` a line
and two of them a paragraph, ``<hr>`` a scene; ``<i>`` is a thought or a ship's name and must keep its place;
and a note that stands between two chapters must stay in the text, but be known for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from fabula.sources.decode import without_surrogates
from fabula.sources.document import Furniture
from fabula.sources.heading_lines import title_of
from fabula.sources.headings import Heading

SCENE_BREAK = "* * *"
SKIP = "skip"

_BLOCK_TAGS = """
address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2
h3 h4 h5 h6 header hgroup li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
_UNSEEN_TAGS = """
audio button canvas datalist dialog embed form head iframe img input label link map math meta noscript object
option rp rt script select style svg template textarea title video
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_EMPHASIS = frozenset(("i", "em", "b", "strong", "cite", "dfn", "var"))
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)|font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f\x0b\xa0]+")
_STEP = re.compile(
    r"<(/?)(div|span|section|article|blockquote|font|b|i|u|em|strong|small|big|table|ul|ol|a)\b[^<>]*>", re.I
)
_DEEPEST = 600

Role = Callable[[LexborNode], str | None]
"""What a node is: a furniture kind, "heading", ``SKIP`` to leave it out, or None for what its tag says."""


@dataclass
class Flow:
    """The text of one or more pages so far, and what was marked in it (offsets into ``text``)."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    emphasis: list[tuple[int, int]] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All the text so far."""
        return "".join(self.parts)

    def write(self, piece: str) -> None:
        """Add ``piece`` to the end."""
        self.parts.append(piece)
        self.length += len(piece)

    def anchor(self, name: str) -> None:
        """Remember that ``name`` points to whatever block comes next."""
        self.anchors.setdefault(name, self.length + 2 if self.length else 0)


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page; one nested beyond reason (100,000 ``<div>``) is flattened first."""
    if html.count("<") > _DEEPEST and _depth(html) > _DEEPEST:
        html = _STEP.sub(lambda tag: "<p>" if tag[2].lower() in _BLOCKS else "", html)
    return LexborHTMLParser(html)


def pour(flow: Flow, root: LexborNode, role: Role = lambda _: None, page: str = "") -> None:
    """Add what ``root`` shows to the end of ``flow``.

    Takes   role: says of a node what it is; page: put before ``#id`` in the names of anchors
    """
    _Pouring(flow, role, page).run(root)


def is_hidden(node: LexborNode) -> bool:
    """Whether the page itself says that ``node`` is not shown."""
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN_STYLE.search(style))


def _depth(html: str) -> int:
    depth = deepest = 0
    for step in _STEP.finditer(html):
        depth = max(0, depth - 1) if step[1] else depth + 1
        deepest = max(depth, deepest)
    return deepest


class _Pouring:
    """One walk over a tree. A block is held back until it ends, so that no empty one is written."""

    def __init__(self, flow: Flow, role: Role, page: str) -> None:
        self.flow, self.role, self.page = flow, role, page
        self.block: list[str] = []
        self.block_length = 0
        self.n_breaks = 0
        self.n_emphasis = 0
        self.emphasis: list[tuple[int, int]] = []
        self.emphasis_start = 0
        self.heading_level = 0
        self.is_sure_heading = False  # its role says so, and not only its tag
        self.kinds: list[str] = []
        self.preformatted = 0
        self.scene_break = False

    def run(self, root: LexborNode) -> None:
        for step, node in _walk(root, self._is_shown):
            if step == "text":
                self._add_text(node.text_content or "")
            elif step == "open":
                self._open(node)
            else:
                self._close(node)
        self._end_block()

    def _is_shown(self, node: LexborNode) -> bool:
        return node.tag not in _UNSEEN and not is_hidden(node) and self.role(node) != SKIP

    def _open(self, node: LexborNode) -> None:
        tag = node.tag or ""
        role = self.role(node)
        if tag in _BLOCKS or role is not None:
            self._end_block()
        if name := node.attributes.get("id") or (node.attributes.get("name") if tag == "a" else None):
            self.flow.anchor(f"{self.page}#{name}")
        if tag == "br":
            self.n_breaks += 1
        elif tag == "hr":
            self._end_block()
            self.scene_break = self.flow.length > 0
        if role == "heading" or (role is None and tag in _HEADINGS):
            self.heading_level = _HEADINGS.get(tag, 2)
            self.is_sure_heading = role == "heading"
        elif role is not None:
            self.kinds.append(role)
        self.preformatted += tag == "pre"
        if _is_emphasis(node):
            if not self.n_emphasis:
                self.emphasis_start = self.block_length
            self.n_emphasis += 1

    def _close(self, node: LexborNode) -> None:
        tag = node.tag or ""
        role = self.role(node)
        if _is_emphasis(node):
            self.n_emphasis -= 1
            if not self.n_emphasis:
                self.emphasis.append((self.emphasis_start, self.block_length))
        if tag in _BLOCKS or role is not None:
            self._end_block()
        if role == "heading" or (role is None and tag in _HEADINGS):
            self.heading_level = 0
        elif role is not None:
            self.kinds.pop()
        self.preformatted -= tag == "pre"

    def _add_text(self, text: str) -> None:
        text = without_surrogates(text).replace("\x00", "")
        if self.preformatted and "\n" in text:
            for at, line in enumerate(text.split("\n")):
                self.n_breaks += at > 0
                self._add_words(line)
            return
        self._add_words(text)

    def _add_words(self, text: str) -> None:
        words = _SPACES.sub(" ", text)
        if not words.strip():
            self._add_space(words)
            return
        if self.n_breaks:
            self._break()
        if words[0] == " ":
            self._add_space(words)
        self._add(words.strip(" "))
        if words[-1] == " ":
            self._add_space(words)

    def _add_space(self, words: str) -> None:
        if words and self.block and self.block[-1][-1] not in " \n" and not self.n_breaks:
            self._add(" ")

    def _break(self) -> None:
        if self.n_breaks >= 2:
            self._end_block()
        elif self.block:
            if self.block[-1] == " ":
                self.block.pop()
                self.block_length -= 1
            self._add("\n")
        self.n_breaks = 0

    def _add(self, piece: str) -> None:
        self.block.append(piece)
        self.block_length += len(piece)

    def _end_block(self) -> None:
        self.n_breaks = 0
        text = "".join(self.block).rstrip()
        self.block, self.block_length = [], 0
        if self.n_emphasis:
            self.emphasis.append((self.emphasis_start, len(text)))
        emphasis, self.emphasis, self.emphasis_start = self.emphasis, [], 0
        if text.strip("\xa0\u200b\ufeff "):
            self._write_block(text, emphasis)

    def _write_block(self, text: str, emphasis: Iterable[tuple[int, int]]) -> None:
        flow = self.flow
        if self.scene_break and not self.heading_level and not self.kinds and self._may_break():
            flow.write("\n\n")
            flow.write(SCENE_BREAK)
        self.scene_break = False
        if flow.length:
            flow.write("\n\n")
        start = flow.length
        flow.write(text)
        if self.kinds and not (self.heading_level and self.is_sure_heading):
            flow.furniture.append(Furniture(start, flow.length, self.kinds[-1]))
        elif self.heading_level:
            flow.headings.append(Heading(start, flow.length, title_of(text), self.heading_level))
        for begin, end in emphasis:
            stretch = text[begin:end]
            if stretch.strip():
                lead = len(stretch) - len(stretch.lstrip())
                flow.emphasis.append((start + begin + lead, start + begin + len(stretch.rstrip())))

    def _may_break(self) -> bool:
        """Whether a scene can end here: not right after another break or a heading."""
        flow = self.flow
        return flow.parts[-1] != SCENE_BREAK and not (flow.headings and flow.headings[-1].end == flow.length)


def _is_emphasis(node: LexborNode) -> bool:
    if node.tag in _EMPHASIS:
        return True
    if node.tag != "span":
        return False
    attributes = node.attributes
    style, names = attributes.get("style") or "", (attributes.get("class") or "").split()
    return bool(_ITALIC_STYLE.search(style)) or any(name in ("italic", "italics", "bold") for name in names)


def _walk(root: LexborNode, is_shown: Callable[[LexborNode], bool]) -> Iterator[tuple[str, LexborNode]]:
    """Each node as ("open" | "text" | "close", node), in order, without recursion."""
    if not is_shown(root):
        return
    yield "open", root
    node = root.child
    if node is None:
        yield "close", root
        return
    while True:
        child = None
        if node.is_text_node:
            yield "text", node
        elif node.is_element_node and is_shown(node):
            yield "open", node
            child = node.child
            if child is None:
                yield "close", node
        while child is None:
            child = node.next
            if child is None:
                node = _parent(node)
                yield "close", node
                if node.mem_id == root.mem_id:
                    return
        node = child


def _parent(node: LexborNode) -> LexborNode:
    parent = node.parent
    if parent is None:  # cannot be: the walk ends at its root
        raise ValueError("a node without a parent inside a tree")
    return parent
