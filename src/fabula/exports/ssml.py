"""The text as SSML 1.1 (W3C Speech Synthesis Markup Language), a ``<voice>`` for each character's lines.

Each paragraph is a ``<p>``. A voice's name is the character's with underscores for spaces, for SSML takes none in it;
characters of the same name have their number after it. What is not story is left out, and so are control characters,
which XML cannot hold.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from fabula.exports.visible import without_controls
from fabula.exports.voices import NARRATION, pieces_of
from fabula.output import atomic_write
from fabula.story import Story

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en">\n'
)
GENDERS = {"he/him": "male", "she/her": "female", "they/them": "neutral"}


def write_ssml(story: Story, path: str | Path) -> None:
    """Write the document to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    with atomic_write(Path(path)) as file:
        file.write(to_ssml(story).encode("utf-8"))


def to_ssml(story: Story) -> str:
    """The document.

    >>> from fabula.testing import tiny_story
    >>> print(to_ssml(tiny_story()).splitlines()[4])
    <p><voice name="Ada_Finch" gender="female">"Tom, the lamp is out,"</voice> she said. <voice name="Ada_Finch" \
gender="female">"Go and wake the Captain."</voice></p>
    """
    voices = _voices(story)
    starts = set(story.column("paragraphs", "start").tolist())
    paragraphs: list[list[str]] = []
    for piece in pieces_of(story):
        if not piece.is_story:
            continue
        text = story.text[piece.start : piece.end]
        spoken = text.rstrip()
        said = escape(without_controls(spoken))
        if piece.kind != NARRATION and piece.speaker >= 0:
            said = f"<voice {voices[piece.speaker]}>{said}</voice>"
        if piece.start in starts or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(said + (" " if len(spoken) < len(text) else ""))
    lines = (f"<p>{''.join(parts).strip()}</p>\n" for parts in paragraphs)
    return "".join([HEAD, *lines, "</speak>\n"])


def _voices(story: Story) -> list[str]:
    """For each entity the attributes of its voice."""
    readable = map(without_controls, story.column("entities", "name"))
    names = [re.sub(r"\s+", "_", name.strip()) or "voice" for name in readable]
    twice = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    attributes = []
    for entity, (name, pronouns) in enumerate(zip(names, story.column("entities", "pronouns"), strict=True)):
        gender = GENDERS.get(pronouns)
        own = f"{name}_{entity}" if name in twice else name
        attributes.append(f"name={quoteattr(own)}" + (f' gender="{gender}"' if gender else ""))
    return attributes
