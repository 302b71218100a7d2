"""Words that stand before a name."""

from __future__ import annotations

from functools import cache

from fabula.lexicon.lists import word_list

PARTICLES = frozenset("of de von van la du le da di della del der den ter al el ibn d'".split())


@cache
def titles() -> frozenset[str]:
    """Words that stand before a name as a title, in lower case and without a full stop."""
    return (
        word_list("people", "male_titles")
        | word_list("people", "female_titles")
        | word_list("people", "neutral_titles")
    )
