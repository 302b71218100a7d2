"""fabula for users of spaCy: a story as a ``Doc``, and a component that reads a pipeline's documents as fiction.

    doc = to_doc(fabula.read("emma.epub"))
    nlp.add_pipe("fabula")                  # spaCy finds it without an import, once fabula is installed

    doc.spans["mentions"], ["quotes"], ["scenes"], ["layers"]; see ``fabula.exports.spacy_doc``
    span._.entity        of a mention: what it refers to, as a dict with id, kind, name, pronouns; or None
    span._.speaker       of a quotation, likewise; span._.addressees: a list of them
    span._.place         of a scene, likewise; span._.present: those bodily there
    span._.owner         of a layer: who remembers, dreams, writes
    doc._.fabula         all that, as plain data

A ``DocBin`` keeps the spans and the data (``store_user_data=True``); import this module where one is read back.
Importing it loads nothing else of fabula, for spaCy does so whenever it makes a pipeline.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from spacy.vocab import Vocab

    from fabula.story import Story

Entity = dict[str, Any]


def to_doc(story: Story, vocab: Vocab | None = None) -> Doc:
    """The story as a document whose text is the story's, offset for offset.

    Takes   vocab: that of the pipeline it is for; a new English one by default

    >>> from fabula.testing import tiny_story
    >>> doc = to_doc(tiny_story())
    >>> [(span.text, span._.speaker["name"]) for span in doc.spans["quotes"]][2:4]
    [('"He will shout at me,"', 'Tom'), ('"He shouts at everybody."', 'Ada Finch')]
    """
    from fabula.exports.spacy_doc import doc_of

    return doc_of(story, vocab)


@Language.factory("fabula")
def make_reader(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  spaCy gives a factory both
    """The component for ``nlp.add_pipe("fabula")``; its documents keep their own tokens.

    The component raises SourceNotEnglish (S10) and ModelError (M01-M03); a document with no story in it has no spans.
    """
    return read_doc


def read_doc(doc: Doc) -> Doc:
    """The document, read as fiction: spans grow to its own tokens."""
    from fabula.errors import SourceEmpty, SourceOnlyFurniture
    from fabula.exports.spacy_doc import annotate, no_annotation
    from fabula.reading import read_text

    try:
        annotate(doc, read_text(doc.text))
    except (SourceEmpty, SourceOnlyFurniture):
        no_annotation(doc)
    return doc


def _entity(doc: Doc, number: int | None) -> Entity | None:
    return None if number is None else doc.user_data["fabula"]["entities"][number]


def _of(span: Span, table: str) -> Entity | None:
    """What is known of the row of ``table`` that the span shows; None for other spans."""
    name, _, row = span.id_.partition(" ")
    is_ours = name == table and row.isdigit() and "fabula" in span.doc.user_data
    return span.doc.user_data["fabula"][table][int(row)] if is_ours else None


def _getter(table: str, column: str) -> Callable[[Span], Any]:
    """An attribute of spans of ``table``: the entity, or entities, whose numbers ``column`` holds."""

    def get(span: Span) -> Any:
        row = _of(span, table)
        value = row[column] if row is not None else None
        if isinstance(value, list | tuple):
            return [_entity(span.doc, number) for number in value]
        return _entity(span.doc, value)

    return get


def _mentioned(span: Span) -> Entity | None:
    is_ours = span.id_.startswith("mentions ") and "fabula" in span.doc.user_data
    return _entity(span.doc, int(span.kb_id_)) if is_ours and span.kb_id_ else None


Doc.set_extension("fabula", getter=lambda doc: doc.user_data.get("fabula"), force=True)
Span.set_extension("entity", getter=_mentioned, force=True)
for _name, _table in {
    "speaker": "quotes",
    "addressees": "quotes",
    "place": "scenes",
    "present": "scenes",
    "owner": "layers",
}.items():
    Span.set_extension(_name, getter=_getter(_table, _name), force=True)
