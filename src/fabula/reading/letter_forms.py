"""The forms of a letter: date and place, address, greeting, farewell, signature, an editor's heading, a cue before it.

All of them look at one line: a paragraph with its white space made single and the marks taken off that set it off
("*", "_", quotation marks). What they say of a line is only what it could be; ``set_letters`` weighs it.
"""

from __future__ import annotations

import re

OPENING_MARKS, CLOSING_MARKS = "\"“'‘«`", "\"”'’»´"
EMPHASIS = "*_"
SET_OFF = EMPHASIS + ">|~ \t" + OPENING_MARKS + CLOSING_MARKS

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_DAY = r"\d{1,2}(?:st|nd|rd|th|d)?\b"
_NUMERIC = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d"
_CALENDAR = rf"(?:{_DAY},?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+(?:the\s+)?{_DAY}|{_NUMERIC})"
_YEAR = r"(?:1[5-9]\d\d|20\d\d|1[5-9](?:--|—|–)|18\*\*)"
DATE = re.compile(rf"\b(?:{_CALENDAR}|{_WEEKDAY}|{_YEAR})", re.IGNORECASE)
CALENDAR_DATE = re.compile(_CALENDAR, re.IGNORECASE)
_HOUR = r"(?:morning|afternoon|evening|night|noon|midnight|later|[ap]\.?\s?m\.?|\d{1,2}[:.]\d\d|o['’]clock)"
RUN_IN_DATE = re.compile(
    rf"(?:{_WEEKDAY}[,.]?\s+)?{_CALENDAR}(?:,?\s+{_YEAR})?(?:,?\s+{_HOUR})*"
    r"(?:[.,;]\s+(?:[A-Z][\w’']+\s?){1,3})?(?:\.?\s*(?:--|—|–)|[.:](?=\s|$))"
    rf"|{_WEEKDAY}(?:,?\s+{_HOUR})*(?:\.?\s*(?:--|—|–)|[.:](?=\s|$))"
)
_DATELINE_WORD = re.compile(
    rf"(?i:{_WEEKDAY}|{_MONTH}|{_HOUR}|(?:the|of|at|in|on|near|half|past|and|de|am|pm|first|twenty|same|day)\b)"
    r"|\W*\d[\w.:/'’*—–-]*|[A-ZÀ-Þ][\w.’'-]*|[—–-]+"
)
LONGEST_HEAD_LINE = 16  # words

GREETING = re.compile(
    r"(?:(?:O|Oh),?\s+)?(?:my\s+)?(?:own\s+|very\s+|most\s+|ever\s+)*"
    r"(?:dear(?:est)?|darling|beloved|honou?red|hi|hello|hey)\b(?!\s+(?:me|god|lord|heavens?|oh|knows)\b)"
    r"(?:(?!\b(?:mrs?|dr|st|rev)\.)[^.,!?;:\n“”\"]){0,40}(?:\b(?:mrs?|dr|st|rev)\.[^.,!?;:\n“”\"]{0,30})?(?:[,:;.!]*\s*(?:--|—|–)|[,:;.!]|$)\s*"
    r"|(?:sirs?|madam|mesdames|gentlemen|my\s+lord|my\s+lady|reverend\s+sir)\s*[,:;.—–-]+\s*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[Tt]o\s+(?:(?:the|my)\s+(?:\w+\s+)*)?[A-Z][^;:!?\n]{0,90}$")
_CLOSE = (
    r"(?:(?:yours?|thine)\b(?:,?\s+(?!own\b)\w+){0,7}|(?:with\s+)?(?:all\s+my\s+|much\s+|lots\s+of\s+|best\s+)?love(?:\s+always)?"
    r"|(?:yours\s+)?(?:sincerely|faithfully|truly|affectionately|respectfully|always|ever|forever)(?:\s+yours)?"
    r"|(?:(?:kind(?:est)?|best|warm(?:est)?)\s+)?(?:regards|wishes)|(?:obedient|humble|faithful)\s+servant"
    r"|best|cheers|xo+x*|adieu|farewell|addio|good-?bye|until\s+then|&c\.?)"
)
FAREWELL = re.compile(
    rf"(?:(?:and\s+)?(?:believe\s+me|i\s+(?:am|remain|have\s+the\s+honou?r)|ever)\b[^.!?]{{0,80}}?\b)?{_CLOSE}[,.!—–-]*\s*",
    re.IGNORECASE,
)
SIGNED_IN_CAPITALS = re.compile(
    rf"(?i:{_CLOSE}|\b(?:friend|servant|admirer|brother|sister|son|daughter|cousin|niece|nephew|devotion|affection|love|am))"
    r"[,.;]*[\s\"“—–-]+(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ.’'-]*(?:\s+[A-ZÀ-Þ.’'-]+){0,4})(?:,\s[A-Z][a-z]+)?\W*$"
)
INITIALS = re.compile(r"(?:[A-Z]\.?\s?){1,3}(?:\s?[A-Z][\w’'-]+)?\.?")
AFTERTHOUGHT = re.compile(r"p\.?\s?(?:p\.?\s?)?s\b[.:]?|n\.\s?b\.", re.IGNORECASE)

