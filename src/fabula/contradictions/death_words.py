"""Words that say that somebody is dead, and of whom they say it.

    He died. They hanged Tom. Mrs. Bell's grave. They took her off with a sheet drawn over her.

Each word has a rule that gives the token of whoever is dead, or -1.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS

DIES = frozenset("die perish drown expire".split())
PUT_TO_DEATH = frozenset("guillotine electrocute garrotte lynch crucify decapitate cremate".split())
KILLS = PUT_TO_DEATH | frozenset("kill murder shoot stab hang behead strangle poison execute drown bury".split())
ENDS = KILLS - frozenset("shoot stab poison".split())  # nobody lives through these
REMAINS = frozenset("corpse grave funeral coffin remains burial tomb headstone".split())
FINDING = frozenset("find discover recover identify".split())
COVERS = frozenset("stones earth soil sheet rocks".split())
VITAL = frozenset("heart head dead death brain skull chest throat".split())
ILLNESSES = frozenset(
    "fever plague cancer polio typhus typhoid cholera flu influenza consumption tuberculosis pneumonia diphtheria "
    "stroke malaria smallpox leukaemia leukemia tumour tumor pox dysentery sepsis meningitis".split()
)
DEADLY = ILLNESSES | frozenset("bullet shot explosion fall blow knife poison bomb crash arrow shell".split())
TAKERS = ILLNESSES | frozenset("sea river avalanche fire blitz war drink".split())  # the cancer took her
GRAVEYARDS = frozenset("cemetery churchyard graveyard vault crypt mausoleum tomb grave".split())
WHEN = re.compile(r"(peacefully |suddenly |quietly )?(in|at|on|last|this|two|three|a) (the |a |early |late )*\w+")
TIMES = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|"
    r"winter|week|month|year|night|christmas|easter|sleep|hospital|\w+day)s?\b"
)
NO_HELP = re.compile(r"nothing (that )?(more )?(anyone|anybody|they|we|he|she|i|the \w+) could do for\b")
ENDING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("bleed", "burn", "freeze", "starve"), ("to death",)),
    **dict.fromkeys(("take", "draw"), ("his last breath", "her last breath")),
    "breathe": ("his last", "her last"),
    **dict.fromkeys(("fall", "drop"), ("dead",)),
}
"""A verb -> the words after it by which it says that somebody dies."""

Rule = Callable[[Pages, int], int]


def who_is_dead(pages: Pages, token: int) -> int:
    """The token of whoever a word says is dead, or -1."""
    rule = RULES.get(pages.syntax.lemma[token])
    return -1 if rule is None else rule(pages, token)


def _dies(pages: Pages, token: int) -> int:
    """He died."""
    if not _is_past(pages, token) or pages.child(token, "prt") >= 0:
        return -1
    return pages.subject(token)


def _kills(pages: Pages, token: int) -> int:
    """They hanged him; the fever killed him; he was shot through the heart."""
    syntax = pages.syntax
    lemma, tag = syntax.lemma[token], syntax.tag[token]
    is_passive, victim = pages.child(token, "nsubjpass") >= 0, pages.child(token, "dobj")
    if lemma == "drown" and not is_passive and victim not in pages.referents:
        return _dies(pages, token)
    if not tag.startswith("VB"):
        return -1
    if is_passive:
        return pages.subject(token) if lemma in ENDS or _next_words(pages, token) & VITAL else -1
    by = pages.subject(token)
    if by >= 0 and syntax.lemma[by] in DEADLY and tag == "VBD" and lemma == "kill":
        return victim
    has_had = tag == "VBN" and any(syntax.lower[t] in ("had", "'d", "have") for t in syntax.children[token])
    is_by_somebody = by in pages.referents or syntax.lower[by] in ("they", "we", "who")
    if not (tag == "VBD" or has_had) or not is_by_somebody:
        return -1
    says_dead = any(syntax.lower[t] == "dead" for t in syntax.children[token])
    is_self = victim >= 0 and syntax.lower[victim].endswith("self")
    return victim if (lemma in ENDS or says_dead) and not is_self else -1


def _passes(pages: Pages, token: int) -> int:
    """She passed away; Nana Bea passed in March."""
    if not _is_past(pages, token) or pages.child(token, "dobj") >= 0 or pages.subject(token) < 0:
        return -1
    after = " ".join(pages.syntax.lower[token + 1 : token + 8])
    when = WHEN.match(after)
    is_told = after.startswith("away") or (when is not None and TIMES.search(after.split(" , ")[0]) is not None)
    return pages.subject(token) if is_told and pages.syntax.dep[token] != "relcl" else -1


def _takes(pages: Pages, token: int) -> int:
    """The cancer took her; polio had claimed Ruthie; he took his last breath."""
    syntax = pages.syntax
    by = pages.subject(token)
    if by >= 0 and syntax.lower[by] in ("that", "which", "who"):
        by = syntax.head[token]
    is_told = by >= 0 and syntax.lemma[by].lower() in TAKERS and _is_past(pages, token)
    return pages.child(token, "dobj") if is_told else _ends(pages, token) if syntax.lemma[token] in ENDING else -1


def _ends(pages: Pages, token: int) -> int:
    """He froze to death."""
    ending = _after(pages, token).startswith(ENDING[pages.syntax.lemma[token]])
    return pages.subject(token) if ending and _is_past(pages, token) else -1


def _breathes(pages: Pages, token: int) -> int:
    """He breathed his last; he stopped breathing."""
    found = _ends(pages, token)
    if found < 0 and pages.syntax.dep[token] == "xcomp" and _head(pages, token) in ("stop", "cease"):
        return pages.subject(pages.syntax.head[token])
    return found


def _is_dead(pages: Pages, token: int) -> int:
    """He was dead."""
    is_told = pages.syntax.dep[token] in ("acomp", "oprd")
    is_told &= _head(pages, token) in ("be", "lie", "fall", "find", "drop")
    return pages.subject(pages.syntax.head[token]) if is_told else -1


def _laid(pages: Pages, token: int) -> int:
    """He was laid in the ground."""
    if pages.child(token, "nsubjpass") < 0:
        return -1
    return pages.subject(token) if _next_words(pages, token) & {"ground", "grave", "earth", "rest"} else -1


def _heart(pages: Pages, token: int) -> int:
    """Her heart stopped."""
    stops = pages.syntax.dep[token] == "nsubj" and _head(pages, token) in ("stop", "cease")
    return pages.child(token, "poss") if stops else -1


def _pulse(pages: Pages, token: int) -> int:
    """He had no pulse."""
    syntax = pages.syntax
    if all(syntax.lower[t] != "no" for t in syntax.children[token]):
        return -1
    beside = syntax.children[syntax.head[token]]
    return next((t for t in beside if syntax.dep[t] in SUBJECTS and t in pages.referents), -1)


def _loses(pages: Pages, token: int) -> int:
    """She lost her life."""
    lost = pages.child(token, "dobj")
    is_life = lost >= 0 and pages.syntax.lemma[lost] == "life"
    return pages.subject(token) if is_life and _is_past(pages, token) else -1


def _widow(pages: Pages, token: int) -> int:
    """The widow of Tom Bell; Tom Bell's widow."""
    owner = pages.child(token, "poss")
    if owner >= 0 and pages.referents.get(owner, (0, 0.0, ""))[2] == "proper":
        return owner
    return next(iter(_of(pages, token)), -1)


