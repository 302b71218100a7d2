"""A thing lost, broken, burnt or given away, and there again.

The problem. The narration sinks a flask, and pours from it:
    The flask went out of her hand and dropped into the harbour. ... Later she unscrewed the tartan flask.
A thing is known by its noun where a text has one thing of that noun at most: a few mentions, one sort of adjectives, no
plural. What destroys it must be told as done; what uses it later must be told as done by somebody, in the story's
present. "Found", "mended", "another", "new" and their like, in between, explain it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from fabula.chronology import happens_before
from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.nouns import noun_kind

BREAKS = frozenset("smash shatter destroy burn crush melt incinerate".split())  # at once, as subject or object
PARTS_WITH = frozenset("sell pawn".split())
DROPS = frozenset("drop fall sink throw toss hurl fling pitch roll slide go fling chuck cast slip let".split())
INTO = frozenset("into in overboard to beneath under over".split())
GONE = frozenset(
    "harbour harbor sea river lake water ocean canal well pond bay sound loch weir surf wave deep fire flames flame "
    "grate "
    "stove furnace fireplace sewer drain overboard abyss ravine crevasse gorge bonfire incinerator volcano "
    "stream".split()
)
PIECES = frozenset("bit piece fragment shard ash splinter remains ruin".split())
TO_PIECES = frozenset(
    "piece bit shard powder ash dust splinter smithereens fragment square scrap strip ribbon shred".split()
)
USES = frozenset(
    "take hold unscrew raise draw pull lift wave open wipe swing put pour light fire wear grip shake check polish "
    "hang lay "
    "set play wind carry clutch press pick tuck slip unfold fold flip consult lower point aim load turn hand pass use "
    "read "
    "fill drink produce brandish button tie tap stroke finger unwrap unlock strum bring slide toss throw drop".split()
)
HELD_IN = frozenset("hand hands pocket lap fist neck belt wrist finger shoulder head arm arms bag".split())
AGAIN = re.compile(
    r"\b(found|find|finds|finding|fished|retriev\w*|recover\w*|got (it|them) back|gave (it|them) back|return\w*|"
    r"replace\w*|mend\w*|repair\w*|glued?|bought|twin|copy|replica|restor\w*|washed (up|ashore)|dived?|dove|"
    r"salvag\w*|"
    r"other one|back again|brought back|handed back|gave back|dried|drying|miracle|magic\w*|dream\w*|would have|as if|"
    r"identical|same kind|one like)\b"
)
GIVEN_BACK = re.compile(
    r"\b(gave|got|brought|handed|took|sent|carried|won) (him |her |me |them |us )?(it|them) back\b|"
    r"\bback again\b|\breturned it\b"
)
MOST_MENTIONS = 25
MOST_SORTS = 3  # sets of adjectives of one thing
GIVEN, LOST = 0.6, 0.7
FAR = 8_000  # letters between which words that explain are looked for
AROUND = 300
NEXT, NEXT_IF_SHORT = 60, 30  # tokens: what is used so near is still at hand


@dataclass
class _Thing:
    """The mentions of a noun, and the words that tell it from others."""

    tokens: list[int] = field(default_factory=list)
    sorts: set[str] = field(default_factory=set)
    n_plural: int = 0


def object_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Things that are gone, and there again."""
    things = _things(pages)
    for lemma, thing in things.items():
        lost = {token: token if _is_lost(pages, token) else _lost_as_it(pages, token) for token in thing.tokens}
        losses = [place for place in lost.values() if place >= 0]
        if not losses or thing.n_plural or len(thing.tokens) > MOST_MENTIONS or len(thing.sorts) > MOST_SORTS:
            continue
        near = NEXT_IF_SHORT if pages.is_short else NEXT
        uses = [t for t in thing.tokens if t > losses[0] + near and lost[t] < 0 and _is_used(pages, t)]
        loss = max((t for t in losses if uses and t + near < uses[0]), default=losses[0])
        if uses and _is_givens(pages, loss):
            giver = pages.person(pages.subject(pages.syntax.head[loss]))
            uses = [t for t in uses if giver >= 0 and pages.person(pages.subject(pages.syntax.head[t])) == giver]
        if uses and not _is_explained(pages, loss, uses[0]) and not _is_earlier(pages, uses[0], loss):
            yield _contradiction(pages, lemma, loss, uses[0])


def _is_givens(pages: Pages, loss: int) -> bool:
    return pages.syntax.lemma[pages.syntax.head[loss]] == "give"