_DOCUMENT = (
    r"(?:letter|telegram|note|memorandum|cutting|extract|report|diary|journal|log|log-?book|note-?book|e-?mail|statement|"
    r"narrative)"
)
NUMBERED = re.compile(r"letter\s+(?:the\s+)?(?:\d+|[ivxlc]+|first|second|third|last|\w+th)\b", re.IGNORECASE)
_NAMED = r"(?:(?:the|my|his|her|our|a)\s+)?[A-ZÀ-Þ][\w.’'-]*(?:\s+(?:of|the|de|and|[A-ZÀ-Þ][\w.’'-]*)){0,6}"
_END = r"\W*(?i:continued|resumed)?\W*(?:\(.*\))?\W*$"
FROM_TO = re.compile(
    rf"(?:(?i:{_DOCUMENT})[\s,:.]+)?(?:(?i:from)\s+)?(?P<writer>{_NAMED}?)\s+(?i:to)\s+(?P<reader>{_NAMED}){_END}"
)
OWN_BOOK = re.compile(rf"(?P<writer>{_NAMED}?)['’][sS]?\s+(?i:(?:\w+\s+)?{_DOCUMENT}){_END}")
_WHO_IS = r"(?:,\s+[a-z][\w’'-]*(?:,?\s+[\w’'-]+)*)?"  # ", apprentice, third hothouse"
BOOK_OF = re.compile(
    rf"(?:(?i:the|a)\s+)?(?i:{_DOCUMENT})\s+(?i:of|by|from|kept\s+by)\s+(?!(?i:the|a)\s)(?P<writer>{_NAMED}){_WHO_IS}{_END}"
)
GOES_ON = re.compile(rf"(?P<writer>{_NAMED}?),?\s+(?i:in\s+continuation){_END}")
SHOUTED_HEADING = re.compile(r"(?:[A-ZÀ-Þ.’',&-]{2,}\s+)+(?:TO|IN)\s+(?:[A-ZÀ-Þ.’',&-]{2,}(?:\s+|$))+")


def closing_marks(opening: str) -> str:
    """The marks that may close what this one opens, straight or curly."""
    first = OPENING_MARKS.index(opening) // 2 * 2
    return CLOSING_MARKS[first : first + 2]


def one_line(text: str) -> str:
    """A paragraph on one line, without the marks that set it off or stress it."""
    return " ".join(text.replace("_", "").replace("*", "").split()).strip(SET_OFF)


def is_dateline(line: str) -> bool:
    """Whether a line is nothing but a date, with or without a place.

    >>> [is_dateline(line) for line in ("Berry Hill, July 21st.", "14 Elm Steps. Sunday night", "May 5 was cold.")]
    [True, True, False]
    """
    words = line.split()
    if not 0 < len(words) <= LONGEST_HEAD_LINE or not DATE.search(line) or line[-1] in "?!":
        return False
    return all(_DATELINE_WORD.match(word) and (not word[0].islower() or _is_small(word)) for word in words)


def _is_small(word: str) -> bool:
    """Whether a word in small letters can stand in a dateline."""
    match = _DATELINE_WORD.match(word)
    return match is not None and match.end() >= len(word.rstrip(".,;:"))


def is_place(line: str) -> bool:
    """Whether a line could be an address or a place above a date: a few words, all with capitals or digits."""
    words = line.split()
    return (
        0 < len(words) <= 10
        and line[-1] not in "?!:"
        and all(word[0].isupper() or word[0].isdigit() or word.lower() in ("the", "of", "near", "in") for word in words)
    )


def greeting(line: str) -> str:
    """The greeting that a line begins with, or nothing.

    >>> [greeting(line) for line in ("MY DEAR MR. CASAUBON,--I am grateful", "Dear Judy:", "Dear me, no.")]
    ['MY DEAR MR. CASAUBON,--', 'Dear Judy:', '']
    """
    found = GREETING.match(line)
    return found.group() if found else ""


def is_address(line: str) -> bool:
    """Whether a line says for whom a letter is: To Mrs. Saville, England"""
    return len(line.split()) <= LONGEST_HEAD_LINE and bool(ADDRESS.match(line))


def is_farewell(line: str) -> bool:
    """Whether a line takes leave, with a name or without: Your affectionate friend, Elizabeth Lavenza."""
    found = FAREWELL.match(line)
    if not found or len(line.split()) > 22:
        return False
    rest = line[found.end() :].split()
    return len(rest) <= 7 and all(word[0].isupper() or len(word) < 4 for word in rest)


def is_name_line(line: str) -> bool:
    """Whether a line could be a name by itself: R.W. or Your Nusrat"""
    words = line.strip(" .-—–").split()
    return (
        0 < len(words) <= 7
        and line[-1:] not in "?!:;,"
        and all(word[0].isupper() or word in ("de", "of", "von", "van", "and", "the") for word in words)
    )


def signature_in(text: str) -> str:
    """The name with which a paragraph of a letter ends, or nothing: ... Your humble servant, ARTHUR VILLARS."""
    found = SIGNED_IN_CAPITALS.search(text.rstrip(), max(0, len(text) - 160))
    if found:
        return found["name"]
    last = text.rstrip().rpartition("\n")[2]
    name = last.strip(SET_OFF)
    lead = text.rstrip()[: -len(last)].rstrip()
    is_indented = last != last.lstrip()
    return name if is_indented and lead[-1:] in ",." and is_name_line(name) and len(name) > 1 else ""


def editors_heading(line: str) -> re.Match[str] | None:
    """A heading that says whose letter or diary follows; its groups name writer and reader where it does."""
    if len(line.split()) > LONGEST_HEAD_LINE:
        return None
    for form in (GOES_ON, BOOK_OF, FROM_TO, OWN_BOOK):
        if found := form.match(line):
            return found
    return None