def _scattered(pages: Pages, token: int) -> int:
    """We scattered Grandad off the end of the pier."""
    return pages.child(token, "dobj") if _is_past(pages, token) else -1


def _goes(pages: Pages, token: int) -> int:
    """He went down with his ship."""
    is_told = _is_past(pages, token) and _after(pages, token).startswith("down with ")
    with_what = [
        c for t in pages.syntax.children[token] if pages.syntax.lower[t] == "with" for c in pages.syntax.children[t]
    ]
    is_ship = any(
        pages.syntax.tag[t] == "NNP" or pages.syntax.lemma[t] in ("ship", "boat", "submarine") for t in with_what
    )
    return pages.subject(token) if is_told and is_ship else -1


def _lies_in(pages: Pages, token: int) -> int:
    """He was in the churchyard at Greenbank; they lay in the vault."""
    syntax = pages.syntax
    place = syntax.head[token]
    verb = syntax.head[place]
    if syntax.dep[token] != "pobj" or syntax.lower[place] != "in" or syntax.lemma[verb] not in ("be", "lie", "rest"):
        return -1
    return pages.subject(verb)


def _late(pages: Pages, token: int) -> int:
    """The late Mr. Bell."""
    syntax = pages.syntax
    named = syntax.head[token]
    is_told = syntax.dep[token] == "amod" and syntax.tag[named] == "NNP" and syntax.lower[token - 1] == "the"
    return named if is_told else -1


def _ashes(pages: Pages, token: int) -> int:
    """His ashes."""
    return pages.child(token, "poss") if pages.syntax.tag[token] == "NNS" else -1


def _neck(pages: Pages, token: int) -> int:
    """He broke his neck; they found him with his neck broken; not the neck of a bottle."""
    syntax = pages.syntax
    if syntax.dep[token] == "dobj" and _head(pages, token) == "break":
        return pages.subject(syntax.head[token]) if pages.child(token, "poss") >= 0 else -1
    if syntax.lower[token - 2] != "with" or not _after(pages, token).startswith("broken"):
        return -1
    before = (t for t in pages.sentence_tokens(token) if syntax.lemma[t] == "find" and t < token)
    found = pages.child(next(before, token), "dobj")
    return found if found >= 0 else token - 1


