"""``ID.book.html``: the named characters, the most mentioned things of each kind, and the text with its marks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from html import escape

from fabula.exports.booknlp.characters import Book
from fabula.exports.booknlp.words import NARRATOR, Words

KINDS = ("FAC", "GPE", "LOC", "PER", "ORG", "VEH")
SHOWN = 10
WEIGHTS = {"PROP": 10.0, "NOM": 1.0, "PRON": 0.001}  # what somebody is called by: names first


def page_of(words: Words, book: Book) -> str:
    """The page as one string; all that comes from the text is escaped."""
    parts = ['<html><head><meta charset="UTF-8"></head>', "<h2>Named characters</h2>\n", *_characters(book), "<p>\n"]
    parts += ["<h2>Major entities (proper, common)</h2>", *_entities(words), "<h2>Text</h2>\n", *_text(words)]
    return "".join([*parts, "</html>"])


def _characters(book: Book) -> Iterator[str]:
    for character in book["characters"]:
        names, nouns = (
            "/".join(f"{one['n']} ({one['c']})" for one in character["mentions"][kind]) for kind in ("proper", "common")
        )
        if character["id"] == NARRATOR:
            names = f"{names}/[NARRATOR]" if names else "[NARRATOR]"
        if names:
            yield f"{character['count']} {escape(names)} {escape(nouns)} <br />\n"


def _entities(words: Words) -> Iterator[str]:
    called: dict[tuple[str, str], dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for mention in words.mentions:
        called[mention.kind, mention.form][mention.character][mention.text] += 1
    for kind in KINDS:
        yield f"<h3>{kind}</h3>"
        for form in ("PROP", "NOM"):
            often = sorted(called[kind, form].values(), key=lambda names: -names.total())[:SHOWN]
            for names in often:
                yield f"{names.total()} {escape('/'.join(name for name, _ in names.most_common()))} <br />"
            yield "<p>"


def _text(words: Words) -> Iterator[str]:
    names = _names(words)
    before, after = [""] * len(words.text), [""] * len(words.text)
    for mention in words.mentions:
        label = f"{mention.character}-{escape(names[mention.character])}"
        before[mention.first] += '<font color="#D0D0D0">[</font>'
        mark = f'<font color="#D0D0D0">]</font><font color="#FF00FF"><sub>{label}</sub></font>'
        after[mention.last] = mark + after[mention.last]
    for first, last, speaker, _ in words.stretches:
        before[first] += '<font color="#666699">'
        after[last] += f"</font><sub>[{speaker}-{escape(names.get(speaker, 'None'))}]</sub>"
    paragraph = None
    for word, text in enumerate(words.text):
        if words.paragraph[word] != paragraph:
            yield "<p />"
            paragraph = words.paragraph[word]
        yield f"{before[word]}{escape(text)}{after[word]} "


def _names(words: Words) -> dict[int | None, str]:
    """What each is called most, in small letters; a name counts more than a noun, and that than a pronoun."""
    called: dict[int | None, Counter[str]] = defaultdict(Counter)
    for mention in words.mentions:
        called[mention.character][mention.text.lower()] += WEIGHTS[mention.form]  # type: ignore[assignment]
    return {number: names.most_common(1)[0][0] for number, names in called.items()}
