"""The story as TEI P5: who says what to whom in the text, people and places in its header, layers and scenes beside it.

    teiHeader    title, author; people (persName, pronouns as a trait) with their relations; places with what holds them
    text         a div a chapter; said (who, toWhom, direct, aloud, cert), persName, placeName and rs (ref) inside p
    standOff     spanGrp for scenes and layers, from anchor to anchor, and for content notes

Offsets do not stand in the file: anchors do. What is not story is left out. Where a mention would cross the border of a
quotation it is left out, for elements nest. Source: TEI P5 4.3, chapters 3, 13 and 16.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from fabula.exports.visible import without_controls
from fabula.output import atomic_write
from fabula.story import Story

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
SURE, LIKELY = 0.9, 0.6  # from which confidence cert is high, and medium
RIGHTS = "Made from the source by fabula; rights in the text are those of the source."
PLACES = ("place", "vehicle", "organisation")

Element = Any


@dataclass(frozen=True)
class Inline:
    """A stretch that is an element inside a paragraph."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]


def write_tei(story: Story, path: str | Path) -> None:
    """Write the document to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        etree.ElementTree(to_tei(story)).write(file, encoding="UTF-8", xml_declaration=True)


def to_tei(story: Story) -> Element:
    """The document's root element."""
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})
    _header(story, root)
    anchored = _anchored(story)
    stand_off = _stand_off(anchored)
    if len(stand_off):
        root.append(stand_off)
    _text(story, root, {position for spans in anchored.values() for span in spans for position in span[:2]})
    return root


def _header(story: Story, root: Element) -> None:
    header = _add(root, "teiHeader")
    file = _add(header, "fileDesc")
    title = _add(file, "titleStmt")
    _add(title, "title", story.title)
    if story.metadata.author:
        _add(title, "author", story.metadata.author)
    _add(
        _add(file, "publicationStmt"),
        "p",
        "Made from the source by fabula; rights in the text are those of the source.",
    )
    _add(_add(file, "sourceDesc"), "p", str(story.provenance.get("name", "a text")))
    application = _add(_add(_add(header, "encodingDesc"), "appInfo"), "application")
    application.set("ident", "fabula")
    application.set("version", str(story.provenance.get("fabula", "0")))
    _add(application, "label", "fabula")
    profile = _add(header, "profileDesc")
    people, places = _entities(story)
    if people:
        _people(story, _add(_add(profile, "particDesc"), "listPerson"), people)
    if places:
        _places(story, _add(_add(profile, "settingDesc"), "listPlace"), places)


def _entities(story: Story) -> tuple[list[int], list[int]]:
    """Entities that the text refers to: people and groups, and places."""
    meant = {entity for entity in story.column("mentions", "entity").tolist() if entity >= 0}
    meant |= {entity for entity in story.column("quotes", "speaker").tolist() if entity >= 0}
    meant |= {entity for entity in story.column("quote_addressees", "entity").tolist() if entity >= 0}
    kinds = story.column("entities", "kind")
    return [e for e in sorted(meant) if kinds[e] not in PLACES], [e for e in sorted(meant) if kinds[e] in PLACES]


def _people(story: Story, listed: Element, people: Sequence[int]) -> None:
    names, kinds, pronouns = (story.column("entities", name) for name in ("name", "kind", "pronouns"))
    for entity in people:
        person = _add(listed, "personGrp" if kinds[entity] == "group" else "person")
        person.set(XML_ID, f"e{entity}")
        if kinds[entity] == "group":
            _add(_add(person, "p"), "name", names[entity])
            continue
        _add(person, "persName", names[entity])
        if pronouns[entity]:
            _add(_add(person, "trait", type="pronouns"), "desc", pronouns[entity])
    known = set(people)
    ties = [tie for tie in story.relationships if tie.source.id in known and tie.target.id in known]
    if ties:
        relations = _add(listed, "listRelation")
        for tie in ties:
            relation = _add(relations, "relation", name=_word(tie.role or tie.kind), type=_word(tie.kind))
            if tie.kind in ("family", "authority") or tie.role == "wish":
                relation.set("active", f"#e{tie.source.id}")
                relation.set("passive", f"#e{tie.target.id}")
            else:
                relation.set("mutual", f"#e{tie.source.id} #e{tie.target.id}")
            relation.set("cert", _certainty(tie.confidence))


def _places(story: Story, listed: Element, places: Sequence[int]) -> None:
    names = story.column("entities", "name")
    for entity in places:
        place = _add(listed, "place")
        place.set(XML_ID, f"e{entity}")
        _add(place, "placeName", names[entity])


def _anchored(story: Story) -> dict[str, list[tuple[int, int, str, str]]]:
    """What stands beside the text: group -> start, end, what it is, a note on it."""
    return {
        "scenes": [
            (scene.start, scene.end, scene.kind, scene.place.name if scene.place else "") for scene in story.scenes
        ],
        "layers": [
            (layer.start, layer.end, layer.kind, layer.owner.name if layer.owner else "") for layer in story.layers
        ],
        "notes": [(note.start, note.end, note.kind, note.standing) for note in story.notes],
    }


def _stand_off(anchored: dict[str, list[tuple[int, int, str, str]]]) -> Element:
    stand_off = etree.Element(f"{{{TEI}}}standOff")
    for group, spans in anchored.items():
        if spans:
            listed = _add(stand_off, "spanGrp", type=group)
            for start, end, kind, about in spans:
                span = _add(listed, "span", about or None, type=_word(kind))
                span.set("from", f"#t{start}")
                span.set("to", f"#t{end}")
    return stand_off


