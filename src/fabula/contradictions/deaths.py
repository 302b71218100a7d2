"""Dead, and later acting.

The problem. The narration lets somebody die, and forgets it:
    He piled stones over Teófilo Mamani. ... "You're late," said Teófilo. He had the kettle going.
That somebody is dead, the narration must say of a sure person, or twice. What they do later must be told of them by
name, in the story's present: not remembered, dreamt, told, or before the death in the world. Ghosts, the raised and
those who only seemed dead are known by words around; somebody who goes on living for many pages was not dead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from fabula.chronology import happens_before
from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.death_words import DIES, RULES, who_is_dead
from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import SECOND

HOLE = re.compile(
    r"\bwith (a|the) (hole|bullet|knife|dagger|arrow) (in|through|behind|between) (his|her|the) "
    r"(head|heart|chest|back|ear|eyes|temple|throat|forehead|skull|neck)"
)
CERTAIN, LIKELY, ENOUGH = 1.0, 0.5, 1.0
MOST_ACTS = 15  # of the dead; whoever does more was not
LEAST_ACTS = 2
AROUND = 400  # letters
ALIVE = re.compile(
    r"\b(ghost\w*|phantom\w*|spirit|spectre|apparition|haunt\w*|dream\w*|alive|resurrect\w*|rose from|risen|revived?|"
    r"undead|"
    r"vampire|zombie|not dead|survived|years (before|earlier|ago)|back when|"
    r"vision|miracle|respawn\w*|clone\w*|imagin\w+|used to|had once|heaven|afterlife)\b"
)
LONG_AGO = re.compile(r"\b(years?|months?|weeks?) (before|later|after)\b")
UNREAL = frozenset("more nearly almost would could might if should may half as never".split())
STATES = frozenset("be have lie seem appear remain rest look hang sleep belong mean leave".split())
CONFIDENCE = 0.75


def death_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Persons who act after their death."""
    deaths: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for entity, token, sure in _deaths(pages):
        deaths[entity].append((token, sure))
    for entity, token in _deaths_said(pages):
        deaths[entity].append((token, CERTAIN))
    for entity, own in deaths.items():
        if (
            entity in pages.narrators | pages.namesakes
            or (not pages.is_short and entity not in pages.named)
            or sum(sure for _, sure in own) < ENOUGH
        ):
            continue
        death = _surest(own)
        acts = [
            token for token in _acts(pages, entity) if token > max(token for token, _ in own if token <= death + REACH)
        ]
        later = [token for token in acts if not _is_before(pages, token, death)]
        n_deeds = sum(1 + _joined(pages, pages.syntax.head[token]) for token in later)
        least = 1 if pages.is_short else LEAST_ACTS
        if pages.quote[death] >= 0 and any(_is_wondered_at(pages, act) for act in later):
            continue
        if n_deeds >= least and len(later) <= MOST_ACTS and not _is_explained(pages, death, later):
            bodily = [token for token in later if not _is_said(pages, token)]
            yield _contradiction(pages, entity, death, (bodily or later)[0])


REACH = 2_000  # tokens in which a death is told to its end


def _deaths_said(pages: Pages) -> Iterator[tuple[int, int]]:
    """In a short story: of whom somebody says that they are dead, if nothing is asked and nobody doubts it."""
    if not pages.is_short:
        return
    syntax = pages.syntax
    for token, lemma in enumerate(syntax.lemma):
        row = pages.quote[token]
        if lemma not in RULES or row < 0 or pages.layers[token] not in ("", "call", "memory") or lemma == "bury":
            continue
        dead = who_is_dead(pages, token)
        entity = pages.certain_person(dead) if dead >= 0 else -1
        is_other = entity not in (-1, pages.speaker[row]) and syntax.lower[dead] not in SECOND
        around = [t for t in pages.paragraph_tokens(syntax.paragraph[token]) if pages.quote[t] >= 0]
        is_doubted = any(syntax.text[t] == "?" or syntax.lemma[t] in DOUBTS for t in around)
        is_here = entity in set(pages.speaker[max(row - TURNS, 0) : row + 2])
        if is_other and not is_here and not is_doubted and not _is_unreal(pages, token) and entity in pages.named:
            yield entity, token


TURNS = 6  # quotations before such words: who speaks in one is alive
DOUBTS = frozenset(
    "think lie believe suppose say hear rumour rumor pretend dream if unless wish hope story joke".split()
)


def _surest(deaths: list[tuple[int, float]]) -> int:
    """The first of the surest places that tell of a death."""
    best = max(sure for _, sure in deaths)
    return next(token for token, sure in deaths if sure == best)


