"""What somebody cannot do at all, and does.

The problem. "She could not swim for the cramp" is of that day, "she could not swim" of a life:
    Princess Ysolde had never learned to swim. ... She dived from the broken bridge, and swam to the far bank.
A skill is denied by "never learned to" and by "could not" without a reason; it is shown by its verb told as done, with
something that takes the skill.
"""

from __future__ import annotations

from collections.abc import Iterator

from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import NO, Fact, bearer, fact, is_denied
from fabula.lexicon.lists import word_list

_FORMS = {
    "swim": "swim swam swum swimming", "drive": "drive drove driven", "read": "read", "write": "write",
    "ride": "ride rode ridden", "whistle": "whistle whistled", "ski": "ski skied", "cook": "cook cooked",
    "sing": "sing sang sung", "dance": "dance danced", "knit": "knit knitted", "cycle": "cycle cycled",
}  # fmt: skip
ABLE = {word: skill for skill, words in _FORMS.items() for word in words.split()}
"""A form of a verb -> the skill."""
READ = frozenset("letter book newspaper paper page note word line novel chapter telegram article report".split())
WRITTEN = frozenset("letter note word line name book page postcard".split())
RIDDEN = frozenset("horse bicycle bike mare pony motorcycle".split())
THINGS = {"read": READ, "write": WRITTEN, "ride": RIDDEN}
"""What somebody does it to who can."""
REASONS = frozenset("for because with today now so until tonight fast far".split())
LEARNS = frozenset("learn know teach".split())
CLAUSES = frozenset("ROOT conj relcl advcl ccomp parataxis".split())


def skill(pages: Pages, verb: int) -> Iterator[Fact]:
    """Never learned to drive, could not swim; drove, swam. Not of a long text, where it is mostly a figure."""
    syntax = pages.syntax
    what = ABLE.get(syntax.lower[verb], ABLE.get(syntax.lemma[verb], ""))
    if not what or not syntax.tag[verb].startswith("VB") or not pages.is_short:
        return
    head = syntax.head[verb]
    if syntax.lemma[head] in LEARNS and syntax.dep[verb] in ("xcomp", "ccomp", "advcl"):
        if {syntax.lower[t] for t in syntax.children[head]} & NO:
            yield from fact(bearer(pages, pages.subject(head)), f"able to {what}", "no", verb)
        return
    entity = bearer(pages, pages.subject(verb))
    helps = {syntax.lower[t] for t in syntax.children[verb] if syntax.dep[t] in ("neg", "advmod", "aux", "preconj")}
    if helps & NO:
        if _is_unable(pages, verb, helps, what):
            yield from fact(entity, f"able to {what}", "no", verb)
    elif _is_done(pages, verb) and _takes_skill(pages, verb, what):
        yield from fact(entity, f"able to {what}", "yes", verb)


def _is_unable(pages: Pages, verb: int, helps: set[str], what: str) -> bool:
    """Whether somebody could not do it at all: "he could not read", "she had never swum in her life"."""
    syntax = pages.syntax
    after = {syntax.lower[t] for t in pages.sentence_tokens(verb) if t > verb}
    if what in ("read", "write"):
        objects = [t for t in syntax.children[verb] if syntax.dep[t] in ("dobj", "prep", "advcl", "npadvmod", "dative")]
        return pages.is_short and bool(helps & {"could", "can", "ca"}) and not objects
    is_never = pages.is_short and "never" in helps and bool(after & {"life", "before"})
    has_object = any(syntax.dep[t] == "dobj" and syntax.pos[t] != "PRON" for t in syntax.children[verb])
    is_not = bool(helps & {"could", "can", "ca"}) and (pages.is_short or (what != "ride" and not has_object))
    return (is_not or is_never) and not after & REASONS


def _is_done(pages: Pages, verb: int) -> bool:
    syntax = pages.syntax
    is_joined = syntax.dep[verb] == "conj" and syntax.tag[syntax.head[verb]] == "VBD"
    is_told = is_joined or syntax.tag[verb] in ("VBD", "VBZ", "VBP") or syntax.lower[verb] in ("swam", "drove", "rode")
    return is_told and syntax.dep[verb] in CLAUSES and not is_denied(pages, verb)


def _takes_skill(pages: Pages, verb: int, what: str) -> bool:
    """Whether what it is done to takes the skill: a letter is read, somebody or a vehicle is driven, no nail."""
    syntax = pages.syntax
    things = [t for t in syntax.children[verb] if syntax.dep[t] == "dobj"]
    if what in THINGS:
        if any(syntax.lower[t] in ("it", "them") for t in things):
            things += [t for t in pages.sentence_tokens(verb) if t < verb]
        return any(syntax.lemma[t] in THINGS[what] for t in things)
    return what not in ("drive", "swim") or all(_is_moved(pages, t) for t in things)


def _is_moved(pages: Pages, token: int) -> bool:
    syntax = pages.syntax
    return (
        token in pages.referents
        or syntax.lower[token] in ("them", "us", "me", "him", "her", "it")
        or syntax.lemma[token] in word_list("places", "vehicle_words") | {"length", "lap"}
    )