def _text(story: Story, root: Element, anchors: set[int]) -> None:
    body = _add(_add(root, "text"), "body")
    inline = _inline(story)
    titles, heading_ends = (story.column("chapters", name).tolist() for name in ("title", "heading_end"))
    divisions: dict[int, Element] = {}
    left = sorted(anchors)
    columns = (story.column("paragraphs", name).tolist() for name in ("start", "end", "chapter", "kind"))
    rows = list(zip(*columns, strict=True))
    for number, (start, end, chapter, kind) in enumerate(rows):
        if chapter not in divisions:
            divisions[chapter] = _add(body, "div", type="chapter", n=str(chapter + 1))
            if titles[chapter]:
                _add(divisions[chapter], "head", titles[chapter])
        border = rows[number + 1][0] if number + 1 < len(rows) else len(story.text) + 1
        own = [position for position in left if position < border]
        left = left[len(own) :]
        if kind == "heading" and end <= heading_ends[chapter]:
            _anchor_all(divisions[chapter], own)
            continue
        paragraph = _add(divisions[chapter], "ab" if kind != "prose" else "p")
        if kind != "prose":
            paragraph.set("type", kind)
        _fill(story, paragraph, start, end, inline.get(number, []), own)
    if not divisions:
        _add(_add(body, "div"), "p")


def _anchor_all(division: Element, positions: Sequence[int]) -> None:
    for position in positions:
        _add(division, "anchor").set(XML_ID, f"t{position}")


def _inline(story: Story) -> dict[int, list[Inline]]:
    """Paragraph -> the elements in it, cut where they leave it, in an order in which they nest."""
    starts, ends = story.column("paragraphs", "start"), story.column("paragraphs", "end")
    found: dict[int, list[Inline]] = defaultdict(list)
    for one in (*_said(story), *_referring(story)):
        paragraph = int(starts.searchsorted(one.start, side="right")) - 1
        while 0 <= paragraph < len(starts) and starts[paragraph] < one.end:
            low, high = max(one.start, int(starts[paragraph])), min(one.end, int(ends[paragraph]))
            if low < high:
                found[paragraph].append(Inline(low, high, one.tag, one.attributes))
            paragraph += 1
    return {paragraph: sorted(rows, key=lambda row: (row.start, -row.end)) for paragraph, rows in found.items()}


def _said(story: Story) -> Iterator[Inline]:
    kinds, speakers, shares = (
        story.column("quotes", name).tolist() for name in ("kind", "speaker", "speaker_confidence")
    )
    columns = (story.column("quote_spans", name).tolist() for name in ("quote", "start", "end"))
    for quote, start, end in zip(*columns, strict=True):
        attributes = {"n": str(quote), "direct": "true", "aloud": "true" if kinds[quote] == "speech" else "false"}
        if speakers[quote] >= 0:
            attributes |= {"who": f"#e{speakers[quote]}", "cert": _certainty(shares[quote])}
        rows = story.rows_where("quote_addressees", "quote", quote)
        hearers = [int(story.column("quote_addressees", "entity")[row]) for row in rows]
        if hearers:
            attributes["toWhom"] = " ".join(f"#e{entity}" for entity in hearers)
        yield Inline(start, end, "said", attributes)


def _referring(story: Story) -> Iterator[Inline]:
    kinds = story.column("entities", "kind")
    columns = (story.column("mentions", name).tolist() for name in ("start", "end", "entity", "form"))
    for start, end, entity, form in zip(*columns, strict=True):
        if entity >= 0:
            tag = "rs" if form != "proper" else "placeName" if kinds[entity] == "place" else "persName"
            tag = "name" if form == "proper" and kinds[entity] in ("vehicle", "organisation") else tag
            yield Inline(start, end, tag, {"ref": f"#e{entity}"})


def _fill(
    story: Story, paragraph: Element, start: int, end: int, inline: Sequence[Inline], anchors: Sequence[int]
) -> None:
    """The paragraph's words with their elements; those that cross another are left out."""
    open_elements: list[tuple[Element, int]] = [(paragraph, end)]
    borders = {border for one in inline for border in (one.start, one.end)}
    points = sorted({start, end, *borders, *(position for position in anchors if start < position < end)})
    rows = list(inline)
    kept = list(anchors)
    for low, high in zip(points, [*points[1:], end], strict=True):
        while len(open_elements) > 1 and open_elements[-1][1] <= low:
            open_elements.pop()
        while kept and kept[0] <= low:
            _add(open_elements[-1][0], "anchor").set(XML_ID, f"t{kept.pop(0)}")
        while rows and rows[0].start == low:
            one = rows.pop(0)
            if one.end <= open_elements[-1][1]:
                open_elements.append((_add(open_elements[-1][0], one.tag, **one.attributes), one.end))
        if high > low:
            _append_text(open_elements[-1][0], story.text[low:high])
    for position in kept:
        _add(paragraph, "anchor").set(XML_ID, f"t{position}")


def _append_text(element: Element, text: str) -> None:
    text = without_controls(text)
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{TEI}}}{tag}", **attributes)
    if text:
        element.text = without_controls(text)
    return element


def _word(name: str) -> str:
    """A name as TEI wants it in an attribute: one word.

    >>> _word("aunt or uncle"), _word("servant's master")
    ('aunt-or-uncle', 'servants-master')
    """
    return "-".join(name.replace("'", "").split())


def _certainty(confidence: float) -> str:
    return "high" if confidence >= SURE else "medium" if confidence >= LIKELY else "low"
