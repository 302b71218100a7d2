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
from fabula.lexicon.given_names import share_of_men
from fabula.lexicon.nouns import HE, SHE, noun_gender

OWN_DEEDS = frozenset(
    "shake nod clear lick purse bite shrug fold cross stroke scratch rub wipe tap raise lower shut close open "
    "narrow roll "
    "drum wring clench unclench blow stamp grit tilt bow bend hunch square stretch drop wrinkle screw wag finger "
    "twirl tug "
    "put pull take button unbutton straighten smooth adjust push remove tie untie lace kick polish draw hold set "
    "lay lean "
    "peel strip shed tuck loosen rest pinch dry wash comb brush shave crack flex tip doff lift cup crane turn make "
    "change".split()
)
OWN = frozenset(
    "head throat lip lips shoulder shoulders arm arms leg legs moustache mustache beard chin nose eye eyes brow brows "
    "eyebrow eyebrows mouth hand hands fist fists finger fingers foot feet teeth tongue cheek cheeks forehead neck "
    "temple "
    "temples hair knee knees heel heels elbow elbows thumb thumbs sleeve sleeves hat cap coat glasses spectacles boots "
    "shoes slippers gloves cuffs collar tie apron jacket scarf shawl skirt skirts trousers waistcoat handkerchief hips "
    "belt whiskers cardigan stubble chest stomach belly ear ears jaw curlers braces pocket pockets bonnet palm palms "
    "wrist wrists toes nails spine mind fork cup robe robes trousers".split()
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
        is_named = entity in pages.named and (form == "proper" or _is_the_doctor(pages, token))
        is_told = pages.is_told(token) and not pages.layers[token]
        if is_named and is_told and pages.syntax.dep[token] in (*SUBJECTS, "pobj", "appos"):
            own = [t for t in _bound(pages, token) if pages.quote[t] < 0 and not _has_others(pages, token, t)]
            found[entity] += [(_gender(pages, t), t) for t in own]
    return found


def _is_the_doctor(pages: Pages, noun: int) -> bool:
    """Whether a noun such as "the doctor" is surely of somebody, and says nothing of their gender."""
    _, sure, form = pages.referents[noun]
    has_the = any(pages.syntax.lower[t] == "the" for t in pages.syntax.children[noun])
    return form == "common" and sure >= SURE_LINK and has_the and noun_gender(pages.syntax.lemma[noun]) not in GENDERS


def _gender(pages: Pages, token: int) -> str:
    return "he" if pages.syntax.lower[token] in HE else "she"


def _bound(pages: Pages, name: int) -> Iterator[int]:
    """The pronouns in the clause of a name that are surely of it."""
    syntax = pages.syntax
    verb = syntax.head[name]
    is_subject = syntax.dep[name] in SUBJECTS and syntax.pos[verb] in ("VERB", "AUX")
    verbs = list(_joined(pages, verb)) if is_subject else []
    for t in (*syntax.children[name], *(t for one in verbs for t in syntax.children[one])):
        verb = syntax.head[t]
        if syntax.lower[t] in ("behind", "around", "about") and syntax.lower[t + 1 : t + 2] in (["him"], ["her"]):
            if syntax.lemma[verb] in LEAVES and syntax.pos[min(t + 2, len(syntax) - 1)] not in ("NOUN", "ADJ"):
                yield t + 1
        elif t > verb and syntax.dep[t] == "dobj" and syntax.lower[t] in OWN and syntax.lemma[verb] in OWN_DEEDS:
            if not (syntax.lemma[verb] in GRASPS and syntax.lemma[t] in GRASPED):
                yield from _possessor(pages, t)
        elif (
            syntax.dep[t] == "prep"
            and syntax.lower[t] == "with"
            and not {syntax.lower[c] for c in range(t, min(t + 6, len(syntax)))} >= {"his", "her"}
        ):
            for c in syntax.children[t]:
                if syntax.lower[c] in OWN or (is_subject and _is_carried(pages, name, c)):
                    yield from _possessor(pages, c)
        elif t > verb and syntax.dep[t] == "prep" and syntax.lower[t] in ("in", "on"):
            for c in syntax.children[t]:
                if syntax.dep[c] == "pobj" and syntax.lower[c] in WORN and syntax.lower[t] == "in":
                    yield from _possessor(pages, c)
        elif syntax.lower[t] in ("himself", "herself") and syntax.dep[t] == "dobj":
            yield t


def _is_carried(pages: Pages, name: int, noun: int) -> bool:
    """Whether "with his list" can only be of who is named: nobody of that gender is told of shortly before."""
    pronouns = list(_possessor(pages, noun))
    entity = pages.referents[name][0]
    return bool(pronouns) and not _has_rival(pages, name, entity, pronouns[0], NEARER)


GRASPS, GRASPED = frozenset("take hold draw lift pull touch".split()), frozenset("hand arm finger wrist".split())
"""Deeds that are done to another's hand."""
LEAVES = frozenset("shut close slam lock pull draw bolt look glance gaze stare leave".split())


def _joined(pages: Pages, verb: int) -> Iterator[int]:
    """A verb and those joined to it without a subject of their own."""
    yield verb
    for t in pages.syntax.children[verb]:
        if pages.syntax.dep[t] == "conj" and not any(pages.syntax.dep[c] in SUBJECTS for c in pages.syntax.children[t]):
            yield from _joined(pages, t)


def continued_signs(pages: Pages) -> dict[int, list[tuple[str, int]]]:
    """Persons with a name -> he or she, and its tokens, where the sentences after one that names them alone go on so.

    Nobody else of that gender, or of none that is known, may have been named shortly before; where the paragraph tells
    of nobody else, right before.
    """
    syntax = pages.syntax
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for name, (entity, _, form) in sorted(pages.referents.items()):
        is_called = form == "proper" or _is_the_doctor(pages, name)
        if not is_called or entity not in pages.named or not pages.is_told(name) or pages.layers[name]:
            continue
        sentence = pages.sentence_tokens(name)
        if any(_is_someone(pages, t, entity) for t in sentence):
            continue
        own = list(_subjects_after(pages, sentence[-1] + 1, syntax.paragraph[name]))
        near = NEARER if own and _is_alone(pages, name, own[0]) else NEAR
        found[entity] += [(_gender(pages, t), t) for t in own if not _has_rival(pages, name, entity, t, near)]
    return found


def _is_alone(pages: Pages, name: int, pronoun: int) -> bool:
    """Whether a paragraph begins with a name, goes on with one kind of pronoun, more than once, and has nobody else."""
    syntax = pages.syntax
    entity, words = pages.referents[name][0], HE if syntax.lower[pronoun] in HE else SHE
    told = [t for t in pages.paragraph_tokens(syntax.paragraph[name]) if pages.quote[t] < 0]
    is_first = syntax.sentence[name] == syntax.sentence[told[0]]
    n_own = sum(syntax.lower[t] in words for t in told if t > name)
    others = (HE | SHE) - words
    is_with = any(syntax.lower[t] in others or (t < pronoun and _is_someone(pages, t, entity)) for t in told)
    return is_first and n_own >= LEAST and not is_with


LEAST = 2  # pronouns


def introduced_signs(pages: Pages) -> dict[int, tuple[str, int]]:
    """Persons -> he or she, and its token, with which the sentence after that which brings in their name begins.

    "The deckhand, Alex Novak, came through. She had a yellow jersey": of nobody else who may be meant.
    """
    syntax = pages.syntax
    found: dict[int, tuple[str, int]] = {}
    seen: set[int] = set()
    for name, (entity, _, form) in sorted(pages.referents.items()):
        if form != "proper" or entity not in pages.named or entity in seen or not pages.is_told(name):
            continue
        seen.add(entity)
        after = pages.sentence_tokens(name)[-1] + 1
        is_next = after < len(syntax) and syntax.lower[after] in ("he", "she") and pages.is_told(after)
        if not is_next or syntax.paragraph[after] != syntax.paragraph[name] or syntax.dep[after] not in SUBJECTS:
            continue
        gender = syntax.lower[after]
        near = [pages.referents[t] for t in pages.sentence_tokens(name) if t in pages.referents]
        others = {
            pages.gender.get(one, gender if of == "proper" else "")
            for one, _, of in near
            if one != entity and one >= 0 and pages.story.column("entities", "kind")[one] == "person"
        }
        nouns = {GENDERS.get(noun_gender(syntax.lemma[t])) for t in pages.sentence_tokens(name)}
        shares = [share_of_men(word.lower()) for word in pages.named[entity].split()]
        by_name = {
            "he" if share > 0.5 else "she" for share in shares if share is not None and abs(share - 0.5) > SURE_NAME
        }
        if {"he": "she", "she": "he"}[gender] in by_name:
            continue
        if gender not in others | nouns and syntax.dep[name] in (*SUBJECTS, "attr", "appos", "oprd"):
            found[entity] = (gender, after)
    return found


def linked_signs(pages: Pages, entity: int, gender: str) -> list[tuple[str, int]]:
    """The pronouns of a gender that follow somebody's name, and that the reading takes for theirs all the same.

    Only in one paragraph, which has no pronoun of the other gender before them.
    """
    syntax = pages.syntax
    found = []
    for token, (one, sure, form) in sorted(pages.referents.items()):
        if one != entity or form != "pronoun" or sure < SURE_LINK or not pages.is_told(token):
            continue
        if syntax.lower[token] not in (HE if gender == "he" else SHE):
            continue
        before = range(pages.paragraph_tokens(syntax.paragraph[token]).start, token)
        last = [t for t in before if pages.referents.get(t, (-1, 0.0, "pronoun"))[2] != "pronoun"]
        others = {syntax.lower[t] for t in before} & (SHE if gender == "he" else HE)
        if last and not others and pages.referents[last[-1]][0] == entity and pages.referents[last[-1]][2] == "proper":
            found.append((gender, token))
    return found if len({syntax.paragraph[token] for _, token in found}) == 1 else []


SURE_LINK = 0.9
SURE_NAME = 0.495  # how far from a half the share of men among those of a name is


def _is_someone(pages: Pages, token: int, entity: int) -> bool:
    """Whether a token is of somebody else, or may be."""
    known = pages.referents.get(token)
    is_person = known is not None and known[0] != entity and known[2] != "pronoun"
    return is_person or pages.quote[token] >= 0 or noun_gender(pages.syntax.lemma[token]) in GENDERS


def _subjects_after(pages: Pages, token: int, paragraph: int) -> Iterator[int]:
    """The he or she with which sentences from a token on begin, one after another."""
    syntax = pages.syntax
    first = ""
    while token < len(syntax) and syntax.paragraph[token] == paragraph and pages.is_told(token):
        word = syntax.lower[token]
        if word not in ("he", "she") or (first and word != first):
            return
        first = word
        yield token
        if any(_is_someone(pages, t, -1) for t in pages.sentence_tokens(token)):
            return
        token = pages.sentence_tokens(token)[-1] + 1


def _has_rival(pages: Pages, name: int, entity: int, pronoun: int, near: int) -> bool:
    """Whether somebody else of a pronoun's gender, or of none that is known, is told of shortly before a name."""
    gender = _gender(pages, pronoun)
    words = HE if gender == "he" else SHE
    for t in range(max(name - near, 0), name):
        known = pages.referents.get(t)
        if known is None:
            if GENDERS.get(noun_gender(pages.syntax.lemma[t])) == gender:
                return True
        elif known[0] != entity:
            is_pronoun = known[2] == "pronoun"
            if pages.syntax.lower[t] in words if is_pronoun else pages.gender.get(known[0], gender) == gender:
                return True
    return False


NEAR, NEARER = 120, 20  # tokens


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
