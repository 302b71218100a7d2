"""Reading a document whose words and sentences are given, and its mentions in token positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.errors import BadCorpus
from fabula.evaluation.corpora.words import TokenSpan, WordDocument
from fabula.story import Story


@dataclass(frozen=True)
class FoundMention:
    """A mention the system found: its words, entity (None: a singleton), form, kind, and the kind of a place."""

    span: TokenSpan
    entity: int | None
    form: str
    kind: str
    place_kind: str | None = None


def read_document_words(document: WordDocument) -> Story:
    """The story in the document's words, which are kept as they are.

    Raises  BadCorpus (D01): the reader changed the words
    """
    from fabula.reading import read_words

    story = read_words(document.sentences, document.new_paragraphs)
    if story.text != document.text:
        raise BadCorpus(f"{document.name}: its words were not kept in reading, so no span can be compared")
    return story


def found_mentions(story: Story, document: WordDocument) -> list[FoundMention]:
    """The mentions of a story that was read from the document's words, in its order."""
    names = ("start", "end", "entity", "form", "kind", "place_kind")
    columns = {name: story.column("mentions", name) for name in names}
    spans = document.token_spans(columns["start"], columns["end"])
    entities = columns["entity"].tolist()
    return [
        FoundMention(span, entity if entity >= 0 else None, str(form), str(kind), place_kind)
        for span, entity, form, kind, place_kind in zip(
            spans, entities, columns["form"], columns["kind"], columns["place_kind"], strict=True
        )
    ]


def clusters_of(mentions: Sequence[FoundMention]) -> list[list[TokenSpan]]:
    """Mentions by entity; one without an entity is a cluster of its own."""
    by_entity: dict[int, list[TokenSpan]] = {}
    alone: list[list[TokenSpan]] = []
    for mention in mentions:
        if mention.entity is None:
            alone.append([mention.span])
        else:
            by_entity.setdefault(mention.entity, []).append(mention.span)
    return [*by_entity.values(), *alone]
