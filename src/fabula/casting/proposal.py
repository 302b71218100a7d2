"""A voice for each role: by pronouns and age, and so that those who meet do not sound alike.

Regulars (many lines) get a voice of their own as long as there are voices, all at once, so that the sum of how well
voices fit is highest; the others get what fits, and rather one whose other roles they do not meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fabula.casting.ages import AGES
from fabula.casting.roles import NARRATION, Role, roles_of
from fabula.casting.voices import Voice
from fabula.story import Story

REGULAR_LINES, REGULAR_SHARE, FEWEST = 10, 0.03, 2  # a regular has so many lines, or this share of all, but not fewer
KEPT = 100.0  # for whom the voice is meant
SAME_PRONOUNS, OTHER_PRONOUNS = 4.0, -6.0
A_STEP_OF_AGE, A_STEP_FROM_ADULT = -1.5, -0.5  # where an age is told, and where it is not
SHARED, A_SHARED_SCENE = -2.0, -1.0  # what it costs to have another's voice, and to meet them


@dataclass(frozen=True)
class Part:
    """A role with its voice.

    ``shares_with`` names those of the same voice, ``regulars_with`` the regulars among them; ``meets``: in how many
    scenes somebody of the same voice is there too.
    """

    role: Role
    voice: Voice
    shares_with: tuple[str, ...]
    regulars_with: tuple[str, ...]
    meets: int
    is_regular: bool


@dataclass(frozen=True)
class Casting:
    """A voice for every role, in the order of the roles; ``n_lacking`` regulars have no voice of their own."""

    parts: tuple[Part, ...]
    n_lacking: int


def propose(story: Story, voices: Sequence[Voice]) -> Casting:
    """A voice for each who speaks in the story, and for its narration.

    Raises  ValueError: no voices
    """
    if not voices:
        raise ValueError("no voices: give one at least")
    roles = roles_of(story)
    fits = np.array([[_fit(role, voice) for voice in voices] for role in roles])
    n_lines = sum(role.n_lines for role in roles)
    enough = max(FEWEST, min(REGULAR_LINES, REGULAR_SHARE * n_lines))
    regular = [role.is_narrator or role.n_lines >= enough for role in roles]
    first = [number for number, is_regular in enumerate(regular) if is_regular][: len(voices)]
    given: dict[int, int] = {}
    weight = np.log2(2 + np.array([roles[number].n_lines for number in first]))[:, None]
    for row, voice in zip(*linear_sum_assignment(fits[first] * weight, maximize=True), strict=True):
        given[first[row]] = int(voice)
    together = _together(story)
    for number in range(len(roles)):
        if number not in given:
            given[number] = int(np.argmax(fits[number] + _costs(number, roles, given, len(voices), together)))
    return Casting(
        tuple(_part(number, roles, voices, given, together, regular) for number in range(len(roles))),
        sum(regular) - len(first),
    )


def _fit(role: Role, voice: Voice) -> float:
    """How well a voice fits somebody; 0 where nothing speaks for or against it."""
    if voice.kept_for:
        is_theirs = voice.kept_for.casefold() == role.name.casefold() or (
            role.is_narrator and voice.kept_for.casefold() == NARRATION.casefold()
        )
        return KEPT if is_theirs else -KEPT
    fit = 0.0
    if role.pronouns and voice.pronouns:
        fit += SAME_PRONOUNS if role.pronouns.startswith(voice.pronouns.split("/")[0]) else OTHER_PRONOUNS
    if voice.age:
        step = A_STEP_OF_AGE if role.age else A_STEP_FROM_ADULT
        fit += step * abs(AGES.index(role.age or "adult") - AGES.index(voice.age))
    return fit


def _together(story: Story) -> dict[tuple[int, int], int]:
    """Two entities, the lower first -> in how many scenes both are present."""
    there: dict[int, list[int]] = defaultdict(list)
    columns = (story.column("presence", name).tolist() for name in ("scene", "entity", "kind"))
    for scene, entity, kind in zip(*columns, strict=True):
        if kind != "spoken of":
            there[scene].append(entity)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for people in there.values():
        for one in people:
            for other in people:
                if one < other:
                    counts[one, other] += 1
    return counts


def _meetings(one: Role, other: Role, together: dict[tuple[int, int], int]) -> int:
    if one.entity is None or other.entity is None:
        return 0
    low, high = sorted((one.entity, other.entity))
    return together.get((low, high), 0)


def _costs(
    number: int, roles: Sequence[Role], given: dict[int, int], n_voices: int, together: dict[tuple[int, int], int]
) -> NDArray[np.float64]:
    """What each voice costs somebody, for those who have it already."""
    costs = np.zeros(n_voices)
    for other, voice in given.items():
        costs[voice] += SHARED + A_SHARED_SCENE * _meetings(roles[number], roles[other], together)
        if roles[other].is_narrator:
            costs[voice] += SHARED
    return costs


def _part(
    number: int,
    roles: Sequence[Role],
    voices: Sequence[Voice],
    given: dict[int, int],
    together: dict[tuple[int, int], int],
    regular: Sequence[bool],
) -> Part:
    others = [other for other, voice in given.items() if voice == given[number] and other != number]
    meets = sum(_meetings(roles[number], roles[other], together) for other in others)
    names, regulars = (
        tuple(roles[other].name for other in sorted(others) if regular[other] or not only) for only in (False, True)
    )
    return Part(roles[number], voices[given[number]], names, regulars, meets, regular[number])