def _things(pages: Pages) -> dict[str, _Thing]:
    """The nouns of things that the narration tells of, no people, with their mentions in the singular."""
    syntax = pages.syntax
    things: dict[str, _Thing] = defaultdict(_Thing)
    for token in pages.tokens_told():
        tag, lemma = syntax.tag[token], syntax.lemma[token].lower()
        has_owner = any(syntax.dep[t] in ("det", "poss") for t in syntax.children[token])
        is_name = tag == "NNP" and pages.is_short and has_owner
        if tag not in ("NN", "NNS") and not is_name:
            continue
        if (token in pages.referents and not is_name) or syntax.dep[token] in ("compound", "nmod"):
            continue
        if (
            lemma in HELD_IN
            or lemma in GONE
            or lemma in PIECES
            or noun_kind(syntax.lower[token], lemma) not in (None, "vehicle")
        ):
            continue
        thing = things[lemma]
        thing.n_plural += tag == "NNS"
        thing.tokens.append(token)
        words = {syntax.lower[t] for t in syntax.children[token] if syntax.dep[t] in ("amod", "compound", "nmod")}
        thing.sorts |= words
        thing.n_plural += any(
            syntax.lower[t] in ("another", "every", "each", "any", "no") for t in syntax.children[token]
        )
    if pages.is_short:
        _join_compounds(pages, things)
    return things


def _join_compounds(pages: Pages, things: dict[str, _Thing]) -> None:
    """Make a penknife and "the knife" one thing."""
    for lemma in list(things):
        whole = next((other for other in things if other != lemma and other.endswith(lemma) and len(lemma) > 3), "")
        part = things[lemma]
        if whole and all(
            any(pages.syntax.lower[t] in DEFINITE for t in pages.syntax.children[token]) for token in part.tokens
        ):
            one = things[whole]
            one.tokens = sorted(one.tokens + part.tokens)
            one.sorts |= part.sorts
            one.n_plural += part.n_plural
            del things[lemma]


DEFINITE = frozenset("the his her my their".split())


def _is_lost(pages: Pages, noun: int) -> bool:
    """Whether the clause of a noun tells that the thing is broken, burnt, sunk, sold or given away."""
    syntax = pages.syntax
    head, dep = syntax.head[noun], syntax.dep[noun]
    if pages.is_short and dep == "conj" and syntax.dep[head] in ("dobj", "conj") and syntax.tag[head].startswith("NN"):
        return _is_lost(pages, head)
    if (
        pages.is_short
        and dep == "pobj"
        and syntax.lower[head] == "without"
        and syntax.lemma[syntax.head[head]] == "leave"
    ):
        return _is_done(pages, syntax.head[head], may_be_before=True)
    if dep == "pobj" and syntax.lower[head] == "of" and syntax.lemma[syntax.head[head]] in PIECES:
        verb = syntax.head[syntax.head[head]]
        return (
            syntax.dep[syntax.head[head]] in SUBJECTS
            and syntax.tag[verb] == "VBD"
            and (syntax.lemma[verb] != "lie" or pages.is_short)
        )
    if dep not in ("dobj", *SUBJECTS):
        return False
    verbs = [head, *(verb for verb in _joined(pages, head) if dep != "dobj" or pages.child(verb, "dobj") < 0)]
    return any(_is_end(pages, noun, verb) for verb in verbs)


def _is_end(pages: Pages, noun: int, verb: int) -> bool:
    """Whether a verb, told as done, tells the end of the thing that is its subject or object."""
    syntax = pages.syntax
    dep = syntax.dep[noun]
    if not _is_done(pages, verb, may_be_before=True):
        return False
    lemma = syntax.lemma[verb]
    below = {syntax.lemma[t].lower() for t in _below(pages, verb)}
    if pages.is_short and _is_end_of_own(pages, noun, verb, below):
        return True
    if lemma in BREAKS and (dep == "dobj" or dep == "nsubjpass" or lemma in ("shatter", "smash", "melt", "burn")):
        return lemma != "burn" or dep != "nsubj" or bool(below & {"ash", "away", "up", "powder"})
    if pages.is_short and lemma == "break" and dep == "dobj" and syntax.lemma[noun] in FRAGILE:
        return True
    if pages.is_short and lemma == "lose" and dep == "dobj" and _is_own(pages, noun) and syntax.tag[noun] == "NN":
        return True
    if lemma in PARTS_WITH and dep in ("dobj", "nsubjpass"):
        return True
    if pages.is_short and lemma in CONSUMES and dep in ("dobj", "nsubjpass") and _is_food(pages, noun):
        return True
    if pages.is_short and lemma in ("cut", "tear", "rip", "grind", "chop") and below & {"up", "across"}:
        return dep in ("dobj", "nsubjpass")
    if pages.is_short and lemma == "break" and dep in SUBJECTS and "off" in below:
        return True
    if lemma in ("break", "tear", "fall", "burst", "fly", "go", "crumble") and below & TO_PIECES:
        return True
    if pages.is_short and lemma in ("lie", "come", "be") and below & TO_PIECES and _is_in_pieces(pages, verb):
        return True
    if lemma in DROPS and below & GONE and below & INTO:
        return True
    if lemma == "give" and dep == "dobj" and "away" in below:
        return True
    if lemma == "give" and dep == "dobj" and _is_given_to(pages, verb):
        return True
    if lemma == "leave" and dep == "dobj" and below & LEFT_ON and below & {"on", "in"}:
        return True
    if (
        lemma in ("hold", "put", "lay")
        and dep == "dobj"
        and below & {"candle", "flame", "match"}
        and below & {"over", "to"}
    ):
        return bool({syntax.lemma[t] for t in pages.sentence_tokens(noun)} & {"catch", "burn", "blacken"})
    is_fed = lemma in ("put", "push", "thrust", "stuff", "feed", "poke") and "into" in below
    return is_fed and bool(below & {"fire", "flames", "stove", "grate"}) and dep == "dobj"