def _carried(pages: Pages, token: int) -> int:
    """He was carried off by a fever."""
    is_told = _after(pages, token).startswith("off by") and pages.child(token, "nsubjpass") >= 0
    return pages.subject(token) if is_told else -1


def _nothing(pages: Pages, token: int) -> int:
    """There was nothing anyone could do for him."""
    match = NO_HELP.match(" ".join(pages.syntax.lower[token : token + 9]))
    return token + len(match[0].split()) if match else -1


def _sewn(pages: Pages, token: int) -> int:
    """They sewed him into his canvas."""
    words = {pages.syntax.lower[t] for t in pages.sentence_tokens(token)}
    return pages.child(token, "dobj") if words & {"canvas", "shroud"} else -1


def _eyes(pages: Pages, token: int) -> int:
    """She closed Tom's eyes."""
    syntax = pages.syntax
    if syntax.dep[token] != "dobj" or _head(pages, token) not in ("close", "shut"):
        return -1
    own, by = pages.child(token, "poss"), pages.subject(syntax.head[token])
    is_other = own >= 0 and by >= 0 and pages.person(own) not in (-1, pages.person(by))
    return own if is_other and pages.referents[own][2] == "proper" else -1


def _remains(pages: Pages, token: int) -> int:
    """Tom's grave; the funeral of Tom Bell; not her grave face."""
    syntax = pages.syntax
    after = next(iter(syntax.tag[token + 1 : token + 2]), "")
    is_adjective = syntax.lower[token] == "grave" and after in (",", "NN", "NNS", "VB", "VBP")
    if is_adjective or not _is_noun(pages, token):
        return -1
    owner = pages.child(token, "poss")
    return owner if owner >= 0 else next(iter(_of(pages, token, "pobj")), -1)


def _body(pages: Pages, token: int) -> int:
    """The body of Tom Bell; they found Tom's body; the living have one too."""
    of = _of(pages, token, "pobj") if _is_noun(pages, token) else []
    if not of and pages.syntax.dep[token] == "dobj" and _head(pages, token) in FINDING:
        of = [pages.child(token, "poss")]
    return of[0] if of and pages.referents.get(of[0], (0, 0.0, ""))[2] == "proper" else -1


def _covers(pages: Pages, token: int) -> int:
    """He piled stones over him."""
    syntax = pages.syntax
    if syntax.lower[token] not in COVERS or syntax.dep[token] != "dobj":
        return -1
    if _head(pages, token) not in ("pile", "heap", "shovel", "draw"):
        return -1
    beside = (*syntax.children[syntax.head[token]], *syntax.children[token])
    over = [child for t in beside if syntax.lower[t] == "over" for child in syntax.children[t]]
    return next((t for t in over if t in pages.referents), -1)


RULES: dict[str, Rule] = {
    **dict.fromkeys(DIES, _dies),
    **dict.fromkeys(KILLS, _kills),
    **dict.fromkeys(ENDING, _ends),
    **dict.fromkeys(REMAINS, _remains),
    **dict.fromkeys(COVERS | {"stone", "rock"}, _covers),
    **dict.fromkeys(("lay", "lie"), _laid),
    **dict.fromkeys(GRAVEYARDS - REMAINS, _lies_in),
    **dict.fromkeys(("take", "claim"), _takes),
    "ash": _ashes,
    "body": _body,
    "breathe": _breathes,
    "carry": _carried,
    "dead": _is_dead,
    "eye": _eyes,
    "go": _goes,
    "heart": _heart,
    "late": _late,
    "lose": _loses,
    "neck": _neck,
    "nothing": _nothing,
    "pass": _passes,
    "pulse": _pulse,
    "scatter": _scattered,
    "sew": _sewn,
    "widow": _widow,
}
"""The lemma of a word -> who is dead if it says so of anybody."""


def _is_past(pages: Pages, token: int) -> bool:
    return pages.syntax.tag[token] in ("VBD", "VBN")


def _is_noun(pages: Pages, token: int) -> bool:
    return pages.syntax.tag[token] in ("NN", "NNS") and pages.syntax.dep[token] not in ("amod", "compound", "nmod")


def _head(pages: Pages, token: int) -> str:
    """The lemma of the word that it depends on."""
    return pages.syntax.lemma[pages.syntax.head[token]]


def _of(pages: Pages, token: int, dep: str | None = None) -> list[int]:
    """The words that stand with "of" below a noun."""
    syntax = pages.syntax
    of = [t for t in syntax.children[token] if syntax.lower[t] == "of"]
    return [child for t in of for child in syntax.children[t] if dep in (None, syntax.dep[child])]


def _after(pages: Pages, token: int) -> str:
    return " ".join(pages.syntax.lower[token + 1 : token + 4])


def _next_words(pages: Pages, token: int) -> set[str]:
    """The five words after it in its sentence."""
    return {pages.syntax.lower[t] for t in pages.sentence_tokens(token) if token < t <= token + 5}
