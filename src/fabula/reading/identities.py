"""Who somebody is, as the text or they themselves say, whom it called something else before.

The problem. A stranger comes in, does this and that, and gets a name at last:
    A woman sat down. She ordered gin. Her name was Vera.     The captain was a woman called Reyes.
    The old man was known as Pike. The man in the doorway was Hale. A guest whose name was Ruth asked for salt.
    "I'm Wick," said the boy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from fabula.language.introductions import is_introduction
from fabula.language.syntax import SUBJECTS, Syntax
from fabula.schema import zip_columns

SURE = 0.5  # of a mention, from which on it counts
NAMING = frozenset("call name know christen nickname dub baptise baptize".split())
DOUBTS = frozenset("not n't n’t never no if might may could would".split())


def identities(syntax: Syntax, mentions: pa.Table, tags: pa.Table, quote_spans: pa.Table) -> Iterator[tuple[int, int]]:
    """Pairs of entities that are one, as the text says: who is described, and who has the name."""
    columns = ("head_token", "entity", "entity_confidence", "form")
    known = {
        head: (entity, form)
        for head, entity, sure, form in zip_columns(mentions, *columns)
        if entity is not None and sure >= SURE
    }
    for described, name in (*_statements(syntax), *_introductions(syntax, known, tags, quote_spans)):
        if described in known and name in known and known[name][1] == "proper" != known[described][1]:
            yield known[described][0], known[name][0]


def _statements(syntax: Syntax) -> Iterator[tuple[int, int]]:
    """Pairs of tokens: the head of a description, or a pronoun, and that of the name that it is said to have."""
    for token, lemma in enumerate(syntax.lemma):
        if syntax.lower[token] == "name" and syntax.dep[token] in SUBJECTS:
            yield from (
                (owner, name) for owner in _bearers(syntax, token) for name in _said(syntax, syntax.head[token])
            )
        elif lemma in NAMING and syntax.pos[token] == "VERB":
            yield from ((one, name) for one in _called(syntax, token) for name in _said(syntax, token))
        elif lemma == "be" and syntax.pos[token] in ("AUX", "VERB"):
            subjects = [c for c in syntax.children[token] if syntax.dep[c] == "nsubj" and syntax.pos[c] == "NOUN"]
            yield from ((one, name) for one in subjects for name in _said(syntax, token))


def _introductions(
    syntax: Syntax, known: Mapping[int, tuple[int, str]], tags: pa.Table, quote_spans: pa.Table
) -> Iterator[tuple[int, int]]:
    """Who says "I'm Wick", and the name."""
    quote_of = syntax.rows_of_tokens(quote_spans, "quote")
    subjects = dict(zip_columns(tags, "quote", "subject_token"))
    for token, (_, form) in known.items():
        if form == "proper" and quote_of[token] in subjects and is_introduction(syntax, token, token):
            yield subjects[quote_of[token]], token


def _bearers(syntax: Syntax, noun: int) -> Iterator[int]:
    """Whose name it is: "her name", "the doctor's name", "a guest whose name"."""
    verb = syntax.head[noun]
    for child in syntax.children[noun]:
        if syntax.dep[child] == "poss":
            is_relative = syntax.lower[child] == "whose" and syntax.dep[verb] == "relcl"
            yield syntax.head[verb] if is_relative else child


def _called(syntax: Syntax, verb: int) -> Iterator[int]:
    """Who is called something: "the old man was known as", "a woman called", and what that woman is said to be."""
    if syntax.dep[verb] == "acl":
        noun = syntax.head[verb]
        yield noun
        if syntax.dep[noun] == "attr":
            yield from (c for c in syntax.children[syntax.head[noun]] if syntax.dep[c] == "nsubj")
    elif any(syntax.dep[child] == "auxpass" for child in syntax.children[verb]):
        yield from (c for c in syntax.children[verb] if syntax.dep[c] == "nsubjpass")


def _said(syntax: Syntax, verb: int) -> list[int]:
    """The names that a verb gives to its subject, if nothing makes that doubtful."""
    children = syntax.children[verb]
    if any(syntax.lower[child] in DOUBTS for child in children):
        return []
    given = [child for child in children if syntax.dep[child] in ("attr", "oprd", "dobj")]
    given += [
        c for p in children if syntax.lower[p] in ("as", "by") for c in syntax.children[p] if syntax.dep[c] == "pobj"
    ]
    return [token for token in given if syntax.pos[token] == "PROPN"]
