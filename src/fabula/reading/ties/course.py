"""From where to where in the text a tie lasts, and the stages of a romance: wish, couple, engaged, married, broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fabula.reading.ties.evidence import EQUALS, Evidence, Pair
from fabula.reading.ties.sign import Sign
from fabula.reading.ties.weighing import Tie

STAGES = ("wish", "couple", "engaged", "married", "broken")
StageKey = tuple[str, int, int]
SHOWN = 0.4  # strength of signs from which on a stage is told
EARLY = 0.05  # of the text: what is shown so soon was so before the story
MEETING = 0.03
SHARE_OF_BEST = 0.1  # of the signs of the stage with most: what has less is noise
SECOND_ROLE = 1.5  # strength from which on a second role in a family is told


@dataclass(frozen=True)
class Course:
    """A tie over the text: who is what to whom, where it begins and ends (None: outside the story), by which signs."""

    kind: str
    role: str | None
    source: int
    target: int
    begins: int | None
    ends: int | None
    confidence: float
    signs: tuple[Sign, ...]


def courses(evidence: Evidence, ties: Sequence[Tie], length: int) -> list[Course]:
    """The ties of one pair over the text."""
    found: list[Course] = []
    for tie in ties:
        if tie.kind == "romance":
            found += _romance(evidence, tie, length)
        elif tie.kind == "family":
            found += _family(evidence, tie)
        else:
            found.append(_plain(evidence, tie, length))
    return _turned(found)


def _family(evidence: Evidence, tie: Tie) -> Iterator[Course]:
    """Kin are so from the start; a second role, such as guardian beside aunt, where it is said as clearly."""
    signs = [sign for sign in evidence.signs.get(tie.pair, ()) if sign.kind == "family" and sign.strength > 0]
    by_role: dict[tuple[int, int, str | None], list[Sign]] = {}
    for sign in signs:
        by_role.setdefault((sign.source, sign.target, sign.role), []).append(sign)
    source, target, _, role = tie.key
    own = [sign for sign in signs if sign.role == role and (sign.source == source or role in EQUALS)]
    yield Course("family", role, source, target, None, None, tie.chance, tuple(own))
    for (one, other, second), some in by_role.items():
        beside = sum(sign.strength for sign in some if sign.is_beside)
        if second == "guardian" and role != "guardian" and beside + 0.5 * len(some) >= SECOND_ROLE:
            yield Course("family", second, one, other, None, None, 0.8 * tie.chance, tuple(some))


def _plain(evidence: Evidence, tie: Tie, length: int) -> Course:
    """A tie without stages: from where the two first meet, if they do so in the story."""
    signs = evidence.signs.get(tie.pair, ())
    warmth = {"enmity": -1, "rivalry": -1}.get(tie.kind, 1)
    own = [sign for sign in signs if sign.kind == tie.kind and sign.strength > 0]
    more = [s for s in signs if s.kind != tie.kind and s.valence * warmth > 0] if tie.kind != "authority" else []
    shown = sorted((*own, *more), key=lambda sign: sign.start)
    if not shown:
        shown = [sign for sign in signs if sign.form == "dialogue"][:3]
    source, target = tie.key[:2] if tie.kind == "authority" else _main_first(evidence, tie.pair)
    role = tie.key[3] if tie.kind == "authority" else None
    return Course(tie.kind, role, source, target, _meeting(evidence, tie.pair, length), None, tie.chance, tuple(shown))


def _meeting(evidence: Evidence, pair: Pair, length: int) -> int | None:
    """Where two first speak with each other or act on each other; None where that is at the start."""
    first = next((sign.start for sign in evidence.signs.get(pair, ()) if sign.strength > 0), None)
    return first if first is not None and first > MEETING * length else None


def _main_first(evidence: Evidence, pair: Pair) -> Pair:
    counts = evidence.people.n_mentions
    return pair if counts[pair[0]] >= counts[pair[1]] else pair[::-1]


def _romance(evidence: Evidence, tie: Tie, length: int) -> list[Course]:
    """The stages that are shown, each ending where the next one begins."""
    signs = [sign for sign in evidence.signs.get(tie.pair, ()) if sign.kind == "romance" and sign.strength > 0]
    by_stage: dict[StageKey, list[Sign]] = {}
    for sign in signs:
        two = (sign.source, sign.target) if sign.role == "wish" else _main_first(evidence, tie.pair)
        by_stage.setdefault((str(sign.role), *two), []).append(sign)
    sums = {key: sum(sign.strength for sign in some) for key, some in by_stage.items()}
    if not sums:
        source, target = _main_first(evidence, tie.pair)
        return [Course("romance", "wish", source, target, _meeting(evidence, tie.pair, length), None, tie.chance, ())]
    most = max(sums.values())
    kept = [key for key, total in sums.items() if total == most or total >= max(SHOWN, SHARE_OF_BEST * most)]
    starts = {key: _start(by_stage[key], length) for key in kept}
    if any(key[0] == "married" and starts[key] is None for key in kept):  # married before the story: no more wishes
        kept = [key for key in kept if key[0] in ("married", "broken")]
    kept = [
        key
        for key in kept
        if all((starts[key] or 0) <= (starts[later] or 0) for later in kept if _is_after(later, key))
    ]
    found = []
    for key in sorted(kept, key=lambda key: STAGES.index(key[0])):
        stage, one, other = key
        later = [starts[after] or 0 for after in kept if _is_after(after, key)]
        ends = min((start for start in later if start > (starts[key] or 0)), default=None)
        sure = tie.chance * min(1.0, 0.5 + sums[key] / most / 2)
        found.append(Course("romance", stage, one, other, starts[key], ends, sure, tuple(by_stage[key])))
    return found


def _is_after(later: StageKey, earlier: StageKey) -> bool:
    """Whether one stage comes after another in the usual order."""
    return STAGES.index(later[0]) > STAGES.index(earlier[0])


def _start(signs: Sequence[Sign], length: int) -> int | None:
    """Where a stage is first clearly shown; None where that is at the start of the text."""
    strong = [sign for sign in signs if sign.strength >= SHOWN] or list(signs)
    first = min(sign.start for sign in strong)
    return first if first > EARLY * length else None


def _turned(found: Sequence[Course]) -> list[Course]:
    """Enmity or rivalry and then friendship or alliance, or the other way: the one ends where the other begins."""
    changed = list(found)
    cold = [place for place, course in enumerate(found) if course.kind in ("enmity", "rivalry")]
    warm = [place for place, course in enumerate(found) if course.kind in ("friendship", "alliance")]
    for one in cold:
        for other in warm:
            first, second = sorted((one, other), key=lambda place: _middle(found[place]))
            later = [sign.start for sign in found[second].signs if sign.start > _middle(found[first])]
            if later and _middle(found[first]) < _middle(found[second]):
                changed[first] = _with(changed[first], ends=later[0])
                changed[second] = _with(changed[second], begins=later[0])
                break
    return changed


def _middle(course: Course) -> float:
    starts = [sign.start for sign in course.signs]
    return sum(starts) / len(starts) if starts else 0.0


def _with(course: Course, begins: int | None = None, ends: int | None = None) -> Course:
    return Course(
        course.kind,
        course.role,
        course.source,
        course.target,
        begins if begins is not None else course.begins,
        ends if ends is not None else course.ends,
        course.confidence,
        course.signs,
    )
