"""Find mentions: every reference to a person, group, place, organisation or vehicle, in one pass of the reader model.

The problem. "the old man who kept the inn", "the inn", "Mr. Weston's son", "she" and "London" are mentions, one inside
another; "a position", the "it" of "it rained" and the "one" of "one never knows" are not. The model scores every span
of a sentence; what it finds is kept from PROBABLE on. Each mention comes with a state, by which it is linked later.
Names that the cast knows and the model passes over are added. Score: see docs/results.md, `fabula evaluate entities`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.language.introductions import is_introduction
from fabula.language.noun_phrases import head_word, left_edge
from fabula.language.speech_tags import speaking_nouns
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import EVERYBODY, FIRST_PLURAL, IT, PERSONAL, SOMEBODY, THEY, noun_kind
from fabula.model.heads import FORMS, KINDS, LINK_SIZE
from fabula.model.readout import Readout, read_out
from fabula.model.session import load_networks
from fabula.reading.marks import words_in_double_marks
from fabula.reading.name_tokens import entity_by_token
from fabula.schema import table_of, with_columns, zip_columns

PROBABLE = 0.65  # the best on dev, for mentions alone and for coreference
HAPPENED = 0.5
MODIFIERS = ("compound", "amod", "nmod")
BELIEVED = 0.25  # the mean probability of a name's occurrences from which they are all mentions
SEEN_OFTEN = 3  # names from which on what they are seen as is the kind of the entity
FORM_NAMES = {"PROP": "proper", "NOM": "common", "PRON": "pronoun"}
KIND_NAMES = {"PER": "person", "VEH": "vehicle", "ORG": "organisation"}
PLACE_KINDS = {"FAC": "facility", "GPE": "geopolitical", "LOC": "location"}


def find_mentions(
    syntax: Syntax, quote_spans: pa.Table, tags: pa.Table, names: pa.Table, entities: pa.Table, threads: int
) -> dict[str, pa.Table]:
    """One row per mention, in reading order, nested ones after what holds them.

    Gives   mentions: start, end int32 [n_mentions], head_token, form, kind, place_kind
            entities: kind, another where the names clearly stand for that
            mention_states: first_token, last_token, link, new, one row for each mention
            triggers: token, confidence
            sentence_states: state, one row for each sentence
    Raises  WeightsMissing (M01), WeightsDamaged (M02), WeightsOfOtherVersion (M03)
    """
    words, sentence = words_in_double_marks(syntax, quote_spans), np.asarray(syntax.sentence)
    speaking = _speaking(syntax, tags, names)
    wanted = np.array([*_names_of_people(syntax, names, entities), *speaking], np.int64).reshape(-1, 2)
    found = read_out(load_networks(threads), words, sentence, wanted, PROBABLE)
    introduced = [last for first, last in wanted.tolist() if is_introduction(syntax, first, last)]
    subjects = set(tags["subject_token"].to_pylist())
    called = zip_columns(names, "first_token", "last_token")
    whole = [last for first, last in called if not subjects.isdisjoint(range(first, last + 1))]
    sure = {*subjects, *whole, *(token for _, token in speaking), *introduced}
    believed = _is_believed(found, names, sure)
    found = found.rows(believed & ~_leaves_quotation(found, syntax, quote_spans))
    heads = [head_word(syntax.head, f, t) for f, t in zip(found.first.tolist(), found.last.tolist(), strict=True)]
    named_by = entity_by_token(names)
    named = [named_by.get(head) for head in heads]
    votes = _votes(named, [KINDS[kind] for kind in found.kind.tolist()])
    kinds = [
        KINDS[kind] if entity is None else votes[entity].most_common(1)[0][0]
        for entity, kind in zip(named, found.kind.tolist(), strict=True)
    ]
    speakers = {named_by.get(token) for token in tags["subject_token"].to_pylist()}
    seen = [
        kind if entity in speakers else _seen_as(kind, votes[entity])
        for entity, kind in enumerate(entities["kind"].to_pylist())
    ]
    return {
        "entities": with_columns("entities", entities, {"kind": seen}),
        "mentions": table_of(
            "mentions",
            {
                "start": syntax.start[found.first],
                "end": syntax.end[found.last],
                "head_token": heads,
                "form": _forms(syntax, found, named),
                "kind": [_kind(syntax, head, kind) for head, kind in zip(heads, kinds, strict=True)],
                "place_kind": [PLACE_KINDS.get(kind) for kind in kinds],
            },
        ),
        "mention_states": _states(found),
        "triggers": _triggers(found.event),
        "sentence_states": _sentence_states(found),
    }


def _names_of_people(syntax: Syntax, names: pa.Table, entities: pa.Table) -> list[tuple[int, int]]:
    """First and last token of each name of a person or group, with its article."""
    kinds = entities["kind"].to_pylist()
    return [
        (first - (first > 0 and syntax.lower[first - 1] == "the"), last)
        for first, last, entity in zip_columns(names, "first_token", "last_token", "entity")
        if entity is not None and kinds[entity] in ("person", "group")
    ]


def _speaking(syntax: Syntax, tags: pa.Table, names: pa.Table) -> list[tuple[int, int]]:
    """First and last token of whatever speaks: subjects of speech tags, and all that is called as two of them are.

    "The Mouse" is somebody, if the Mouse says something; so are both, if "both said".
    """
    speaking = tags["subject_token"].to_pylist()
    subjects = [token for token in speaking if syntax.pos[token] in ("NOUN", "PROPN")]
    often = speaking_nouns(syntax, subjects)
    subjects += [token for token in speaking if syntax.lower[token] in SOMEBODY | EVERYBODY]
    called_so = [
        token
        for token, word in enumerate(syntax.lower)
        if word in often and syntax.pos[token] in ("NOUN", "PROPN") and syntax.dep[token] not in MODIFIERS
    ]
    return [
        (left_edge(syntax, token), token) for token in sorted({*subjects, *called_so} - entity_by_token(names).keys())
    ]


def _is_believed(found: Readout, names: pa.Table, sure: set[int]) -> NDArray[np.bool_]:
    """Which rows the model finds, are sure, or are names of somebody whom it finds often enough: bool [n_mentions].

    ``sure`` are the last words of those who speak or give their name.
    """
    entity_by_last = dict(zip_columns(names, "last_token", "entity"))
    entities = [entity_by_last.get(last) for last in found.last.tolist()]
    probabilities: dict[int, list[float]] = defaultdict(list)
    for entity, last, share in zip(entities, found.last.tolist(), found.sure.tolist(), strict=True):
        if entity is not None:
            probabilities[entity].append(1.0 if last in sure else share)
    known = {entity for entity, shares in probabilities.items() if sum(shares) >= BELIEVED * len(shares)}
    believed = [last in sure or entity in known for entity, last in zip(entities, found.last.tolist(), strict=True)]
    kept: NDArray[np.bool_] = (found.sure >= PROBABLE) | np.array(believed, bool)
    return kept


def _leaves_quotation(found: Readout, syntax: Syntax, quote_spans: pa.Table) -> NDArray[np.bool_]:
    """Which rows begin inside a quotation and end outside of it, as no phrase does: bool [n_mentions]."""
    quote = np.asarray(syntax.rows_of_tokens(quote_spans, "quote"), np.int64)
    leaves: NDArray[np.bool_] = (quote[found.first] >= 0) & (quote[found.first] != quote[found.last])
    return leaves


def _forms(syntax: Syntax, found: Readout, named: Sequence[int | None]) -> list[str]:
    """The model's forms; no name or phrase of several words is a pronoun, and every personal pronoun alone is one."""
    forms = []
    rows = zip(found.first.tolist(), found.last.tolist(), found.form.tolist(), named, strict=True)
    for first, last, form, entity in rows:
        name = FORM_NAMES[FORMS[form]]
        if last == first and syntax.lower[first] in PERSONAL | IT:
            name = "pronoun"
        elif name == "pronoun" and (last > first or entity is not None):
            name = "common" if entity is None else "proper"
        forms.append(name)
    return forms


