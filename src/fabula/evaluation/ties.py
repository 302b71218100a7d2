"""How well a story knows who means what to whom, against texts annotated for ties.

characters  how many of the gold's are matched by name with one of ours; the rest is of ties between these
kinds       unordered pairs with a kind: precision, recall and F1, of all and of each kind
role        of the gold's entries of pairs and kinds that are found: one of ours has the same role
direction   of those with the same role, where it has one: ours starts from the same character
begins      of the gold's entries found: the nearest of ours begins within ``NEAR`` of the text's length; likewise ends;
            from the start: ours begins before the story where the gold's does
valence     of the entries found: rank correlation, and the same sign where the gold's is not 0
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fabula.evaluation.corpora.ties import GoldTie, TiesText
from fabula.evaluation.levels.characters import match_named
from fabula.evaluation.score import Accuracy, Score
from fabula.schema import TIE_ROLES
from fabula.story import Story
from fabula.ties import Relationship

NEAR = 0.02  # of the text's length
MUTUAL = frozenset(("sibling", "cousin", "in-law"))  # roles between equals, written from the elder


@dataclass(frozen=True)
class Valences:
    """The gold's valence and ours of each tie found; those of texts add up."""

    pairs: tuple[tuple[int, float], ...] = ()

    def __add__(self, other: Valences) -> Valences:
        return Valences(self.pairs + other.pairs)

    @property
    def rho(self) -> float | None:
        """Spearman's rank correlation; None where there is nothing to rank."""
        from scipy.stats import spearmanr

        gold, ours = ({pair[side] for pair in self.pairs} for side in (0, 1))
        if len(gold) < 2 or len(ours) < 2:
            return None
        return float(spearmanr(*zip(*self.pairs, strict=True)).statistic)

    @property
    def figures_with_counts(self) -> dict[str, float | None]:
        """The correlation, and of how many ties."""
        return {"rho": self.rho, "gold": len(self.pairs)}


Figure = Score | Accuracy | Valences
Figures = Mapping[str, Figure]
Pair = tuple[frozenset[str], str]  # two characters of the gold, and a kind


def score_ties(gold: TiesText, story: Story) -> tuple[dict[str, Figure], list[dict[str, Any]]]:
    """Every figure by name, and what is missed and what is found wrongly, to be looked at.

    Takes   story: read from the text of ``gold``
    """
    cast = match_named(gold.characters, story)
    theirs = [tie for tie in gold.ties if {tie.of, tie.to} <= set(cast.values())]
    ours: dict[Pair, list[Relationship]] = {}
    for tie in story.relationships:
        if tie.source.id in cast and tie.target.id in cast:
            ours.setdefault((frozenset((cast[tie.source.id], cast[tie.target.id])), tie.kind), []).append(tie)
    wanted = {_pair(tie) for tie in theirs}
    figures: dict[str, Figure] = {"characters": Accuracy(len(cast), len(gold.characters))}
    for kind in ("all", *TIE_ROLES):
        figures[f"kind: {kind}"] = _kind_score(wanted, ours, kind)
    found = [tie for tie in theirs if _pair(tie) in ours]
    figures |= _details(found, ours, cast, len(gold.text))
    items = [_missed(tie) for tie in theirs if _pair(tie) not in ours]
    items += [_wrong(tie, cast, story) for pair, ties in ours.items() if pair not in wanted for tie in ties]
    return figures, items


def _pair(tie: GoldTie) -> Pair:
    return frozenset((tie.of, tie.to)), tie.kind


def _kind_score(wanted: Iterable[Pair], ours: Iterable[Pair], kind: str) -> Score:
    gold = {pair for pair in wanted if kind in ("all", pair[1])}
    guess = {pair for pair in ours if kind in ("all", pair[1])}
    right = len(gold & guess)
    return Score(right, len(gold), right, len(guess))


def _details(
    found: Sequence[GoldTie], ours: Mapping[Pair, Sequence[Relationship]], cast: Mapping[int, str], length: int
) -> dict[str, Figure]:
    """What is said of the ties whose pair and kind are right."""
    roles: list[bool] = []
    directions: list[bool] = []
    places: dict[str, list[bool]] = {"begins: place": [], "begins: from the start": [], "ends: place": []}
    valences: list[tuple[int, float]] = []
    for tie in found:
        candidates = ours[_pair(tie)]
        same = [one for one in candidates if one.role == tie.role]
        if tie.role is not None:
            roles.append(bool(same))
            if same and tie.role not in MUTUAL and (tie.kind != "romance" or tie.role == "wish"):
                directions.append(any(cast[one.source.id] == tie.of for one in same))
        best = min(same or candidates, key=lambda one: abs((one.begins or 0) - (tie.begins or 0)))
        if tie.begins is None:
            places["begins: from the start"].append(best.begins is None)
        else:
            places["begins: place"].append(best.begins is not None and abs(best.begins - tie.begins) <= NEAR * length)
        if tie.ends is not None:
            places["ends: place"].append(best.ends is not None and abs(best.ends - tie.ends) <= NEAR * length)
        if tie.valence is not None:
            valences.append((tie.valence, best.valence))
    return {
        "role": Accuracy.of(roles),
        "direction": Accuracy.of(directions),
        **{name: Accuracy.of(hits) for name, hits in places.items()},
        "valence: sign": Accuracy.of((gold > 0) == (our > 0) and our != 0 for gold, our in valences if gold),
        "valence: order": Valences(tuple(valences)),
    }


def _missed(tie: GoldTie) -> dict[str, Any]:
    return {"item": "missed", "of": tie.of, "to": tie.to, "kind": tie.kind, "role": tie.role}


def _wrong(tie: Relationship, cast: Mapping[int, str], story: Story) -> dict[str, Any]:
    return {
        "item": "not in the gold",
        "of": cast[tie.source.id],
        "to": cast[tie.target.id],
        "kind": tie.kind,
        "role": tie.role,
        "confidence": round(tie.confidence, 2),
        "shown": story.text[tie.start : tie.end],
    }
