"""He and she of one person, where the words can be of nobody but the subject: "Sorrel stroked his moustache".

The problem. A pronoun seldom says surely of whom it is; but nobody shakes another's head, and one goes about in
one's own slippers:
    Professor Sorrel taught it in her slippers. ... Sorrel stroked his moustache.
Taken are the possessors of a part of the body or a garment in the clause of somebody called by name, by the verbs of
what people do with their own, and "himself" and "herself". Two kinds of one person contradict each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.nouns import HE, SHE, noun_gender

OWN_DEEDS = frozenset(
    "shake nod clear lick purse bite shrug fold cross stroke scratch rub wipe tap raise lower shut close open "
    "narrow roll "
    "drum wring clench unclench blow stamp grit tilt bow bend hunch square stretch drop wrinkle screw wag finger "
    "twirl tug "
    "put pull take button unbutton straighten smooth adjust push remove tie untie lace kick polish draw hold set "
    "lay lean "
    "rest pinch dry wash comb brush shave crack flex tip doff lift cup crane turn lower".split()
)
OWN = frozenset(
    "head throat lip lips shoulder shoulders arm arms leg legs moustache mustache beard chin nose eye eyes brow brows "
    "eyebrow eyebrows mouth hand hands fist fists finger fingers foot feet teeth tongue cheek cheeks forehead neck "
    "temple "
    "temples hair knee knees heel heels elbow elbows thumb thumbs sleeve sleeves hat cap coat glasses spectacles boots "
    "shoes slippers gloves cuffs collar tie apron jacket scarf shawl skirt skirts trousers waistcoat handkerchief hips "
    "belt whiskers cardigan stubble chest stomach belly ear ears jaw curlers braces pocket pockets bonnet palm palms "
    "wrist wrists toes nails spine".split()
)
WORN = frozenset(
    "slippers coat overcoat shirtsleeves boots shoes hat cap apron dressing-gown pyjamas nightgown nightshirt cardigan "
    "glasses gloves socks stockings uniform sleep bed bath seat chair chest".split()
)
GENDERS = {"man": "he", "woman": "she"}


def bound_signs(pages: Pages) -> dict[int, list[tuple[str, int]]]:
    """Persons with a name -> he or she, and the token of the pronoun, where it can be of nobody else."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for token, (entity, _, form) in sorted(pages.referents.items()):
        is_named = form == "proper" and entity in pages.named
        is_told = pages.is_told(token) and not pages.layers[token]
        if is_named and is_told and pages.syntax.dep[token] in (*SUBJECTS, "pobj", "appos"):
            own = [t for t in _bound(pages, token) if not _has_others(pages, token, t)]
            found[entity] += [(_gender(pages, t), t) for t in own]
    return found


def _gender(pages: Pages, token: int) -> str:
    return "he" if pages.syntax.lower[token] in HE else "she"


def _bound(pages: Pages, name: int) -> Iterator[int]:
    """The pronouns in the clause of a name that are surely of it."""
    syntax = pages.syntax
    verb = syntax.head[name]
    is_subject = syntax.dep[name] in SUBJECTS and syntax.pos[verb] in ("VERB", "AUX")
    for t in (*syntax.children[name], *(syntax.children[verb] if is_subject else ())):
        if t > verb and syntax.dep[t] == "dobj" and syntax.lower[t] in OWN and syntax.lemma[verb] in OWN_DEEDS:
            yield from _possessor(pages, t)
        elif (
            syntax.dep[t] == "prep"
            and syntax.lower[t] == "with"
            and "in" in {syntax.lower[c] for c in range(t, min(t + 6, len(syntax)))}
        ):
            for c in syntax.children[t]:
                if syntax.lower[c] in OWN:
                    yield from _possessor(pages, c)
        elif t > verb and syntax.dep[t] == "prep" and syntax.lower[t] in ("in", "on"):
            for c in syntax.children[t]:
                if syntax.dep[c] == "pobj" and syntax.lower[c] in WORN and syntax.lower[t] == "in":
                    yield from _possessor(pages, c)
        elif syntax.lower[t] in ("himself", "herself") and syntax.dep[t] == "dobj":
            yield t


def _possessor(pages: Pages, noun: int) -> Iterator[int]:
    yield from (t for t in pages.syntax.children[noun] if pages.syntax.lower[t] in ("his", "her"))


def _has_others(pages: Pages, name: int, pronoun: int) -> bool:
    """Whether another person stands in the sentence before a pronoun, on whom the deed might be done."""
    syntax = pages.syntax
    entity = pages.referents[name][0]
    for t in pages.sentence_tokens(name):
        if pages.quote[t] >= 0 or t in (name, pronoun):
            continue
        if t > pronoun:
            return False
        known = pages.referents.get(t)
        is_other = known is not None and known[0] != entity and known[2] != "pronoun"
        if is_other and syntax.head[t] != name and syntax.head[name] != t:
            return True
        if known is None and GENDERS.get(noun_gender(syntax.lemma[t])) and syntax.dep[t] not in ("appos", "pobj"):
            return True
        if syntax.lower[t] in HE | SHE and t < name:
            return True
    return False