def _is_in_pieces(pages: Pages, verb: int) -> bool:
    """Whether something is in or comes to pieces: "the glass lay in pieces"."""
    below = (t for t in _below(pages, verb) if pages.syntax.lemma[t] in TO_PIECES)
    return any(pages.syntax.lower[pages.syntax.head[t]] in ("in", "to") for t in below)


def _is_end_of_own(pages: Pages, noun: int, verb: int, below: set[str]) -> bool:
    """Whether a thing of a short story snaps in two, bursts, or goes down a drain, out of a window or over a rail."""
    syntax = pages.syntax
    lemma, is_subject = syntax.lemma[verb], syntax.dep[noun] in SUBJECTS
    words = {syntax.lower[t] for t in _below(pages, verb)}
    if lemma in BURSTS and is_subject:
        return True
    if lemma in ("snap", "crack", "split", "break", "tear", "rip", "come", "fall") and below & {"two", "half", "apart"}:
        return not is_subject or lemma != "come" or "apart" in below
    if lemma == "snap" and is_subject and below & {"through", "off", "clean"}:
        return True
    if lemma == "go" and is_subject and "under" in words and not any(t for t in syntax.children[verb] if t > verb + 3):
        return True
    has_name = any(syntax.tag[t] == "NNP" and syntax.lower[syntax.head[t]] == "into" for t in _below(pages, verb))
    if lemma in DROPS and has_name and not is_subject:
        return True  # "dropped it into the Motława"
    is_away = lemma in DROPS | {"jump", "fly", "leap", "knock", "sweep", "blow", "bounce", "tumble", "kick", "vanish"}
    if is_away and "over the side" in " ".join(syntax.lower[verb : verb + 9]):
        return True
    return is_away and any(below >= {way, place} for way, places in WAYS_OUT.items() for place in places & below)


BURSTS = frozenset("burst shatter explode disintegrate".split())
WAYS_OUT = {
    "through": frozenset("grating grate grille window porthole hatch floorboard ice railing crack hole".split()),
    "out": frozenset("window porthole hatch".split()),
    "down": frozenset("drain well shaft sink grating chute toilet plughole chimney cliff hole".split()),
    "over": frozenset("rail railing parapet cliff gunwale bridge banister bannister".split()),
    "off": frozenset("bridge pier cliff boat quay deck ledge".split()),
    "into": frozenset("drain shaft lift-shaft volcano skip crusher furnace".split()),
}
"""Prepositions of the ways by which a thing is gone, with their nouns."""


CONSUMES = frozenset("eat devour finish".split())


def _is_food(pages: Pages, noun: int) -> bool:
    """Whether what is finished can be drunk or eaten, as far as its noun says."""
    return pages.syntax.lemma[noun].lower() in FOOD or pages.syntax.tag[noun] == "NNP"


FOOD = frozenset(
    "sandwich cake pie bread loaf wine beer whisky brandy soup stew bottle ham cheese apple biscuit chocolate bun "
    "pudding toast bacon egg champagne tea coffee milk cider gin rum pizza sausage roll orange peach".split()
)
FRAGILE = frozenset("jug cup mug plate glass vase bowl mirror lamp bottle teapot dish saucer figurine lantern".split())


