"""Calls: what is heard over a telephone, from the first word to the last, with the narration between.

What shows one: somebody rings up, a telephone rings and is answered, a quotation is said over it; two such signs are
needed. It ends where somebody hangs up, or where nobody speaks for some paragraphs. A call of which one side only is
told is one too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from fabula.reading.layers.page import Candidate, Page, Utterance

PHONE = r"(?:tele)?phone|mobile|receiver|transmitter|handset|speakerphone|intercom|radio|walkie-talkie"
CONNECTED = re.compile(
    rf"\b(?:{PHONE})s?\b|\b(?:tele)?phon(?:ed|es|ing)\b|\bdial(?:l?ed|l?ing)\b|\b(?:rang|rings|ringing) up\b"
    rf"|\bvideo-?call\w*"
    r"|\bfacetime[sd]?\b|\bvoice-?mail\b|\b(?:over|into|down) the (?:wire|line)\b|\bthe other end of the (?:line"
    r"|wire)\b",
    re.IGNORECASE,
)
HELLO = re.compile(
    r"^\W*(?:h[aeu]ll?o+a?|hi|hey|yes|yeah|speaking|this is|it['’]s (?:me|only me|I)|is that|that you|who(?:['’]s"
    r"| is) (?:this|that|there|speaking)"
    r"|are you there|can you hear)\b",
    re.IGNORECASE,
)
CALLED = re.compile(
    rf"\b(?:{PHONE})\b[^.!?]{{0,30}}\b(?:rang|rings|ringing|buzz\w*|clicked|clicks|vibrat\w+|chirp\w*|crackl\w+)\b"
    rf"|\b(?:answer\w*|pick\w* up|lift\w*|took up|takes up|unhook\w*|grabb?\w*|snatch\w*|seiz\w+"
    rf"|reached for)\b[^.!?]{{0,30}}\b(?:{PHONE})\b"
    rf"|\b(?:on|over|into|down) (?:the|his|her|my|your) (?:{PHONE}|wire)\b|\btelephone[sd]\b|\bphone[sd]\b"
    rf"|\bdial(?:led|led|s|ing)\b"
    r"|\b(?:rang|rings) up\b|\bvideo-?call",
    re.IGNORECASE,
)
CLOSED = re.compile(
    rf"\b(?:hung up|hangs up|hanging up|rang off|rings off|ringing off|disconnect\w*|cut (?:him|her|me|them) off"
    rf"|(?:put|puts|set|sets|replac\w+|laid|lays|slam\w+|hung|dropp?\w*)\b[^.!?\n]{{0,20}}\b(?:{PHONE}))\b"
    r"|\bline (?:went|goes|is|was) dead\b|\b(?:ended|ends) the call\b",
    re.IGNORECASE,
)
FAREWELL = re.compile(
    r"\b(?:ring|call|phone) (?:you|ye|her|him) (?:back|later)\b|\b(?:good-?bye|bye)\W*$", re.IGNORECASE
)
BODILY = re.compile(
    r"\b(?:entered|came in|comes in|left the room|leaves the room|shook hands|sat down beside)\b", re.IGNORECASE
)
ON_IT = re.compile(rf"\b(?:{PHONE}|line|wire|screen|speaker|voice|call)\b", re.IGNORECASE)
LEAD = 2  # paragraphs from the connection to the first word
LONGEST_SILENCE, LONGEST_UNSHOWN = 5, 25  # paragraphs without a word of it; without a word of the telephone
FEWEST_WORDS = 15
LEAST_EVIDENCE = 2
CLOSE_BY = 100  # characters
LONGEST_TAG = 60  # characters


def find_calls(page: Page) -> Iterator[Candidate]:
    """Calls, in the order of the text."""
    last_end = -1
    for shown in sorted([*_connections(page), *_said_over_it(page)]):
        if shown[0] < last_end:
            continue
        spoken = _spoken(page, shown)
        if not spoken:
            continue
        start, end = spoken[0].start, spoken[-1].end
        if len(page.syntax.tokens_in(start, end)) < FEWEST_WORDS:
            continue
        if _evidence(page, shown, spoken) < LEAST_EVIDENCE:
            continue
        last_end = end
        yield Candidate(start, end, "call", 0.8, shown, _heard(page, spoken), None, (), spoken[0].spans[0])


def _evidence(page: Page, shown: tuple[int, int], spoken: list[Utterance]) -> int:
    """How much speaks for a call: its connection, a greeting, words of a telephone in it, its end."""
    first, last = spoken[0], spoken[-1]
    after = page.section_bounds(page.paragraph_at(last.end - 1))[1]
    gaps = [(one.end, other.start) for one, other in pairwise(spoken)]
    near = max(page.paragraphs[page.paragraph_at(shown[0])][0], shown[0] - CLOSE_BY)
    return sum(
        (
            bool(CALLED.search(page.flat, near, max(first.start, shown[1] + CLOSE_BY))),
            0 <= first.start - shown[1] < CLOSE_BY / 3,
            bool(HELLO.search(page.flat[first.start : first.end])),
            any(ON_IT.search(page.flat, *gap) for gap in gaps),
            bool(CLOSED.search(page.flat, last.end, min(after, last.end + 3 * CLOSE_BY)))
            or bool(FAREWELL.search(page.flat[last.start : last.end].rstrip("”’'\" .!"))),
            sum(one.mode == "call" for one in spoken) > 1,
        )
    )


def _connections(page: Page) -> Iterator[tuple[int, int]]:
    """The words of the narration that connect somebody."""
    for found in CONNECTED.finditer(page.flat):
        token = page.syntax.token_at(found.start())
        if token >= 0 and not page.is_quoted[token] and page.kinds[page.paragraph_at(found.start())] == "prose":
            yield found.span()


def _said_over_it(page: Page) -> Iterator[tuple[int, int]]:
    """Two quotations near each other that are said over a telephone."""
    calls = [utterance for utterance in page.utterances if utterance.mode == "call"]
    for one, other in pairwise(calls):
        if page.paragraph_at(other.start) - page.paragraph_at(one.start) <= LONGEST_SILENCE:
            yield one.spans[0]


def _spoken(page: Page, shown: tuple[int, int]) -> list[Utterance]:
    """The quotations of the call that begins there."""
    paragraph = page.paragraph_at(shown[0])
    last_shown = paragraph
    spoken: list[Utterance] = []
    for utterance in page.utterances_in(page.paragraphs[paragraph][0], page.section_bounds(paragraph)[1]):
        at = page.paragraph_at(utterance.start)
        is_before = utterance.end <= shown[0] and not _is_tagged(utterance, shown)
        if utterance.kind != "speech" or is_before:
            continue
        reach = LONGEST_SILENCE if spoken else LEAD
        reached = page.paragraph_at(spoken[-1].end - 1) if spoken else paragraph
        if at - reached > reach or at - last_shown > LONGEST_UNSHOWN:
            break
        between = (spoken[-1].end, utterance.start) if spoken else (0, 0)
        if CLOSED.search(page.flat, *between) or BODILY.search(page.flat, *between):
            break
        last_shown = at if ON_IT.search(page.flat, *between) else last_shown
        spoken.append(utterance)
        if FAREWELL.search(page.flat[utterance.start : utterance.end].rstrip("”’'\" .!")):
            following = next(page.utterances_in(utterance.end, utterance.end + 400), None)
            if following is None or following.speaker == utterance.speaker:
                break
    return spoken


def _is_tagged(utterance: Utterance, shown: tuple[int, int]) -> bool:
    """Whether the words stand in the tag of a quotation before them: "Hello?" he said into the phone."""
    return 0 <= shown[0] - utterance.end < LONGEST_TAG


def _heard(page: Page, spoken: list[Utterance]) -> int | None:
    """Who is heard over the wire: who speaks most, but the one through whom it is told."""
    mind = page.mind_at(spoken[0].start)
    speakers = Counter(one.speaker for one in spoken if one.speaker is not None and one.speaker != mind)
    return speakers.most_common(1)[0][0] if speakers else None
