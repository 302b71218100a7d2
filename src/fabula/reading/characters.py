"""Sum up the entities: their pronouns, how often they are mentioned, and who of them is a character."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.schema import with_columns, zip_columns

PRONOUNS = {"man": "he/him", "woman": "she/her", "neutral": "they/them"}


SEEN_ACTING = 3  # how often somebody without a name must be the subject of a verb to be a character


def describe_entities(
    syntax: Syntax, entities: pa.Table, profiles: pa.Table, mentions: pa.Table, quotes: pa.Table
) -> dict[str, pa.Table]:
    """``entities`` complete.

    Gives   entities: pronouns (null unless the text shows them), pronouns_confidence, n_mentions, is_character,
            is_narrator
    """
    count = len(entities)
    n_mentions = _occurrences(mentions["entity"], count)
    n_quotes = _occurrences(quotes["speaker"], count)
    is_somebody = np.isin(entities["kind"].to_pylist(), ["person", "group"]) if count else np.zeros(0, bool)
    is_narrator = np.array(profiles["is_narrator"].to_pylist(), dtype=bool)
    is_named = np.array(entities["is_named"].to_pylist(), dtype=bool)
    acts = _times_acting(syntax, mentions, count) >= SEEN_ACTING
    genders, kinds = profiles["gender"].to_pylist(), entities["kind"].to_pylist()
    pronouns = [
        "they/them" if kind == "group" else PRONOUNS.get(gender) for gender, kind in zip(genders, kinds, strict=True)
    ]
    confidences = profiles["confidence"].to_pylist()
    is_present = (is_named & (n_mentions > 0)) | (n_quotes > 0) | is_narrator | acts
    return {
        "entities": with_columns(
            "entities",
            entities,
            {
                "pronouns": pronouns,
                "pronouns_confidence": [c if p else None for c, p in zip(confidences, pronouns, strict=True)],
                "n_mentions": n_mentions.tolist(),
                "is_character": (is_somebody & is_present).tolist(),
                "is_narrator": is_narrator.tolist(),
            },
        )
    }


def _times_acting(syntax: Syntax, mentions: pa.Table, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How often each entity is a verb's subject, where some description of it is."""
    subjects, described = np.zeros(count, np.int64), np.zeros(count, bool)
    for head, form, entity in zip_columns(mentions, "head_token", "form", "entity"):
        if entity is not None:
            subjects[entity] += syntax.dep[head] == "nsubj"
            described[entity] |= form != "pronoun"
    return subjects * described


def _occurrences(column: pa.ChunkedArray, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.bincount(column.drop_null().to_numpy().astype(np.int64), minlength=count)
