"""In two places at once.

The problem. The clock stands still while somebody is moved:
    At nine o'clock Tyne was in the billiard room, and never left the table. ... It was nine when Tyne got down at the
    station.
Somebody stays, by a word of never leaving or of staying all the while, and is met elsewhere soon after; or is in two
places by one hour of the clock. Between the two no day may pass, nor may they be told to go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.cues import NUMBERS
from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS

HOURS = {**{word: number for word, number in NUMBERS.items() if number < 60}, "one": 1, "two": 2}
CLOCK = re.compile(
    r"\b(?:(?P<minutes>\w+(?:-\w+)?) (?:minutes )?(?P<side>past|to) (?P<of>\w+)|half[- ]past (?P<half>\w+)|"
    r"(?P<full>\w+) o['’]clock|(?:at|struck|striking) (?P<bare>\w+)"
    r"(?= in the (?:morning|afternoon|evening)| at night| that | on |[,.])|"
    r"(?P<noon>midnight|noon))\b",
    re.IGNORECASE,
)
DAYS = re.compile(
    r"\b(next (day|morning|evening|night|week)|tomorrow|yesterday|following (day|morning|evening|night)|days? later|"
    r"weeks?|"
    r"months?|that night|in the morning|by morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday|every|"
    r"each|always|"
    r"usually|twin|at last he came|a\.?m\.?|p\.?m\.?)\b"
)
STAYS = re.compile(
    r"\b(never (once |even )?(left|leaving|leave)|(had|has) not (stirred|moved|budged)|"
    r"hadn['’]t (stirred|moved|budged)|"
    r"will (stay|remain|be) (there )?(until|till)|(did not|didn['’]t|not once|without) (once )?(leave|left|leaving)|"
    r"(stayed|remained) (there )?(all|the whole|until|till)|there (he|she) stayed)\b"
)
GOES = frozenset(
    "go come leave walk run drive ride return climb slip cross hurry arrive step enter rise descend follow carry take "
    "bring "
    "send fetch get reach travel fly escape creep wander move start set".split()
)
AT = frozenset("in at on beside behind by near under inside outside among next aboard with before".split())
IS = frozenset("be sit stand lie wait kneel lean".split())
STANDING_BY = frozenset("side elbow shoulder back".split())
HERE = ("", "call")  # layers of the story's present, outside quotations
FAR = 7_000  # letters between two such places
CLOCKS, STAY = 0.6, 0.6


@dataclass(frozen=True)
class _Where:
    """Somebody at a place: the token that says so, the noun of the place, the hour of the clock in minutes or -1.

    `hour` is where the text names that hour.
    """

    entity: int
    token: int
    place: str
    minutes: int
    arrives: bool
    hour: int = -1


def place_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Persons in two places at once."""
    if not pages.is_short:
        return  # in a novel the clock strikes nine on many days
    wheres: dict[int, list[_Where]] = defaultdict(list)
    for one in _wheres(pages):
        wheres[one.entity].append(one)
    for entity, own in wheres.items():
        pair = _clocks(pages, own) or _same_times(pages, own) or _stays(pages, entity, own) or _away(pages, entity)
        if pair is not None:
            yield _contradiction(pages, entity, *pair)


def _wheres(pages: Pages) -> Iterator[_Where]:
    """Who is where, as the narration tells it."""
    syntax = pages.syntax
    for token, (_, _, form) in sorted(pages.referents.items()):
        verb = syntax.head[token]
        if syntax.dep[token] not in ("nsubj", "attr") or not pages.is_told(token):
            continue
        if pages.layers[token] not in HERE and not CLOCK.search(_words_around(pages, token)):
            continue
        entity = pages.certain_person(token) if form == "pronoun" else pages.person(token)
        if entity < 0 or syntax.tag[verb] not in ("VBD", "VBZ", "VBP", "VBG"):
            continue
        minutes, hour = _minutes(pages, token)
        places = _places(pages, verb)
        if not places and hour >= 0 and form == "proper":
            places = [one for t in pages.sentence_tokens(pages.syntax.token_at(hour)) for one in _places(pages, t)]
        if places or syntax.lemma[verb] in GOES:
            place = places[0] if places else ""
            yield _Where(entity, token, place, minutes, syntax.lemma[verb] in GOES, hour)


def _places(pages: Pages, verb: int) -> list[str]:
    """The nouns of where a verb's deed is done."""
    syntax = pages.syntax
    return [
        syntax.lemma[c]
        for t in syntax.children[verb]
        if syntax.dep[t] in ("prep", "advmod") and syntax.lower[t] in AT
        for c in (*syntax.children[t], *(d for e in syntax.children[t] for d in syntax.children[e]))
        if syntax.dep[c] == "pobj" and syntax.lower[c] not in NO_PLACES and syntax.tag[c] != "CD"
    ]


