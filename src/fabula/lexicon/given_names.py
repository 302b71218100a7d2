"""What a given name says of its bearer's gender, and which given names are forms of one another."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from typing import Any


@cache
def _shares(file: str) -> dict[str, float]:
    lines = resources.files("fabula.lexicon").joinpath(file).read_text("utf-8").splitlines()
    return {name: float(share) for name, share in (line.split("\t") for line in lines if not line.startswith("#"))}


def census() -> dict[str, float]:
    """The share of men among bearers of common given names in the United States of 1990."""
    return _shares("given_names.tsv")


@cache
def _nicknames() -> Any:
    from nicknames import NickNamer

    return NickNamer()


def is_given_name(word: str) -> bool:
    """Whether the word is a common given name in the United States (census of 1990), with accents or without."""
    return _plain(word) in census()


def share_of_men(word: str) -> float | None:
    """The share of men among bearers of this given name, with accents or without, or None if it is not listed.

    Source  ``world_given_names.tsv``, and the US census of 1990 for names that it has alike

    >>> share_of_men("Zoë"), share_of_men("Wiremu"), share_of_men("Table")
    (0.0, 1.0, None)
    """
    word = _plain(word)
    return _shares("world_given_names.tsv").get(word, census().get(word))


@cache
def _plain(word: str) -> str:
    """In lower case and without accents."""
    signs = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


@cache
def full_names_of(word: str) -> frozenset[str]:
    """The given names that ``word`` may be short for, itself included, in lower case."""
    word = word.casefold()
    return frozenset(_nicknames().canonicals_of(word)) | {word}


@cache
def related_names(word: str) -> frozenset[str]:
    """Names under which to look for forms of ``word``: what it is short for, and what it is a diminutive of.

    >>> sorted(related_names("Joey"))
    ['joe', 'joey', 'joseph', 'josephine', 'josophine']
    """
    return full_names_of(word) | {name for name in _bases(word.casefold()) if is_given_name(name) or name == word}


def are_forms_of_one(first: str, second: str) -> bool:
    """Whether two given names may be the same person's: equal, one short for the other, or both for a third.

    >>> are_forms_of_one("Lizzy", "Eliza"), are_forms_of_one("Kit", "Kitty"), are_forms_of_one("Jane", "John")
    (True, True, False)
    """
    first, second = first.casefold(), second.casefold()
    if first == second or first in _bases(second) or second in _bases(first):
        return True
    return bool(full_names_of(first) & full_names_of(second))


@cache
def _bases(word: str) -> frozenset[str]:
    """What a diminutive may be made from: Tom of Tommy, Kit of Kitty, Joe of Joey."""
    stems = {word[: -len(ending)] for ending in ("y", "ie", "ey") if word.endswith(ending)}
    stems |= {stem[:-1] for stem in stems if len(stem) > 3 and stem[-1] == stem[-2]}
    stems |= {stem + "e" for stem in stems}
    return frozenset(stem for stem in stems if len(stem) >= 3)
