"""What the book is given besides its text: a cover, a list of its cast, a chapter with its scenes."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from lxml import etree

from fabula.exports.epub.chapters import Chapters
from fabula.exports.epub.xhtml import Element, add, add_name, append_text, page, to_bytes
from fabula.rows import Character, Scene
from fabula.story import Story

SVG = "http://www.w3.org/2000/svg"
APART = " · "
FIRST_WORDS = 60  # characters of a scene's beginning


def cover_image(story: Story) -> bytes:
    """The title and the author as a picture."""
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG}, viewBox="0 0 600 800")
    add(root, "rect", width="600", height="800", fill="#f4efe6")
    add(root, "rect", x="30", y="30", width="540", height="740", fill="none", stroke="#7a6a52")
    for number, line in enumerate(wrap(" ".join(story.title.split()), 20)[:7]):
        add(root, "text", line, x="300", y=str(240 + 56 * number), style="text-anchor:middle;font:44px serif")
    author = " ".join((story.metadata.author or "").split())
    for number, line in enumerate(wrap(author, 36)[:2]):
        add(root, "text", line, x="300", y=str(680 + 34 * number), style="text-anchor:middle;font:26px serif")
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return content


def cover_page(story: Story, language: str) -> bytes:
    """The page with the picture."""
    root, body = page(story.title, "cover", language)
    by = f", by {story.metadata.author}" if story.metadata.author else ""
    add(add(body, "p", class_="cover"), "img", src="cover.svg", alt=f"{story.title}{by}")
    return to_bytes(root)


def cast_page(story: Story, chapters: Chapters, language: str) -> bytes:
    """Everybody, who has most lines first: names, pronouns, number of lines, where first seen."""
    root, body = page("Cast", "index", language)
    add(body, "h1", "Cast")
    listed = _list_in(body, "ul", len(cast := cast_of(story)))
    for character in cast:
        entry = add(listed, "li", id=f"e{character.id}")
        add_name(add(entry, "b"), character.name)
        _also_called(entry, character)
        said = len(character.quotes)
        facts = [character.pronouns or "", *["narrator"] * character.is_narrator]
        facts += [f"{said} line{'s' * (said != 1)}"] * bool(said)
        append_text(entry, "".join(APART + fact for fact in facts if fact))
        seen = chapters.position(_first_seen(character))
        if seen:
            append_text(entry, f"{APART}first in ")
            add_name(entry, chapters.label(seen.chapter), seen.href)
    return to_bytes(root)


def cast_of(story: Story) -> list[Character]:
    """The characters, who has most lines first, then who is mentioned most."""
    return sorted(story.characters, key=lambda character: -len(character.quotes))


def scenes_page(story: Story, chapters: Chapters, language: str) -> bytes:
    """Every scene by chapter: how it begins, where and when it plays, who is there."""
    root, body = page("Scenes", "index", language)
    add(body, "h1", "Scenes")
    shown = None
    listed = None
    cast = {character.id for character in story.characters}
    for scene in story.scenes:
        seen = chapters.position(scene.start)
        if seen is None:
            continue
        if seen.chapter != shown:
            shown = seen.chapter
            add(body, "h2", chapters.label(shown))
            listed = add(body, "ol")
        entry = add(listed, "li")
        add_name(entry, _beginning(story, scene), seen.href)
        facts = [scene.place.name if scene.place else "", scene.time or ""]
        for fact in filter(None, facts):
            append_text(entry, APART)
            add_name(entry, fact)
        _company(entry, [character for character in scene.present if character.id in cast])
    if shown is None:
        add(body, "p", "None were found.")
    return to_bytes(root)


def _list_in(body: Element, tag: str, length: int) -> Element:
    """A list; where it would be empty, which no page may have, a line that says so."""
    if not length:
        add(body, "p", "Nobody was found.")
        return None
    return add(body, tag)


def _also_called(entry: Element, character: Character) -> None:
    others = [name for name in character.names if name != character.name]
    for number, name in enumerate(others):
        append_text(entry, ", " if number else " (")
        add_name(entry, name)
    append_text(entry, ")" if others else "")


def _company(entry: Element, present: Sequence[Character]) -> None:
    for number, character in enumerate(present):
        append_text(entry, ", " if number else f"{APART}with ")
        add_name(entry, character.name, f"cast.xhtml#e{character.id}")


def _first_seen(character: Character) -> int:
    starts = [rows[0].start for rows in (character.mentions, character.quotes) if len(rows)]
    return min(starts, default=0)


def _beginning(story: Story, scene: Scene) -> str:
    """The first words of the scene's prose."""
    starts, kinds = story.column("paragraphs", "start"), story.column("paragraphs", "kind")
    inside = (starts >= scene.start) & (starts < scene.end) & (kinds == "prose")
    start = int(starts[inside.argmax()]) if inside.any() else scene.start
    words = " ".join(story.text[start : start + 2 * FIRST_WORDS].split())
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(' ', 1)[0]} …"
