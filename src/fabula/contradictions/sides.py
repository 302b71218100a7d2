"""On which side something is the matter, with which hand somebody writes, how many eyes they have.

The problem. The side, the part of the body and what is the matter stand apart, and the part is often only "one":
    Solly dragged the left leg. ... Her bad leg, the right one, ached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.contradictions.cues import MARKS, PARTS, SIDES
from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import Fact, bearer, fact, is_denied, noun_bearer, of_clause, owner, predicates
from fabula.language.syntax import SUBJECTS


def side(pages: Pages, part: int) -> Iterator[Fact]:
    """A left or right arm, ear, eye with something the matter: a wound, a plaster, deafness, a scar."""
    syntax = pages.syntax
    sides = [syntax.lower[t] for t in predicates(pages, part) if syntax.lower[t] in SIDES]
    sides = sides or _side_of_one(pages, part) or _side_of(pages, part)
    if len(sides) != 1 or is_denied(pages, part):
        return
    tokens = pages.sentence_tokens(part)
    others = [t for t in tokens if syntax.lower[t] in SIDES and syntax.lower[t] != sides[0]]
    if any(not pages.is_short or syntax.dep[t] == "amod" for t in others):
        return
    noun = syntax.lemma[part]
    near = [t for t in tokens if abs(t - part) <= NEAR and t != part]
    for what, words in MARKS.items():
        mark = next((t for t in near if syntax.lemma[t] in words or syntax.lower[t] in words), -1)
        if mark < 0 and what == "loss":
            mark = next((t for t in near if syntax.lemma[t] == "finger" and _is_few(pages, t)), -1)
        if mark < 0 and [syntax.lower[t] for t in tokens[:1]] == ["it"] and tokens[0] > 1:
            before = pages.sentence_tokens(tokens[0] - 1)
            mark = next((t for t in before if syntax.lemma[t] in words), -1)
            if mark >= 0:
                of = "harm" if pages.is_short and what not in ("scar", "mark") else what
                yield from fact(of_clause(pages, mark), f"side of {of}: {PARTS[noun]}", sides[0], part)
            continue
        if mark < 0:
            continue
        entity = _owner_of_side(pages, part, mark)
        value, of = sides[0], what
        if what == "good" or what == "bad":
            if noun not in ("ear", "eye", "leg"):
                continue
            of = {"ear": "deafness", "eye": "blindness", "leg": "lameness"}[noun]
            value = value if what == "bad" else SIDES[value]
        if (of == "deafness" and noun != "ear") or (of == "blindness" and noun != "eye"):
            continue
        if of == "lameness" and noun not in ("leg", "foot", "knee", "ankle", "hip"):
            continue
        if pages.is_short and of not in ("scar", "mark"):
            of = "harm"
        yield from fact(entity, f"side of {of}: {PARTS[noun]}", value, part)


def _side_of_one(pages: Pages, part: int) -> list[str]:
    """The side where "one" stands for the part: "her bad leg, the right one"."""
    syntax = pages.syntax
    ones = [t for t in pages.sentence_tokens(part) if t > part and syntax.lower[t] in ("one", "ones")]
    return [syntax.lower[t - 1] for t in ones if pages.is_short and syntax.lower[t - 1] in SIDES]


def _side_of(pages: Pages, part: int) -> list[str]:
    """The side where the part hangs on it: "the left side of her jaw"."""
    syntax = pages.syntax
    of = syntax.head[part]
    if not pages.is_short or syntax.lower[of] != "of" or syntax.lemma[syntax.head[of]] != "side":
        return []
    return [syntax.lower[t] for t in predicates(pages, syntax.head[of]) if syntax.lower[t] in SIDES]


def _is_few(pages: Pages, noun: int) -> bool:
    """Whether fingers are fewer than five: "three fingers"."""
    return any(pages.syntax.lower[t] in ("two", "three", "four") for t in pages.syntax.children[noun])


NEAR = 10  # tokens between a part of the body and what is the matter with it


def _owner_of_side(pages: Pages, part: int, mark: int) -> int:
    """Whose the part is: the possessor's, or the subject's of the clause, or whose the mark is."""
    entity = owner(pages, part)
    if entity >= 0:
        return entity
    if owner(pages, mark) >= 0:
        return owner(pages, mark)
    syntax = pages.syntax
    if any(syntax.dep[t] == "poss" for t in syntax.children[part]):
        return -1
    verb = part
    for _ in range(6):
        if syntax.pos[verb] in ("VERB", "AUX"):
            return bearer(pages, pages.subject(verb))
        verb = syntax.head[verb]
    return -1


LIMBS = {"arm": ("arm", "hand", "wrist", "elbow"), "hand": ("hand", "wrist"), "leg": ("leg", "foot", "knee"),
         "foot": ("foot",), "eye": ("eye",)}  # fmt: skip
"""A part of the body -> what somebody who has lost it has not."""
GONE = frozenset("lose amputate sever miss gone missing".split())
IN_ITS_PLACE = frozenset("stump hook sleeve where wooden tin iron artificial prosthetic false glass phantom".split())


def limb(pages: Pages, part: int) -> Iterator[Fact]:
    """A left arm that is lost; something taken in the left hand."""
    syntax = pages.syntax
    sides = [syntax.lower[t] for t in predicates(pages, part) if syntax.lower[t] in SIDES]
    if len(sides) != 1 or not pages.is_short or is_denied(pages, part):
        return
    lemma, verb = syntax.lemma[part], syntax.head[part]
    tokens = pages.sentence_tokens(part)
    is_gone = syntax.lemma[verb] in GONE or (
        syntax.lemma[verb] == "be" and any(syntax.lemma[t] in GONE for t in syntax.children[verb])
    )
    if is_gone and lemma in LIMBS:
        entity = owner(pages, part)
        for one in LIMBS[lemma]:
            yield from fact(entity, f"{sides[0]} {one}", "lost", part)
    elif not is_gone and not {syntax.lemma[t] for t in tokens} & (IN_ITS_PLACE | GONE):
        is_held = syntax.dep[part] == "pobj" and syntax.lower[verb] in ("in", "with")
        if is_held or syntax.dep[part] in ("dobj", *SUBJECTS):
            yield from fact(owner(pages, part), f"{sides[0]} {lemma}", "there", part)


def used_hand(pages: Pages, part: int) -> Iterator[Fact]:
    """The hand that somebody writes with, the foot that somebody kicks with, where it is said to be the one."""
    syntax = pages.syntax
    sides = [syntax.lower[t] for t in predicates(pages, part) if syntax.lower[t] in SIDES]
    if len(sides) != 1:
        return
    what = "handedness" if syntax.lemma[part] == "hand" else "kicking foot"
    tokens = pages.sentence_tokens(part)
    verbs = {"write", "draw", "sign"} if what == "handedness" else {"kick", "score", "shoot"}
    words = {syntax.lower[t] for t in tokens if t - part > 0}
    uses = any(syntax.lemma[t] in verbs for t in tokens)
    always = bool(words & {"one", "only", "always", "since"} and words & {"with"})
    if pages.is_short and what == "handedness" and "with" in {syntax.lower[t] for t in tokens}:
        always = (
            always
            or bool(words & {"always"})
            or any(syntax.lemma[t] == "write" and syntax.tag[t] in ("VBD", "VBZ", "VBP") and t < part for t in tokens)
        )
    learns = {syntax.lemma[t] for t in tokens if syntax.pos[t] == "VERB"} & {
        "learn",
        "teach",
        "practise",
        "practice",
        "try",
        "force",
        "make",
        "tie",
    }
    is_penned = pages.is_short and what == "handedness" and (_holds_pen(pages, part) or _is_the_better(pages, part))
    if ((uses and always) or is_penned) and not learns:
        yield from fact(owner(pages, part), what, sides[0], part)


def handed(pages: Pages, token: int) -> Iterator[Fact]:
    """She is a lefty; he did everything with his left."""
    syntax = pages.syntax
    if syntax.lower[token] == "everything":
        after = syntax.lower[token + 1 : token + 4]
        is_told = (
            after[:1] == ["with"] and after[-1:] and after[-1] in SIDES and syntax.lemma[syntax.head[token]] == "do"
        )
        if is_told and not is_denied(pages, token):
            yield from fact(bearer(pages, pages.subject(syntax.head[token])), "handedness", after[-1], token)
    elif syntax.dep[token] in ("attr", "appos") and not is_denied(pages, token):
        value = "right" if syntax.lower[token].startswith("right") else "left"
        yield from fact(noun_bearer(pages, token), "handedness", value, token)


def _holds_pen(pages: Pages, part: int) -> bool:
    """Whether a hand holds what one writes with, or is round it: "took the pen in her right hand"."""
    syntax = pages.syntax
    verb = syntax.head[part]
    is_in = syntax.dep[part] == "pobj" and syntax.lower[verb] == "in"
    near = range(part - 4, part) if is_in else range(part + 1, part + 5) if syntax.dep[part] in SUBJECTS else ()
    return any(syntax.lemma[t] in PENS for t in near if t in pages.sentence_tokens(part))


def _is_the_better(pages: Pages, part: int) -> bool:
    """Whether a hand is said to be the one that counts: "his right hand, his good hand, the one she does all with"."""
    after = " ".join(pages.syntax.lower[part + 1 : part + 12])
    return BETTER.match(after) is not None


BETTER = re.compile(
    r"[,(—-]? ?(his|her|my|your|the) (good|writing|drawing|sword|better|working) hand\b|"
    r"[,(—-]? ?the (only )?one (that )?(he|she|i) (does|did|do|ha[ds] ever|writes|wrote|signs|signed|drew|draws)\b"
)
PENS = frozenset("pen quill pencil chalk crayon stylus paintbrush".split())


def count(pages: Pages, part: int) -> Iterator[Fact]:
    """One eye, one arm; both his eyes."""
    syntax = pages.syntax
    words = {syntax.lower[t] for t in (*predicates(pages, part), *syntax.children[part])}
    what = f"number of {syntax.lemma[part]}s"
    has = (syntax.dep[part] == "dobj" and syntax.lemma[syntax.head[part]] == "have") or (
        syntax.dep[part] == "pobj" and syntax.lower[syntax.head[part]] == "with"
    )
    if "one" in words and has and not is_denied(pages, part) and not words & {"the", "his", "her", "other"}:
        tail = {syntax.lower[t] for t in pages.sentence_tokens(part) if part < t <= part + 4}
        verb = syntax.head[part]
        if not tail & {
            "on",
            "open",
            "to",
            "at",
            "upon",
            "in",
            "out",
            "always",
            "free",
            "over",
            "around",
            "round",
            "still",
        } and (syntax.lemma[verb] == "have"):
            yield from fact(owner(pages, part), what, "one", part)
    if (
        words & {"both", "two"}
        and syntax.tag[part] == "NNS"
        and any(syntax.dep[t] == "poss" for t in syntax.children[part])
    ):
        yield from fact(owner(pages, part), what, "two", part)
