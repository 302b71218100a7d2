"""Find which quotations are said on a telephone or a radio.

The problem. A call is told where it begins and where it ends, seldom in between:
    She picked up on the second ring. "Where are you?"
    "At the station. Don't wait."
    He hung up. "She's at the station," he told Jo.
"The phone rang" may or may not begin one: it counts if the line is spoken of later, or if somebody says hello to it.
Not tried: what is said to people in the room, unless the receiver is covered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fabula.lexicon.patterns import one_of
from fabula.reading.surroundings import Surroundings, first_sentence, last_sentence

THE = r"(?:the|his|her|my|their|our|your|a|an|\w+['’]s)"
SOMEBODY = r"(?:him|her|them|me|us|home|(?-i:[A-Z])\w+|(?:the|his|her|my|their|our) \w+)"
PHONE = r"(?:(?:tele|smart|i|speaker|pay|cell|car |cell )?phone|mobile|receiver|handset|landline)"
RADIO = (
    r"(?:radio|intercom|walkie-talkie|walkie|headset|earpiece|comms?|comm-?link|communicator|mouthpiece|mike|mic|"
    r"microphone|transmitter|loudspeaker|tannoy|VHF)"
)
DEVICE = rf"(?:{PHONE}|{RADIO})"
TAKES = r"(?:answer|lift|grab|unhook|key|thumb|snatch|pick|tak|took)(?:s|es|ed|bed|ing|en)?"
PUTS = r"(?:put|set|lays|laid|thr[eo]w|lower|pocket|replac|drop|flip|snap|return)(?:s|es|ed|ped)?"
TAPS = r"(?:press|hit|tap|thumb|jab)(?:es|s|ed|ped|bed)?"

OPENS = one_of(
    rf"\b{TAKES}(?: up| down| off)? {THE} {DEVICE}\b",
    rf"\b(?:answer(?:s|ed)|tak(?:es|ing)|took|ma(?:kes|de)|place[sd]|accept(?:s|ed)|return(?:s|ed)) {THE} call\b",
    r"\b(?:answer|pick)(?:s|ed)?(?: up)? (?:on|after|at) the \w+(?: \w+)? ring\b",
    r"\b(?:speed-)?dial(?:s|ed|led|ling|ing)\b",
    r"\bfacetim(?:es|ed)\b|\bvideo ?-?call\b|\b(?:on|to) speaker\b",
    rf"\b{TAPS} (?:call|answer|accept|talk)\b",
    r"\bcall (?:connect(?:s|ed)|(?:came|comes|went|goes) through)\b",
    rf"\b{RADIO} (?:crackl|squawk|hiss|buzz|spat|beep|click)\w*",
    rf"\b{DEVICE} (?:\w+ )?(?:to|against|at) {THE} (?:ear|cheek|mouth|lips|shoulder)\b",
    rf"\b(?:pull|flip|tap|adjust)(?:s|ped|ed)? {THE} (?:mic|mike|headset|earpiece)\b",
)
SPOKEN = one_of(
    rf"(?:\bwith|,) (?:{THE} )?{DEVICE} (?:\w+ )?(?:to|against|between) {THE} (?:ear|cheek|mouth|shoulder)\b",
    rf"\b(?:into|over|down|through) {THE} (?:{DEVICE}|speakers?|open channel)\b",
    rf"\b(?:on|from|in|out of|over) {THE} (?:{RADIO}|speakerphone)\b|\b(?:from|in|out of) {THE} receiver\b",
    r"\bon the other end\b|\b(?:at|from) the other end of the (?:line|phone|wire|telephone|connection)\b",
    r"\b(?:on|over) the (?:phone|telephone|line|wire)\b(?! of|-)",
    r"\b(?:came|comes|said|says|voice|sigh\w*|silence|laugh\w*) (?:\w+ ){0,2}(?:down|across) the line\b",
    r"\bvoice (?:\w+ ){0,3}(?:crackl|tinny)|\btinny voice\b|\bvoicemail\b|\bburst of static\b",
    rf"\b(?:said|says|asked|asks) the {DEVICE}\b|\b{DEVICE} (?:said|says|asked|asks)\b",
)
RINGS = one_of(
    rf"\b(?:{PHONE}|cell) (?:\w+ )?(?:rings?|rang|buzz|vibrat|trill|chirp)(?:s|es|ed|ing)?\b",
    r"\b(?:tele)?phon(?:es|ed|ing)\b|\bcall(?:s|ed) (?:every|back)\b",
    rf"\b(?:he|she|I|they|we|(?-i:[A-Z])\w+) (?:calls?|called|rang|rings?) {SOMEBODY}(?: (?:up|back|again|from)\b|\.)",
)
ENDS = one_of(
    rf"\b(?:hung|hangs|hanging) (?:it up|{THE} {DEVICE} (?:up|back)|up {THE} {DEVICE}|up on)\b",
    rf"\b(?:hung|hangs) up(?! (?:{THE}|it|in|at)\b)|\bhanging up(?=[.,;!?])",
    r"\b(?:rang|rings|rung|signs|signed) off\b|\bclicked off\b|\bdial tone\b",
    rf"\b(?:end|cut|close|disconnect)(?:s|d|ed|ting)? {THE} (?:call|connection|line|channel|link)\b",
    r"\b(?:line|phone|radio|call|connection) (?:went|goes|had gone|fell|clicked|was cut|cut)(?: \w+)? "
    r"(?:dead|silent|off|out)\b",
    r"\bcall (?:ended|dropped|disconnected)\b",
    rf"\b{PUTS}(?: down| away)? {THE} {DEVICE}\b",
    rf"\b{TAPS} (?:the )?(?:red button|end(?: call| button)?)\b",
)
TURNS = re.compile(r"\bturn(?:s|ed) (?:back |round |around )?to (?:[A-Z]\w+|him|her|them)\b")
GOES_ON = one_of(rf"\b(?:{DEVICE}|the line(?! of)|other end|static|silence|pause|voice)\b")
HELD = one_of(r"\b(?:receiver|handset|mouthpiece|transmitter|earpiece)\b")
ASIDE = one_of(
    rf"\b(?:hand|palm|fingers?) over {THE} {DEVICE}\b",
    rf"\b(?:covers|covered|covering|muffled|muffling|mutes|muted|muting) (?:{THE} )?{DEVICE}\b|\bon mute\b",
)
HELLO = one_of(r"\W*(?:hell?o|hallo|hullo|speaking|it['’]s me|this is)\b", r"\W*(?:yes|yeah)\?")
RADIO_WORDS = re.compile(r"[.!?] Over(?: and out)?\W*$|\b(?:do you copy|do you read me|copy that|mayday)\b")
CUES = ((OPENS, "opens"), (SPOKEN, "spoken"), (RINGS, "rings"), (ENDS, "ends"), (TURNS, "drops"))


def quotes_in_calls(around: Surroundings) -> set[int]:
    """The quotations that are said on a telephone or a radio."""
    line = _Line()
    for number, kind in enumerate(around.kinds):
        if kind != "prose":
            line.drop()
            continue
        line.begin_paragraph()
        for quote, start, end in around.segments(number):
            words = around.source[start:end]
            if quote >= 0:
                line.quotation(quote, words)
            else:
                line.narration(words)
        line.end_paragraph()
    return {quote for quote in line.said if not _is_aside(around, quote)}


def _is_aside(around: Surroundings, quote: int) -> bool:
    """Whether the narration beside a quotation says that the line does not hear it."""
    beside = (around.text(around.lead(quote)), around.text(around.inside(quote)), around.text(around.trail(quote)))
    return any(ASIDE.search(text) for text in (*beside[:2], first_sentence(beside[2])))


@dataclass
class _Line:
    """Whether a call goes on, from paragraph to paragraph, and what was said in calls so far."""

    said: set[int] = field(default_factory=set)
    is_open: bool = False
    since_ring: list[int] | None = None  # quotations after a ring that nobody is said to have answered
    here: list[int] = field(default_factory=list)  # quotations of the paragraph so far
    is_spoken_of: bool = False

    def begin_paragraph(self) -> None:
        """Nothing was said or told in the paragraph yet."""
        self.here, self.is_spoken_of = [], False

    def quotation(self, quote: int, words: str) -> None:
        """Hear a stretch of a quotation."""
        self.here.append(quote)
        if RADIO_WORDS.search(words):
            self._spoken()
        if self.since_ring == [] and HELLO.match(words):
            self._opens()
        if self.is_open:
            self.said.add(quote)
        elif self.since_ring is not None:
            self.since_ring.append(quote)

    def narration(self, words: str) -> None:
        """Hear of the line; what is said of it far from any quotation is only told."""
        first, last = len(first_sentence(words)), len(words) - len(last_sentence(words))
        cues = sorted((match.start(), name) for cue, name in CUES for match in cue.finditer(words))
        for place, name in cues:
            is_beside = (place < first and self.here) or place >= last
            getattr(self, "_rings" if name == "spoken" and not is_beside and not self.is_open else f"_{name}")()
        if self.since_ring and self.here and HELD.search(words):
            self._spoken()
        self.is_spoken_of |= bool(cues) or bool(GOES_ON.search(words))

    def end_paragraph(self) -> None:
        """A paragraph without speech in which the line is not spoken of ends the call."""
        if not self.here and not self.is_spoken_of:
            self.drop()

    def drop(self) -> None:
        """No call goes on."""
        self.is_open, self.since_ring = False, None

    def _drops(self) -> None:
        self.is_open = False

    def _opens(self) -> None:
        self.is_open, self.since_ring = True, None

    def _spoken(self) -> None:
        self.said.update(self.since_ring or [], self.here[-1:])
        self._opens()

    def _rings(self) -> None:
        if not self.is_open and self.since_ring is None:
            self.since_ring = []

    def _ends(self) -> None:
        self.said.update(self.since_ring or [], self.here)
        self.here = []
        self.drop()