def _is_own(pages: Pages, noun: int) -> bool:
    """Whether a thing is somebody's own."""
    return any(pages.syntax.dep[t] == "poss" for t in pages.syntax.children[noun])


def _lost_as_it(pages: Pages, noun: int) -> int:
    """The "it" of the next sentence that says of a thing, the subject of its own one, that it lies in pieces, or -1.

    In a short story of the next few, and of a thing that is no subject as well.
    """
    syntax = pages.syntax
    last = pages.sentence_tokens(noun)[-1]
    is_found = "find" in {syntax.lemma[t] for t in pages.sentence_tokens(noun)}
    is_subject = syntax.dep[noun] in SUBJECTS or (pages.is_short and syntax.dep[noun] in ("dobj", "pobj"))
    if not is_subject or is_found:
        return -1
    end = min(last + 1 + (AFTER if pages.is_short else 1), pages.paragraph_tokens(syntax.paragraph[noun]).stop)
    for it in range(noun + 1 if pages.is_short else last + 1, end):
        if syntax.lower[it] != "it" or syntax.dep[it] not in (*SUBJECTS, "dobj"):
            continue
        verb = syntax.head[it]
        if not _is_done(pages, verb, may_be_before=True):
            continue
        is_passive = any(syntax.dep[t] == "auxpass" for t in syntax.children[verb])
        is_in_pieces = syntax.dep[it] in SUBJECTS and {syntax.lemma[t] for t in _below(pages, verb)} & TO_PIECES
        if is_in_pieces or (pages.is_short and is_passive and syntax.lemma[verb] in BREAKS | PARTS_WITH):
            return it
        if pages.is_short and syntax.lemma[verb] not in PARTS_WITH | {"give", "go"}:
            ends = any(_is_end(pages, it, one) for one in _joined(pages, verb))
            bursts = it > last and any(
                syntax.lower[t - 1 : t + 1] in AND_BURSTS for t in pages.sentence_tokens(it) if t > verb
            )
            if ends or (bursts and syntax.dep[it] in SUBJECTS):
                return it
    return -1


AND_BURSTS = (["and", "burst"], ["and", "shattered"], ["and", "smashed"])
"""What the parser does not always take for verbs."""
AFTER = 70  # tokens behind a sentence in which "it" may still be the thing that it told of


def _is_given_to(pages: Pages, verb: int) -> bool:
    """Whether somebody gives to a person."""
    syntax = pages.syntax
    to = [c for t in syntax.children[verb] if syntax.lower[t] == "to" for c in syntax.children[t]]
    to += [t for t in syntax.children[verb] if syntax.dep[t] == "dative"]
    return any(t in pages.referents for t in to)


LEFT_ON = frozenset("tram train bus cab taxi carriage plane ferry bench pier counter".split())


def _joined(pages: Pages, verb: int) -> Iterator[int]:
    """A verb and those joined to it: "it struck the stone and dropped into the sea"."""
    yield verb
    for t in pages.syntax.children[verb]:
        if pages.syntax.dep[t] == "conj" and not any(pages.syntax.dep[c] in SUBJECTS for c in pages.syntax.children[t]):
            yield from _joined(pages, t)


def _below(pages: Pages, token: int) -> Iterator[int]:
    """What hangs on a verb, no clause joined to it."""
    for t in pages.syntax.children[token]:
        if pages.syntax.dep[t] in (
            "prep",
            "prt",
            "advmod",
            "pobj",
            "pcomp",
            "compound",
            "amod",
            "det",
            "npadvmod",
            "dobj",
        ):
            yield t
            if pages.syntax.dep[t] in ("prep", "advmod", "pobj"):
                yield from _below(pages, t)


def _is_done(pages: Pages, verb: int, *, may_be_before: bool = False) -> bool:
    """Whether a verb tells what is done: past or present, not denied, not only possible, not pluperfect."""
    syntax = pages.syntax
    helps = [t for t in syntax.children[verb] if syntax.dep[t] in ("aux", "neg")]
    if pages.is_short and syntax.tag[verb] in ("VB", "VBN") and syntax.dep[verb] == "conj" and not helps:
        first = syntax.head[verb]
        helps_first = any(syntax.dep[t] in ("aux", "auxpass") for t in syntax.children[first])
        return not helps_first and first < verb and _is_done(pages, first, may_be_before=may_be_before)
    if may_be_before and pages.is_short and syntax.tag[verb] == "VBN":
        helps = [t for t in helps if syntax.lower[t] not in ("had", "'d")]
        return not helps and pages.layers[verb] in ("", "memory")
    is_passive = any(syntax.dep[t] == "auxpass" for t in syntax.children[verb])
    if helps or pages.layers[verb] not in ("", "memory"):
        return False
    return syntax.tag[verb] in ("VBD", "VBZ", "VBP") or (is_passive and syntax.tag[verb] == "VBN")


