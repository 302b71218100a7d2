"""What the signs of a pair add up to: one row of figures for each pair and kind, from which their tie is weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log1p

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fabula.lexicon.lists import word_list
from fabula.lexicon.titles import titles
from fabula.reading.ties.people import People
from fabula.reading.ties.relations import relations
from fabula.reading.ties.sign import Sign
from fabula.reading.ties.talk import company
from fabula.schema import TIE_ROLES

Pair = tuple[int, int]
RoleKey = tuple[int, int, str, str | None]  # source, target, kind, role
EQUALS = frozenset(("sibling", "cousin", "in-law", "married", "engaged", "couple", "broken"))
OWN = (
    *("once beside", "once stated", "once called", "once done"),
    *("beside", "stated", "claim", "address", "name", "deed", "felt", "follows", "near", "distinct"),
    *("same surname", "other surname", "title", "styled"),
)
CLEAR = 0.35  # strength from which on a sign counts as one more
LEAST_UNNAMED = 1.5  # statements of a parent without a name from which on those of the surname are asked
LEAST_KIN = 5  # mentions of somebody with no name but Mother, Dad or "my brother" from which on their ties are told
RARE = 50  # mentions that everybody is given more: words without a name are often taken for whom most is told of
OF_SAME, OF_OTHER = 3.0, 0.3  # how much more a statement of parents and spouses counts for their surnames
SHARED = (
    "talk share",
    "company share",
    "rank",
    "warm",
    "cold",
    "kind words",
    "hard words",
    "length",
)
POSSESSIVES = frozenset("my your his her its our their the a an old dear poor young".split())
RANKS = ("commander", "teacher", "doctor")  # roles that a title gives
OTHERS = ("family", "romance", "authority")  # the kinds whose statements speak against or for another kind
SIGNS = ("one", *OWN, *SHARED, *(f"as {kind}" for kind in OTHERS))


class Evidence:
    """The signs of a text as figures."""

    def __init__(
        self,
        people: People,
        signs: Mapping[Pair, Sequence[Sign]],
        presence: pa.Table,
        pronouns: Sequence[str | None],
    ) -> None:
        self.people, self.signs = people, signs
        self.surnames = [surname(name) for name in people.names]
        self.is_known = [
            is_narrator or (is_named and not _is_kin_word(name))
            for name, is_named, is_narrator in zip(people.names, people.is_named, people.is_narrator, strict=True)
        ]
        self.together, self.scenes = company(presence, people)
        self.genders = ["".join((words or "?").split("/")[:1]) for words in pronouns]
        self.talk: dict[Pair, float] = defaultdict(float)
        self.talk_of: dict[int, float] = defaultdict(float)
        self.roles: dict[RoleKey, float] = defaultdict(float)
        self._votes: dict[tuple[int, str, str | None, str], dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for pair, some in signs.items():
            for sign in some:
                if sign.form == "dialogue":
                    self.talk[pair] += sign.strength
                    for entity in pair:
                        self.talk_of[entity] += sign.strength
                if sign.kind is not None:
                    self._count(sign)
        self._rank = [_role_of_title(name) for name in people.names]
        self.most = max(people.n_mentions, default=1)
        self._namesakes()

    def is_told_of(self, entity: int) -> bool:
        """Whether the ties of somebody are told: who has a name, or tells, or is often called mother or my brother."""
        is_kin = self.people.is_known(entity) or _is_kin_word(self.people.names[entity])
        return self.is_known[entity] or (is_kin and self.people.n_mentions[entity] >= LEAST_KIN)

    def _count(self, sign: Sign) -> None:
        self.roles[_key(sign)] += sign.strength
        if sign.strength <= 0 or sign.form == "feeling" or sign.is_near:
            return
        self._votes[sign.target, str(sign.kind), sign.role, self.genders[sign.source]][sign.source] += sign.strength
        if sign.role in EQUALS:
            self._votes[sign.source, str(sign.kind), sign.role, self.genders[sign.target]][sign.target] += sign.strength

    def _namesakes(self) -> None:
        """Those who may be a father or mother spoken of without a name, for the surname and a title before it."""
        elders: dict[tuple[str, str], list[int]] = defaultdict(list)
        for entity, name in enumerate(self.people.names):
            if self.is_known[entity] and self.surnames[entity] and name.split()[0].strip(".").lower() in titles():
                elders[self.surnames[entity], self.genders[entity]].append(entity)
        for (child, kind, role, gender), votes in list(self._votes.items()):
            unnamed = sum(n for one, n in votes.items() if not self.is_known[one])
            if role != "parent" or unnamed < LEAST_UNNAMED or not self.surnames[child]:
                continue
            for elder in elders.get((self.surnames[child], gender), ()):
                if elder != child and self.people.names[child].split()[0] != self.people.names[elder].split()[0]:
                    votes[elder] += unnamed / 3
                    self.roles[elder, child, kind, role] += 0.1

    def _titled(self, pair: Pair) -> str | None:
        """The role that the title of one gives over the other, if the other has no such title."""
        roles = [self._rank[entity] for entity in pair]
        if (roles[0] is None) == (roles[1] is None):
            return None
        return roles[0] or roles[1]

    def prominence(self, one: int, other: int) -> float:
        """How much of the story is about the lesser of two, 0 to 1."""
        counts = self.people.n_mentions
        return min(counts[one], counts[other]) / max(self.most, 1)

    def best_role(self, pair: Pair, kind: str) -> tuple[RoleKey, float]:
        """The role with most signs, from whom to whom, and how much they are."""
        found = {key: self._strength(key) for a, b in (pair, pair[::-1]) for key in self._keys(a, b, kind)}
        if kind == "authority":  # the direction first
            sums = {a: sum(n for key, n in found.items() if key[0] == a) for a in pair}
            found = {key: n for key, n in found.items() if sums[key[0]] == max(sums.values())}
            found = {key: n for key, n in found.items() if key[3]} or found
            if not found and self._titled(pair):
                source, target = pair if self._rank[pair[0]] else pair[::-1]
                return (source, target, kind, self._titled(pair)), 0.0
        return max(found.items(), key=lambda item: item[1], default=((*pair, kind, None), 0.0))

    def _keys(self, source: int, target: int, kind: str) -> list[RoleKey]:
        return [
            (source, target, kind, role)
            for role in (*TIE_ROLES[kind], None)
            if (source, target, kind, role) in self.roles
        ]

    def _strength(self, key: RoleKey) -> float:
        source, target, kind, role = key
        turned = self.roles.get((target, source, kind, role), 0.0) if role in EQUALS or role is None else 0.0
        return self.roles[key] + turned

    def claim(self, key: RoleKey) -> tuple[float, float]:
        """Which part of those known by name that the target has in this role the source is, and how much is said of it.

        A person has one mother: what is said of "her mother" without a name speaks for who is most called so.
        """
        source, target, kind, role = key
        found = [self._claim(source, target, kind, role)]
        if role in EQUALS:
            found.append(self._claim(target, source, kind, role))
        return max(found, key=lambda pair: pair[0] * pair[1])

    def _claim(self, source: int, target: int, kind: str, role: str | None) -> tuple[float, float]:
        votes = self._votes.get((target, kind, role, self.genders[source]), {})
        total = sum(votes.values())
        known = {
            one: n * self._by_name(one, target, role)
            for one, n in votes.items()
            if self.is_known[one]
            or (one == source and (self.people.is_known(one) or _is_kin_word(self.people.names[one])))
        }
        rates = {one: n / (RARE + self.people.n_mentions[one]) for one, n in known.items()}
        if source not in rates:
            return 0.0, total
        doubt = 0.5 / (RARE + self.people.n_mentions[source])
        return rates[source] / (sum(rates.values()) + doubt), total

    def _by_name(self, one: int, other: int, role: str | None) -> float:
        """How much more or less a statement counts for the surnames of the two."""
        surnames = self.surnames[one], self.surnames[other]
        if role not in ("parent", "married") or not all(surnames):
            return 1.0
        is_married = role == "parent" and self.people.names[other].lower().startswith("mrs")
        return OF_SAME if surnames[0] == surnames[1] else 1.0 if is_married else OF_OTHER

    def row(self, pair: Pair, kind: str) -> NDArray[np.float64]:
        """The figures of ``SIGNS``."""
        signs = self.signs.get(pair, ())
        key, _ = self.best_role(pair, kind)
        own = [sign for sign in signs if sign.kind == kind]
        if kind == "authority":
            own = [s for s in own if s.source == key[0]]
        if kind == "family":
            own = [s for s in own if s.role == key[3] and (s.source == key[0] or s.role in EQUALS)]
        sums: dict[str, float] = defaultdict(float)
        for sign in own:
            sums[sign.showing] += abs(sign.strength)
        told = [sign for sign in own if sign.strength > CLEAR and not (sign.follows or sign.is_near)]
        share, total = self.claim(key)
        one, other = self.surnames[pair[0]], self.surnames[pair[1]]
        figures = {
            "one": 1.0,
            "once beside": min(1.0, sums["beside"]),
            "once stated": min(1.0, share * sums["statement"]),
            "once called": min(1.0, sums["address"] + sums["name"]),
            "once done": min(1.0, sums["action"] + sums["feeling"]),
            "beside": log1p(sums["beside"]),
            "stated": log1p(share * sums["statement"]),
            "claim": share * log1p(total),
            "address": log1p(sums["address"]),
            "name": log1p(sums["name"]),
            "deed": log1p(sums["action"]),
            "felt": log1p(sums["feeling"]),
            "follows": log1p(sums["follows"]),
            "near": log1p(sums["near"]),
            "distinct": share * log1p(len({self.people.scene_of[self.people.syntax.token_at(s.start)] for s in told})),
            "same surname": float(bool(one) and one == other),
            "title": float(kind == "authority" and self._titled(pair) in RANKS),
            "styled": float(kind == "authority" and self._titled(pair) == "employer"),
            "other surname": float(bool(one) and bool(other) and one != other),
            **self._shared(pair, signs),
            **{
                f"as {name}": log1p(max(0.0, self.best_role(pair, name)[1])) if name != kind else 0.0 for name in OTHERS
            },
        }
        return np.array([figures[name] for name in SIGNS])

    def _shared(self, pair: Pair, signs: Sequence[Sign]) -> dict[str, float]:
        warmths: dict[str, float] = defaultdict(float)
        for sign in signs:
            form = "words" if sign.form == "dialogue" else "deeds"
            warmths[f"{'warm' if sign.valence > 0 else 'cold'} {form}"] += abs(sign.valence) * abs(sign.strength)
        least = min(self.talk_of[pair[0]], self.talk_of[pair[1]])
        fewest = min(self.scenes[pair[0]], self.scenes[pair[1]])
        together = self.together[pair]
        return {
            "talk share": self.talk[pair] / (least + 1),
            "company share": together / (fewest + 1),
            "rank": self.prominence(*pair),
            "warm": log1p(warmths["warm deeds"]),
            "cold": log1p(warmths["cold deeds"]),
            "kind words": log1p(warmths["warm words"]),
            "hard words": log1p(warmths["cold words"]),
            "length": log1p(len(self.people.syntax) / 1000),
        }


def _key(sign: Sign) -> RoleKey:
    return (sign.source, sign.target, str(sign.kind), sign.role)


def _is_kin_word(name: str) -> bool:
    """Whether a name is only what one is to somebody: "Mother", "her father", "Grandpa"."""
    words = [word.strip(".,").lower() for word in name.split()]
    return words[-1:] != [] and (words[-1] in relations()) and (len(words) == 1 or words[0] in POSSESSIVES)


def _role_of_title(name: str) -> str | None:
    """What the title in a name makes its bearer to those without one."""
    first = name.split()[0].strip(".").lower() if name else ""
    for role in ("commander", "teacher", "doctor", "employer"):
        if first in word_list("ties", f"titles of {role}s"):
            return role
    return None


def surname(name: str) -> str:
    """The last word of a name that has a first name or a title before it; empty without one."""
    words = [word.strip(".,").lower() for word in name.split()]
    if len(words) < 2 or words[-1] in titles() or words[0] in ("the", "a", "his", "her", "my", "their", "our", "your"):
        return ""
    if words[0] in (
        "aunt",
        "uncle",
        "cousin",
        "nurse",
        "sister",
        "brother",
        "king",
        "queen",
        "prince",
        "princess",
        "father",
        "mother",
    ):
        return ""
    return words[-1]