def _minutes(pages: Pages, token: int) -> tuple[int, int]:
    """The hour that the sentence names, or one of the few before it in the paragraph, in minutes, and where it does.

    (-1, -1) without one.
    """
    first = pages.sentence_tokens(token)[0]
    end = pages.ends[pages.sentence_tokens(token)[-1]]
    for _ in range(SENTENCES_BACK):
        for found in CLOCK.finditer(pages.story.text, pages.starts[first], end):
            if (minutes := _minutes_of(found)) >= 0:
                return minutes, found.start()
        if not first or pages.syntax.paragraph[first - 1] != pages.syntax.paragraph[token]:
            break
        end, first = pages.ends[first - 1], pages.sentence_tokens(first - 1)[0]
    return -1, -1


SENTENCES_BACK = 4


def _minutes_of(found: re.Match[str]) -> int:
    """The minutes from twelve that a clock shows, or -1."""
    if found["noon"]:
        return 0 if found["noon"].lower() == "midnight" else 12 * 60
    hour = next((found[name] for name in ("of", "half", "full", "bare") if found[name]), "").lower()
    if hour not in HOURS or HOURS[hour] > 12:
        return -1
    minutes = {"quarter": 15, "half": 30}.get(
        (found["minutes"] or "").lower(), HOURS.get((found["minutes"] or "").lower(), 0)
    )
    if found["half"]:
        minutes = 30
    return HOURS[hour] * 60 + (-minutes if found["side"] == "to" else minutes)


def _clocks(pages: Pages, own: list[_Where]) -> tuple[_Where, _Where] | None:
    """Two places at one hour."""
    for number, second in enumerate(own):
        for first in own[:number]:
            is_same = first.minutes >= 0 and first.minutes == second.minutes and first.hour != second.hour
            if (
                is_same
                and first.place
                and first.place != second.place
                and not first.arrives
                and _is_one_day(pages, first, second)
            ):
                return first, second
    return None


def _same_times(pages: Pages, own: list[_Where]) -> tuple[_Where, _Where] | None:
    """Two places at what the second sentence calls the same time: "all that Monday ... that same Monday at noon"."""
    for number, second in enumerate(own):
        same = {word for match in SAME.finditer(_sentence(pages, second)) for word in match[0].split()} & TIMES
        for first in own[:number]:
            is_elsewhere = first.place and second.place and first.place != second.place
            is_one_time = same & set(re.findall(r"\w+", _sentence(pages, first)))
            if is_elsewhere and is_one_time and not first.arrives and not EXPLAINED.search(_sentence(pages, second)):
                hours = {first.minutes, second.minutes} - {-1}
                if len(hours) < 2 and pages.syntax.sentence[first.token] != pages.syntax.sentence[second.token]:
                    return first, second
    return None


def _sentence(pages: Pages, where: _Where) -> str:
    return _words_around(pages, where.token).lower()


def _words_around(pages: Pages, token: int) -> str:
    """The sentence around a token."""
    tokens = pages.sentence_tokens(token)
    return pages.story.text[pages.starts[tokens[0]] : pages.ends[tokens[-1]]]


NOWHERE = frozenset(
    "spite purpose fact case way order love hope fear doubt need trouble mind search answer turn pain".split()
)
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday day morning afternoon evening night noon midnight hour "
    "moment minute o'clock o’clock time dawn dusk week weekend".split()
)
NO_PLACES = TIMES | NOWHERE
SAME = re.compile(r"\b(same|very) (\w+ ){0,2}\w+")
EXPLAINED = re.compile(r"\b(twin|ghost|double|dream\w*|imagin\w*|pretend\w*|later|then|back|from)\b")


def _stays(pages: Pages, entity: int, own: list[_Where]) -> tuple[_Where, _Where] | None:
    """A place that somebody does not leave, and another one soon after, without going."""
    text = pages.story.text
    for match in STAYS.finditer(text):
        token = pages.syntax.token_at(match.start())
        sentence = pages.sentence_tokens(token)
        if not pages.is_told(token) or not any(pages.person(t) == entity for t in sentence if t < token):
            continue
        if any(pages.person(t) not in (-1, entity) and pages.syntax.dep[t] == "nsubj" for t in sentence if t < token):
            continue
        later = [one for one in own if one.token > sentence[-1] and pages.starts[one.token] - match.start() < FAR]
        later = [one for one in later if one.arrives or pages.syntax.lemma[pages.syntax.head[one.token]] in IS] or later
        verb = pages.syntax.head[later[0].token] if later else -1
        is_beside = bool(later) and (later[0].place in STANDING_BY or _is_by_somebody(pages, verb))
        here = next((one for one in own if one.token in sentence and one.place and not one.arrives), None)
        is_elsewhere = bool(later) and here is not None and later[0].place not in ("", here.place)
        if later and not later[0].arrives and pages.syntax.lemma[verb] in IS and (is_beside or is_elsewhere):
            first = here or _Where(entity, token, "", -1, False)
            if _is_one_day(pages, first, later[0], {"every", "each", "always", "usually"}):
                return first, later[0]
    return None