def _is_used(pages: Pages, noun: int) -> bool:
    """Whether somebody uses a thing, or has it in their hand, in the story's present."""
    syntax = pages.syntax
    head, dep = syntax.head[noun], syntax.dep[noun]
    is_known = any(syntax.lower[t] in OWN or syntax.dep[t] == "poss" for t in syntax.children[noun])
    if pages.layers[noun] or not is_known:
        return False
    if dep == "dobj" and _is_done(pages, head):
        subject = pages.subject(head)
        is_by_somebody = subject >= 0 and pages.person(subject) >= 0
        if pages.is_short:
            return is_by_somebody and syntax.lemma[head] not in NO_USES
        return is_by_somebody and syntax.lemma[head] in USES | {"get", "brush", "comb", "cut"}
    if dep == "pobj" and pages.is_short and syntax.lower[head] in ("around", "round"):
        return (
            syntax.lemma[syntax.head[head]] in ("wrap", "curl", "close", "clasp", "fold") and pages.layers[noun] == ""
        )
    if (
        dep == "pobj"
        and syntax.lower[head] in ("in", "into", "with", "from", "at", "on", "onto")
        and _is_done(pages, syntax.head[head])
    ):
        verb = syntax.head[head]
        subject = pages.subject(verb)
        return subject >= 0 and pages.person(subject) >= 0 and syntax.lemma[verb] in WITH
    if dep in SUBJECTS and syntax.lemma[head] in ("be", "hang", "lie") and _is_done(pages, head):
        return bool({syntax.lemma[t] for t in _below(pages, head)} & HELD_IN) or _is_on_show(pages, head)
    return dep in SUBJECTS and syntax.lemma[head] == "stand" and _is_done(pages, head) and _is_on_show(pages, head)


def _is_on_show(pages: Pages, verb: int) -> bool:
    """Whether in a short story something hangs, lies or stands on a wall, a sill, a table."""
    return pages.is_short and bool({pages.syntax.lemma[t] for t in _below(pages, verb)} & SHOWN_ON)


SHOWN_ON = frozenset("wall sill shelf table mantelpiece windowsill dresser hook nail desk piano counter".split())

WITH = frozenset(
    "look gaze glance peer drink pour write cut straighten study examine admire light strike get "
    "climb mount ride jump hop cycle pedal put arrange".split()
)
OWN = frozenset("the his her my their its our".split())


NO_USES = frozenset(
    "lose miss want need remember forget mention describe imagine replace buy find seek regret mourn sell break burn "
    "destroy dream picture owe promise call name like love hate have see hear leave expect fear recall mean own "
    "consider think describe explain ask say tell know believe steal give cost grudge choose order spell make paint "
    "draw write discuss search understand feel notice keep bury".split()
)
"""What can be done with a thing that is not there, or only tells of it."""


def _is_explained(pages: Pages, loss: int, use: int) -> bool:
    """Whether words between two passages, or around them where they are far apart, say how it is there again."""
    start, end = pages.span_of(loss)[1], pages.ends[use]
    text = pages.story.text
    around = text[start : start + AROUND] + " / " + text[max(end - AROUND, start) : end + AROUND]
    between = text[start : end + AROUND] if end - start < FAR else around
    noun = re.escape(pages.syntax.lemma[use])
    fetched = re.compile(
        rf"\b(?:{AGAIN.pattern[3:-3]})\b[^.]{{0,60}}\b(it|one(?! \w)|{noun})\b|\b(another|new|second|spare|other) (\w+ "
        rf")?({noun}|one)\b"
    )
    return any(pattern.search(between.lower()) is not None for pattern in (fetched, GIVEN_BACK))


def _is_earlier(pages: Pages, use: int, loss: int) -> bool:
    return not pages.unsaid & {use, loss} and happens_before(pages.story, pages.starts[use], pages.starts[loss]) is True


def _contradiction(pages: Pages, lemma: str, loss: int, use: int) -> Contradiction:
    subject = pages.subject(pages.syntax.head[use])
    return Contradiction(
        "object",
        pages.character(pages.person(subject)) if subject >= 0 else None,
        lemma,
        pages.span_of(loss),
        pages.span_of(use),
        ("gone", "there"),
        GIVEN if pages.syntax.lemma[pages.syntax.head[loss]] in PARTS_WITH | {"give"} else LOST,
        f"the {lemma} is lost, broken or given away, and there again later",
    )
