"""What a given name says of its bearer's gender, and which given names are forms of one another."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any


@cache
def _shares() -> dict[str, float]:
    lines = resources.files("fabula.lexicon").joinpath("given_names.tsv").read_text("utf-8").splitlines()[1:]
    return {name: float(share) for name, share in (line.split("\t") for line in lines)}


@cache
def _nicknames() -> Any:
    from nicknames import NickNamer

    return NickNamer()


def is_given_name(word: str) -> bool:
    """Whether the word is a common given name."""
    return word.casefold() in _shares()


def share_of_men(word: str) -> float | None:
    """The share of men among bearers of this given name (US census of 1990), or None if it is not listed."""
    return _shares().get(word.casefold())


@cache
def full_names_of(word: str) -> frozenset[str]:
    """The given names that ``word`` may be short for, itself included, in lower case."""
    word = word.casefold()
    return frozenset(_nicknames().canonicals_of(word)) | {word}


def are_forms_of_one(first: str, second: str) -> bool:
    """Whether two given names may be the same person's: equal, or one short for the other, or both for a third.

    >>> are_forms_of_one("Lizzy", "Eliza"), are_forms_of_one("Jane", "John")
    (True, False)
    """
    first, second = first.casefold(), second.casefold()
    if first == second or _is_diminutive(first, second) or _is_diminutive(second, first):
        return True
    return bool(full_names_of(first) & full_names_of(second))


def _is_diminutive(name: str, short: str) -> bool:
    """Tommy of Tom, Kitty of Kit, Joey of Joe."""
    stem = short.rstrip("e") if len(short) > 3 else short
    return len(short) >= 3 and name in {f"{s}{ending}" for s in (short, stem, stem + stem[-1]) for ending in ("y", "ie", "ey")}