def _away(pages: Pages, entity: int) -> tuple[_Where, _Where] | None:
    """Away until a day, or for days, and doing something by name here, with no word of coming back."""
    syntax, text = pages.syntax, pages.story.text
    for match in AWAY.finditer(text):
        token = syntax.token_at(match.start())
        sentence = pages.sentence_tokens(token)
        subjects = [t for t in sentence if pages.certain_person(t) == entity and syntax.dep[t] in SUBJECTS]
        gone = max((t for t in subjects if t < token), default=-1)
        verb = syntax.head[gone]
        is_there = syntax.lemma[verb] in ("be", "go", "have", *IS) and not pages.layers[token]
        is_past = any(syntax.lower[t] in ("had", "'d", "would", "will", "'ll") for t in syntax.children[verb])
        is_past &= match["stays"] is None
        if not 0 <= gone < token or token - gone > NEAR or not is_there or is_past:
            continue
        end = pages.ends[sentence[-1]]
        for later in sorted(pages.referents):
            act = syntax.head[later]
            if (
                later > sentence[-1]
                and pages.referents[later][0] == entity
                and pages.referents[later][2] == "proper"
                and syntax.dep[later] in SUBJECTS
                and pages.is_told(later)
                and not pages.layers[later]
                and (syntax.tag[act] in ("VBD", "VBZ", "VBG"))
                and syntax.lemma[act] not in HEARD_FAR
                and not any(_is_help(pages, t) for t in syntax.children[act])
            ):
                if BACK.search(text[end : pages.ends[act] + REACH].lower()):
                    return None
                return _Where(entity, token, "away", -1, False), _Where(entity, later, "here", -1, False)
    return None


def _is_help(pages: Pages, token: int) -> bool:
    """Whether a word denies a deed, or puts it off: not the "was" of "was kneeling"."""
    is_aux = pages.syntax.dep[token] == "aux" and pages.syntax.lemma[token] != "be"
    return is_aux or pages.syntax.dep[token] == "neg"


HEARD_FAR = frozenset("say ask reply answer tell add write call ring phone text whisper mutter go".split())
"""What can be done over a telephone too."""
AWAY = re.compile(
    r"\b(in [A-Z]\w+|at [A-Z]\w+|in (the|a|his|her|an) [^.;!?]{3,60})(, | )[^.;!?,]{0,25}"
    r"\b(miles|kilomet(re|er)s|leagues|hours) (away|off|by|from)\b|"
    r"\b(?P<stays>be (in |at |on |down |up )?(there|theatre|surgery|court|bed) (until|till))\b|"
    r"\b((was|is|were|had been|'s|’s|gone|being) (away|off|abroad|out of town|overseas)|in [A-Z]\w+)\b[^.;!?]{0,40}"
    r"\b(until|till|all (week|month|day|summer|winter)|for (the|another|two|three|a) "
    r"(week|weeks|month|months|fortnight|weekend|"
    r"days)|this (week|month))\b"
)
BACK = re.compile(
    r"\b((came|come|comes|was|were|got|is|are|home) back|back (from|home|early|in town|again)|return\w*|came "
    r"home|come home|arriv\w*|early|on the (phone|telephone|screen|line)|letter|wrote|postcard|"
    r"next (day|morning|week)|days? later|weeks?( later)?|(mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|later that|"
    r"dream\w*|call(ed|s)|rang|telephoned|remember\w*)\b"
)
NEAR = 12  # tokens
REACH = 100  # letters


def _is_by_somebody(pages: Pages, verb: int) -> bool:
    """Whether a verb says that somebody is beside somebody else."""
    syntax = pages.syntax
    by = [t for t in syntax.children[verb] if syntax.lower[t] in ("beside", "behind", "by", "among", "with", "next")]
    return any(c in pages.referents for t in by for c in syntax.children[t])


def _is_one_day(pages: Pages, first: _Where, second: _Where, ignored: Collection[str] = ()) -> bool:
    """Whether nothing says between two places that another day has come, but for words that are ignored."""
    start, end = pages.starts[first.token], pages.starts[second.token]
    between = pages.story.text[pages.span_of(first.token)[1] : end].lower()
    if end - start >= FAR or pages.syntax.sentence[first.token] == pages.syntax.sentence[second.token]:
        return False
    days = {match[0] for match in DAYS.finditer(between)} - set(ignored)
    return not days or bool(_days(pages, first) & _days(pages, second))


def _days(pages: Pages, where: _Where) -> set[str]:
    """The days of the week that the sentences around a place and its hour name, as "that same Wednesday"."""
    low = min(where.hour if where.hour >= 0 else pages.starts[where.token], pages.starts[where.token])
    first = pages.starts[pages.sentence_tokens(pages.syntax.token_at(low))[0]]
    words = pages.story.text[first : pages.ends[where.token]].lower()
    return set(re.findall(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", words))


def _contradiction(pages: Pages, entity: int, first: _Where, second: _Where) -> Contradiction:
    name = pages.shown_names[entity]
    places = [one.place or "staying" for one in (first, second)]
    return Contradiction(
        "place",
        pages.character(entity),
        "place",
        pages.span_of(first.token),
        pages.span_of(second.token),
        (places[0], places[1]),
        CLOCKS if first.minutes >= 0 else STAY,
        f"{name} is in one place and at the same time in another",
    )
