"""Read the word lists: plain text beside this file, ``[name]`` before each list, ``#`` before a remark."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def word_list(file: str, name: str) -> frozenset[str]:
    """The words of list ``name`` in ``file`` (without suffix)."""
    return frozenset(_lists(file)[name])


@cache
def synonyms(lemma: str) -> frozenset[str]:
    """The verbs that tell of the same deed as ``lemma``, itself among them.

    >>> sorted(synonyms("slay"))
    ['kill', 'murder', 'slay']
    """
    groups = [frozenset(words) for words in _lists("synonyms").values() if lemma in words]
    return frozenset([lemma]).union(*groups)


@cache
def _lists(file: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in resources.files("fabula.lexicon").joinpath(f"{file}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current.extend(line.split())
    return lists
