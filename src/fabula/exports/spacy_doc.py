"""The story as a spaCy ``Doc``: its text to the character, words with their grammar, and spans for what was read.

    doc.spans["mentions"]   label: the kind of thing meant; kb_id: the entity, where there is one
    doc.spans["quotes"]     each stretch of a quotation; label: speech, thought or writing
    doc.spans["scenes"]     label: how its beginning is marked
    doc.spans["layers"]     label: memory, dream, letter ...
    doc.user_data["fabula"] title, entities, and what is known of each quotation, scene and layer; plain JSON

The id of a span says its table and row (``quotes 3``). The attributes that read all this (``span._.speaker``) are in
``fabula.compat.spacy``. White space that spaCy has no place for, and what is not story, are tokens of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fabula.output import atomic_write
from fabula.sources.decode import without_surrogates
from fabula.story import Story

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

KEY = "fabula"
GROUPS = {"mentions": "mentions", "quotes": "quote_spans", "scenes": "scenes", "layers": "layers"}
PIECE = re.compile(r"\S+|\s+")


def write_docbin(story: Story, path: str | Path) -> None:
    """Write a ``DocBin`` with the one document to ``path``.

    Raises  CannotWrite (O01), DiskFull (O02); nothing is left half-written.
    """
    from spacy.tokens import DocBin

    with atomic_write(Path(path)) as file:
        file.write(DocBin(store_user_data=True, docs=[doc_of(story)]).to_bytes())


def doc_of(story: Story, vocab: Vocab | None = None) -> Doc:
    """The document; half a surrogate pair, which spaCy cannot hold, becomes ``?``.

    Takes   vocab: that of the pipeline it is for; a new English one by default
    """
    from spacy.lang.en import English
    from spacy.tokens import Doc
    from spacy.vocab import create_vocab

    row = _row_of_words(story)
    doc = Doc(
        create_vocab("en", English.Defaults) if vocab is None else vocab,
        words=row.words,
        spaces=row.spaces,
        tags=row.tags,
        pos=row.parts,
        lemmas=row.lemmas,
        heads=row.heads,
        deps=row.relations,
    )
    annotate(doc, story)
    return doc


def annotate(doc: Doc, story: Story) -> None:
    """Set the spans and ``user_data`` of a document with the story's text; spans grow to whole tokens of its own."""
    from spacy.tokens import Span

    places = doc.to_array(["IDX", "LENGTH"]).astype(np.int64).reshape(-1, 2)
    token_starts, token_ends = places[:, 0], places[:, 0] + places[:, 1]
    for group, table in GROUPS.items():
        starts, ends = story.column(table, "start"), story.column(table, "end")
        firsts = np.searchsorted(token_ends, starts, side="right").tolist()
        lasts = np.searchsorted(token_starts, ends, side="left").tolist()
        rows = story.column(table, "quote").tolist() if table == "quote_spans" else range(len(starts))
        kinds = story.column(group, "kind")
        entities = story.column(table, "entity").tolist() if group == "mentions" else [-1] * len(starts)
        doc.spans[group] = [
            Span(doc, first, end, label=kinds[row], kb_id=str(entity) if entity >= 0 else "", span_id=f"{group} {row}")
            for first, end, row, entity in zip(firsts, lasts, rows, entities, strict=True)
            if first < end
        ]
    doc.user_data[KEY] = _about(story)


def no_annotation(doc: Doc) -> None:
    """Set the spans and ``user_data`` of a document in which there is nothing to read."""
    for group in GROUPS:
        doc.spans[group] = []
    doc.user_data[KEY] = {"title": "", "entities": [], "quotes": [], "scenes": [], "layers": []}


@dataclass
class _Words:
    """What spaCy wants to know of each token."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)

    def add(self, word: str, tag: str, part: str, lemma: str, head: int, relation: str) -> None:
        """Append a token without a space after it."""
        self.words.append(word)
        self.spaces.append(False)
        for values, value in (
            (self.tags, tag),
            (self.parts, part),
            (self.lemmas, lemma),
            (self.relations, relation),
        ):
            values.append(value)
        self.heads.append(head)

    def fill(self, text: str, start: int, end: int) -> None:
        """Append what stands between two words of the story: white space, furniture."""
        root = None
        while start < end:
            if self.words and text[start] == " " and not self.spaces[-1] and not self.words[-1].isspace():
                self.spaces[-1] = True
                start += 1
                continue
            piece = PIECE.match(text, start, end)
            if piece is None:  # cannot be: a character is white or not
                return
            here, start = len(self.words), piece.end()
            if piece[0].isspace():
                self.add(piece[0], "_SP", "SPACE", piece[0], here - 1 if here else 0, "dep")
            else:
                root = here if root is None else root
                self.add(piece[0], "", "X", piece[0], root, "ROOT" if root == here else "dep")


def _row_of_words(story: Story) -> _Words:
    text = story.text.encode("utf-8", "replace").decode("utf-8")
    row = _Words()
    places: list[int] = []
    position = 0
    names = ("start", "end", "tag", "pos", "lemma", "dep", "head_token")
    columns = [story.column("tokens", name).tolist() for name in names]
    heads = columns.pop()
    for start, end, tag, part, lemma, relation in zip(*columns, strict=True):
        row.fill(text, position, start)
        places.append(len(row.words))
        row.add(text[start:end], tag, part, lemma, 0, relation)
        position = end
    row.fill(text, position, len(text))
    for place, head in zip(places, heads, strict=True):
        row.heads[place] = places[head]
    if places and places[0] and row.words[0].isspace():
        row.heads[0] = min(1, len(row.words) - 1)  # white space before the first word goes with what follows
    return row


def _about(story: Story) -> dict[str, Any]:
    """What the attributes of spans look up: lists by row, people and places by their number."""
    entities = ("kind", "name", "pronouns", "is_character", "is_narrator")
    return {
        "title": without_surrogates(story.title),
        "entities": [
            {"id": number, **dict(zip(entities, values, strict=True))}
            for number, values in enumerate(
                zip(*(story.column("entities", name).tolist() for name in entities), strict=True)
            )
        ],
        "quotes": [
            {
                "speaker": quote.speaker.id if quote.speaker else None,
                "confidence": round(quote.confidence, 3),
                "addressees": [hearer.id for hearer in quote.addressees],
                "mode": quote.mode,
            }
            for quote in story.quotes
        ],
        "scenes": [
            {
                "place": scene.place.id if scene.place else None,
                "time": without_surrogates(scene.time) if scene.time else None,
                "present": [character.id for character in scene.present],
            }
            for scene in story.scenes
        ],
        "layers": [{"owner": layer.owner.id if layer.owner else None} for layer in story.layers],
    }
