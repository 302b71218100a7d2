"""Find the words that say when: dates, times of day, leaps to a later or an earlier time.

Five kinds, by what they do to the clock of a story:

    later    on from what was told before: "the next morning", "three weeks later", "two days passed"
    earlier  back from it: "seven years earlier", "the night before", "when I was a boy"
    when     a point of its own: "on Saturday", "at dusk", "in March", "July 7th", "after dinner", "one evening"
    same     the time already told: "that night", "meanwhile"
    soon     hardly later: "at length", "soon after", "as soon as"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fabula.language.syntax import Syntax

_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_PART = "(?:morning|forenoon|noon|afternoon|evening|night|midnight)"
_SEASON = "(?:spring|summer|autumn|winter)"
_UNIT = "(?:minute|hour|day|night|morning|evening|week|fortnight|month|year|summer|winter)"
_NUMBER = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|some|several|many|"
    r"(?:a )?few|half an|a couple of|a good many|\d+)"
)
_LENGTH = rf"{_NUMBER} (?:(?:more|long|short|whole) )?{_UNIT}s?"
_STRETCH = "day|morning|evening|afternoon|night|week|month|year|summer|winter|spring|autumn|weekend"
_WHOLE = f"(?:{_STRETCH})"
_OCCASION = f"(?:{_STRETCH}|time)"
_MEAL = "(?:breakfast|lunch|luncheon|dinner|supper|tea|church|school|dark|sunset|sunrise|midnight|noon)"
_CLOCK = (
    r"(?:(?:half|(?:a )?quarter|five|ten|twenty|twenty-five) (?:past|to) )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}(?:[:.]\d\d)?)"
)
_PATTERNS = {
    "later": (
        rf"(?:(?:on|early|early on|in|late) )?the (?:next|following|second|third) {_OCCASION}|next {_WHOLE}",
        rf"the (?:morrow|{_WHOLE} (?:after|following))|the {_PART} of the (?:next|following) day",
        rf"(?:not )?(?:{_LENGTH}|long|some time|years|months|weeks|days) (?:later|after(?:wards?)?)",
        rf"{_LENGTH} (?:had )?(?:passed|went by|gone by|elapsed)|(?:after|within|in) {_LENGTH}|after (?:a|some) time",
        rf"later (?:that|in the|on)(?: {_WHOLE})?|by the time|when \w+ (?:woke|awoke)|on (?:waking|awaking)",
    ),
    "earlier": (
        rf"(?:{_LENGTH}|years|months|weeks|days|long) (?:before|earlier|previously|ago)|the {_WHOLE} before",
        rf"last {_WHOLE}|yesterday|the previous {_WHOLE}|the (?:first|last) time|a long time ago|of late",
        r"when \w+ (?:was|were) (?:quite |still )?(?:an? )?(?:little |small |young )?"
        r"(?:boy|girl|lad|child|young|\w+teen|\w+ years old)",
        "as an? (?:boy|girl|child|lad)|in those days|at that (?:period|time)|once upon a time",
    ),
    "when": (
        rf"(?:(?:on|by|until|one) )?(?:the )?{_DAY}(?: {_PART}s?)?|(?:(?:early|late) )?one (?:\w+ )?{_OCCASION}",
        rf"(?:early|late) in the {_WHOLE}|in the (?:{_PART}|{_SEASON}|middle of the night)|at another time",
        rf"at (?:dawn|dusk|nightfall|daybreak|night|{_MEAL})|(?:before|after|past|until|during|towards?) {_MEAL}",
        rf"(?:at|about|past|until|by|towards?|before|after) {_CLOCK}(?: o['’]clock|(?= (?:on|in|at|the)\b)|(?=[,.;]))",
        rf"{_CLOCK} o['’]clock|this {_PART}|to-?(?:day|night)|tomorrow(?: {_PART})?|the rest of the {_WHOLE}",
        rf"in (?:early |late |the middle of )?{_MONTH}|{_MONTH} \d+(?:st|nd|rd|th)?|\d+(?:st|nd|rd|th)? {_MONTH}",
        rf"the \w+ of {_MONTH}|in \d{{4}}|(?:all|the whole) {_WHOLE}",
    ),
    "same": (rf"(?:that|the same|that very|all that) (?:same )?{_WHOLE}", "meanwhile|in the meantime"),
    "soon": (r"(?:soon|shortly|immediately) after(?:wards?)?|at (?:length|last)|the moment|as soon as",),
}
_TIME = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{kind}>{'|'.join(parts)})" for kind, parts in _PATTERNS.items()).replace(" ", r"\s+")
    + r")\b",
    re.IGNORECASE,
)
KINDS = tuple(_PATTERNS)
_SIGNS = frozenset(
    "day days days' morning evening afternoon night midnight week weeks month months year years spring summer autumn "
    "winter weekend time morrow later after afterwards afterward before earlier previously ago passed elapsed woke "
    "awoke waking awaking minutes hours hour yesterday boy girl lad child young late dawn dusk nightfall daybreak "
    "breakfast lunch luncheon dinner supper tea church school dark sunset sunrise noon o'clock today tonight tomorrow "
    "to-day to-night meanwhile meantime length last moment soon at about past until by".split()
)
"""Words of which an expression has one, but for days, months and years: what has none is not looked at."""
_LONG = re.compile(r"week|fortnight|month|year|spring|summer|autumn|winter|\d{4}", re.IGNORECASE)
_NAMES_OF_DAYS = re.compile(rf"{_DAY}|{_MONTH}|\d", re.IGNORECASE)


@dataclass(frozen=True)
class TimeExpression:
    """Words that say when; ``kind`` is one of KINDS."""

    start: int
    end: int
    kind: str


def is_long(words: str) -> bool:
    """Whether an expression speaks of weeks, seasons or years.

    >>> is_long("three weeks later"), is_long("the next morning")
    (True, False)
    """
    return bool(_LONG.search(words))


def expressions_in(text: str, start: int, end: int) -> list[TimeExpression]:
    """Those in [start, end) of a text, in order; they do not overlap."""
    return [TimeExpression(m.start(), m.end(), str(m.lastgroup)) for m in _TIME.finditer(text, start, end)]


def time_expressions(syntax: Syntax) -> list[TimeExpression]:
    """All in a text, in order; none leaves its sentence."""
    found: list[TimeExpression] = []
    known: dict[str, bool] = {}
    first = 0
    for token in range(1, len(syntax) + 1):
        if token < len(syntax) and syntax.sentence[token] == syntax.sentence[first]:
            continue
        if any(_is_sign(word, known) for word in syntax.lower[first:token]):
            found += expressions_in(syntax.source, int(syntax.start[first]), int(syntax.end[token - 1]))
        first = token
    return found


def _is_sign(word: str, known: dict[str, bool]) -> bool:
    if word not in known:
        known[word] = word in _SIGNS or bool(_NAMES_OF_DAYS.match(word))
    return known[word]