def _deaths(pages: Pages) -> Iterator[tuple[int, int, float]]:
    """Who dies or is dead, where the narration says so, and how sure it is that it is them."""
    syntax = pages.syntax
    for token, lemma in enumerate(syntax.lemma):
        if lemma not in RULES or not pages.is_told(token) or pages.layers[token] not in ("", "memory"):
            continue
        dead = who_is_dead(pages, token)
        form = pages.referents.get(dead, (-1, 0.0, ""))[2]
        is_named = form == "proper" and lemma != "bury"
        if LONG_AGO.search(pages.words_of(pages.span_of(token)).lower()) and not _is_pluperfect(pages, token):
            continue
        if lemma == "bury" and form == "pronoun" and not (pages.is_short and _is_pluperfect(pages, token)):
            continue
        if dead >= 0 and (is_named or pages.is_short) and not _is_unreal(pages, token):
            sure = pages.certain_person(dead)
            entity = sure if sure >= 0 else pages.person(dead)
            is_kin = form == "common" and syntax.lemma[dead] in word_list("people", "kin")
            is_kin &= not any(syntax.dep[t] == "appos" and pages.person(t) == entity for t in syntax.children[dead])
            if entity >= 0:
                yield entity, token, CERTAIN if sure >= 0 and not is_kin else LIKELY
    for match in HOLE.finditer(pages.story.text):
        token = syntax.token_at(match.start())
        near = [
            t for t in range(max(token - 8, 0), token) if t in pages.referents and pages.referents[t][2] == "proper"
        ]
        if near and pages.is_told(token) and syntax.sentence[near[-1]] == syntax.sentence[token]:
            yield pages.referents[near[-1]][0], token, CERTAIN


def _is_pluperfect(pages: Pages, verb: int) -> bool:
    """Whether a death is told as past already: "she had died; six years after, he still missed her"."""
    helps = {pages.syntax.lower[t] for t in pages.syntax.children[verb] if pages.syntax.dep[t] == "aux"}
    return pages.is_short and bool(helps & {"had", "'d"})


def _is_unreal(pages: Pages, token: int) -> bool:
    """Whether a death is only possible, feared, denied or a manner of speaking."""
    syntax = pages.syntax
    for _ in range(5):
        for t in syntax.children[token]:
            if syntax.dep[t] in ("neg", "mark", "aux", "advmod") and (
                syntax.lower[t] in UNREAL or syntax.dep[t] == "neg" or syntax.tag[t] == "MD"
            ):
                return True
        if syntax.dep[token] == "conj" and syntax.pos[token] == "VERB":
            token = syntax.head[token]
            continue
        if syntax.pos[token] in ("VERB", "AUX"):
            return syntax.dep[token] == "xcomp" or syntax.lemma[syntax.head[token]] in (
                "think",
                "dream",
                "wish",
                "say",
                "believe",
            )
        token = syntax.head[token]
    return False


def _acts(pages: Pages, entity: int) -> Iterator[int]:
    """The verbs of what somebody called by name does in the story's present, or says."""
    syntax = pages.syntax
    own = set(pages.shown_names[entity].split())
    called = "proper" if entity in pages.named else "common"
    for token, (one, _, form) in sorted(pages.referents.items()):
        verb = syntax.head[token]
        if not {syntax.text[token], syntax.lower[token]} & own or _is_heard(pages, verb):
            continue
        is_kin = syntax.text[token - 1] in ("Mrs", "Mrs.", "Miss") and syntax.text[token - 1] not in own
        if one != entity or is_kin or form != called or not pages.is_told(token) or pages.layers[token]:
            continue
        if pages.is_short and (
            any(_is_deed_of_who(pages, t) for t in syntax.children[token]) or _is_at_it(pages, token, entity)
        ):
            yield token
            continue
        if syntax.dep[token] not in SUBJECTS or syntax.tag[verb] not in ("VBD", "VBZ"):
            continue
        helps = any(syntax.dep[t] in ("aux", "auxpass", "neg") for t in syntax.children[verb])
        is_there = pages.is_short and syntax.lemma[verb] == "be" and _is_at(pages, verb)
        if (
            not helps
            and (syntax.lemma[verb] not in STATES | DIES or is_there)
            and syntax.dep[verb] in ("ROOT", "conj", "ccomp", "parataxis")
        ):
            yield token