def _votes(named: list[int | None], kinds: list[str]) -> dict[int, Counter[str]]:
    """How often the model sees each kind in the name of each entity: a name is of the kind that it mostly is."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for entity, kind in zip(named, kinds, strict=True):
        if entity is not None:
            votes[entity][kind] += 1
    return votes


def _seen_as(kind: str, votes: Counter[str]) -> str:
    """The kind of a named entity; another where its name mostly stands for that: the Ritz is no person."""
    if votes.total() < SEEN_OFTEN:
        return kind
    seen = votes.most_common(1)[0][0]
    return kind if seen == "PER" and kind in ("person", "group") else KIND_NAMES.get(seen, "place")


def _kind(syntax: Syntax, head: int, kind: str) -> str:
    if kind == "PER":
        return "group" if is_plural(syntax, head) else "person"
    return KIND_NAMES.get(kind, "place")


def is_plural(syntax: Syntax, head: int) -> bool:
    """Whether a mention with this head word means several."""
    word = syntax.lower[head]
    is_crowd = noun_kind(word, word) == "group"
    return syntax.tag[head] in ("NNS", "NNPS") or is_crowd or word in FIRST_PLURAL | THEY | EVERYBODY


def _states(found: Readout) -> pa.Table:
    link = pa.FixedSizeListArray.from_arrays(pa.array(found.link.reshape(-1)), LINK_SIZE)
    columns = {"first_token": found.first, "last_token": found.last, "link": link, "new": found.new}
    return table_of("mention_states", columns)


def _sentence_states(found: Readout) -> pa.Table:
    size = max(found.sentence.shape[1], 1)
    state = pa.FixedSizeListArray.from_arrays(pa.array(found.sentence.reshape(-1)), size)
    return table_of("sentence_states", {"state": state})


def _triggers(probability: NDArray[np.float32]) -> pa.Table:
    tokens = np.flatnonzero(probability >= HAPPENED)
    return table_of("triggers", {"token": tokens, "confidence": probability[tokens]})