def _is_at_it(pages: Pages, token: int, entity: int) -> bool:
    """Whether somebody is doing something, did it when others did, had it and went on, or says a quotation beside."""
    syntax = pages.syntax
    verb = syntax.head[token]
    says = {pages.speaker[pages.quote[t]] for t in pages.sentence_tokens(token) if pages.quote[t] >= 0}
    if entity in says and verb < token and syntax.lemma[verb] in SPEAKING and syntax.dep[token] in ("oprd", "dobj"):
        return True
    if syntax.dep[token] not in SUBJECTS:
        return False
    helps = [syntax.lower[t] for t in syntax.children[verb] if syntax.dep[t] in ("aux", "auxpass", "neg")]
    if syntax.tag[verb] == "VBG":
        return (
            helps in (["was"], ["is"], ["'s"])
            and syntax.dep[verb] in ("ROOT", "conj")
            and syntax.lemma[verb] not in DIES
        )
    if helps or syntax.tag[verb] not in ("VBD", "VBZ"):
        return False
    if syntax.lemma[verb] in STATES:
        return any(
            syntax.dep[t] == "conj"
            and syntax.tag[t] == syntax.tag[verb]
            and syntax.lemma[t] not in STATES | DIES
            and not any(syntax.dep[c] in (*SUBJECTS, "aux") for c in syntax.children[t])
            for t in syntax.children[verb]
        )
    is_when = syntax.dep[verb] == "advcl" and any(syntax.lower[t] == "when" for t in syntax.children[verb])
    return is_when and syntax.lemma[verb] not in DIES and syntax.tag[syntax.head[verb]] in ("VBG", "VBD")


SPEAKING = frozenset("say call shout cry ask reply answer yell whisper mutter add".split())


def _is_deed_of_who(pages: Pages, verb: int) -> bool:
    """Whether a clause tells what somebody does: "Jitka, who picked it up"; "Tom, who was standing there"."""
    syntax = pages.syntax
    if syntax.dep[verb] != "relcl" or not any(syntax.lower[t] == "who" for t in syntax.children[verb]):
        return False
    helps = [syntax.lower[t] for t in syntax.children[verb] if syntax.dep[t] in ("aux", "auxpass", "neg")]
    goes_on = syntax.tag[verb] == "VBG" and helps in (["was"], ["is"])
    return goes_on or (syntax.tag[verb] in ("VBD", "VBZ") and not helps and syntax.lemma[verb] not in STATES | DIES)


def _is_at(pages: Pages, verb: int) -> bool:
    """Whether somebody is at a door, a stove, a table."""
    syntax = pages.syntax
    at = [t for t in syntax.children[verb] if syntax.lower[t] in ("at", "by", "in", "beside")]
    return bool({syntax.lemma[c] for t in at for c in syntax.children[t]} & PLACES)


PLACES = frozenset("stove door table desk window sink counter kitchen garden gate bar wheel piano till".split())


def _is_said(pages: Pages, token: int) -> bool:
    """Whether a sentence has words that are said: a voice may come over a wire."""
    return any(pages.quote[t] >= 0 for t in pages.sentence_tokens(token))


def _is_heard(pages: Pages, verb: int) -> bool:
    """Whether a verb tells of words over a wire, in a letter or called to mind."""
    near = {pages.quote[t] for t in pages.sentence_tokens(verb)} - {-1}
    return any(pages.story.column("quotes", "mode")[quote] != "in person" for quote in near)


def _joined(pages: Pages, verb: int) -> int:
    """How many verbs are joined to one: "he drank it off, wiped his mouth, and went out"."""
    joined = [t for t in pages.syntax.children[verb] if pages.syntax.dep[t] in ("conj", "ccomp")]
    return len(joined) + sum(_joined(pages, t) for t in joined)


def _is_before(pages: Pages, token: int, death: int) -> bool:
    """Whether something told later happens before a death."""
    if pages.unsaid & {token, death}:
        return False
    return happens_before(pages.story, pages.starts[token], pages.starts[death]) is True


def _is_explained(pages: Pages, death: int, acts: list[int]) -> bool:
    """Whether words around the first acts, or the death, say why the dead act."""
    text = pages.story.text
    places = [pages.starts[death], *(pages.starts[act] for act in acts[:2])]
    return any(ALIVE.search(text[max(place - AROUND, 0) : place + AROUND].lower()) for place in places[1:]) or bool(
        re.search(r"\b(presumed|supposed|thought|believed|reported|said) (to be )?dead\b", text.lower())
    )


def _is_wondered_at(pages: Pages, act: int) -> bool:
    """Whether words around a deed show that whoever was said to be dead is not."""
    start = pages.starts[act]
    return WONDER.search(pages.story.text[max(start - AROUND, 0) : start + 2 * AROUND].lower()) is not None


WONDER = re.compile(r"\b(dead|alive|died|dying|death|grave|buried|killed|funeral|living|lied|liar)\b")


def _contradiction(pages: Pages, entity: int, death: int, act: int) -> Contradiction:
    name = pages.shown_names[entity]
    return Contradiction(
        "dead",
        pages.character(entity),
        "life",
        pages.span_of(death),
        pages.span_of(act),
        ("dead", "acting"),
        CONFIDENCE,
        f"{name} is dead, and acts again later",
    )
