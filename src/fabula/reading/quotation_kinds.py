"""Tell speech, thought and writing apart by what stands around a quotation.

The problem. The same marks hold what is said and what is read, and the narration may name the paper long before:
    There was a single sheet, in their mother's hand. "My dears," it said.
    "where are you", she types, and then, because that looks cross, "not mad"
Not tried: what is read aloud, which is speech of whoever reads.
"""

from __future__ import annotations

import re
from collections.abc import Set

from fabula.language.speech_tags import SpeechTag, tag_after, tag_before
from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.patterns import one_of
from fabula.reading.surroundings import SENTENCE_END, Stretch, Surroundings, last_sentence

WROTE = (
    r"(?:wrote|writes|written|typed|types|texted|texts|messaged|messages|emailed|e-mailed|emails|scrawled|scrawls|"
    r"scribbled|scribbles|tweeted|tweets|jotted|penned|pencilled)"
)
SAID = (
    r"(?:said|says|asked|asks|cried|replied|answered|added|told|shouted|whispered|called|exclaimed|remarked|observed)"
)
RAN = r"(?:said|says|read|reads|ran|runs)"
OWN = r"(?:the|his|her|my|their|our|your|a|an)"
SUBJECT = rf"(?:he|she|I|they|we|you|(?-i:[A-Z][\w.'’]*)(?: (?-i:[A-Z][\w.'’]*))*|{OWN} \w+(?: \w+)?)"
WRITTEN_THINGS = frozenset(
    "letter note screen message text email e-mail card telegram sign label headline page notice placard poster banner "
    "plaque postcard inscription caption".split()
)
SURE_THING = rf"(?:{'|'.join(sorted(WRITTEN_THINGS - {'card', 'page', 'headline', 'banner', 'plaque'}))})"
THING = rf"(?:{'|'.join(sorted(WRITTEN_THINGS))}|reply|memo|sheet|paper|envelope|slip|scrap)"

LEADS_IN = one_of(
    rf"\b{WROTE}\b",
    r"\bputs?(?: back)?(?=[,:])",
    rf"\b{THING}(?: (?:from|by|on|in) (?:\w+ )?\w+)?(?:(?: that| which|,)? {RAN}| saying| reading)\b",
    rf"\b{SURE_THING}\b(?=[^.!?]{{0,60}}:\W*$)",
    rf"\b{THING}\b[^.!?]{{0,30}}\bwith the words\b|\bbore (?:the|these) (?:words|inscription|legend)\b",
    r"\b(?:which|that) reads?\b|\b(?:ran|reads?) (?:thus|as follows)\b|\bin (?:\w+ ){1,2}(?:handwriting|capitals)\b",
)
SOMEBODY_SAYS, TONE = one_of(rf"\b{SAID}\b"), one_of(r"\bon an? (?:\w+ )?note\b")
IT_READ = one_of(r"\bit (?:reads?|ran|runs)\b[^.!?]{0,40}$")
IT_SAID = one_of(r"\bit (?:said|says)\b[^.!?]{0,40}$")
IT_SAID_SO = one_of(rf"^\W*it {RAN}\b|^\W*{RAN} it\b")
FOLLOWS = one_of(
    rf"^\W*{SUBJECT} (?:has |had |have )?(?:\w+ly |then |just )?(?:{WROTE}\b|puts?(?=[.,;:]| and\b))",
    rf"^\W*{WROTE} {SUBJECT}\b",
    rf"^\W*{OWN} (?:\w+ )?{THING} {RAN}\b",
    rf"^\W*{RAN} {OWN} (?:\w+ )?{SURE_THING}\b",
)
SENT = one_of(rf"^\W*(?:and )?(?:{SUBJECT} )?(?:hits?|press(?:es|ed)|tap(?:s|ped)|click(?:s|ed)) send\b")
THING_BEFORE = one_of(rf"\b{THING}s?\b")
BUZZED = one_of(
    r"\b(?:phone|mobile|cell|pocket|screen|laptop|tablet|computer|watch)\b[^.!?]{0,30}"
    r"\b(?:buzz|ping|chime|chiming|vibrat|ding|light|lit|beep|pop)\w*"
)
FROM_SOMEBODY = one_of(
    r"\b(?:text|message|e-?mail|notification)\b[^.!?]*\bfrom\b",
    r"\bit(?: is|['’]s| was) (?:(?-i:[A-Z])\w+|(?:my|his|her|their|our) \w+|from\b)",
)
GREETING = one_of(
    r"[\W_]*(?:my |our )?(?:own |very |dear )*(?:dear|dearest|darling|beloved)\b[^.!?\n]{0,40}?(?:[,:;.—–]|--|\n)"
)
FAREWELL = re.compile(
    r"(?:\b[Yy]ours(?: \w+){0,3}|\b[Yy]our (?:\w+ ){1,3}\w+|\b(?:[Ww]ith |[Aa]ll my )?[Ll]ove(?: always)?|"
    r"\b[Ss]incerely|\b[Rr]egards|\b[Ww]ishes|\b\w+ately|\bfaithfully)[,.—–-]+\s*(?:--)?[A-Z][\w. ]{0,40}\W*$"
)
EMPHASIS = ("*", "_")  # marks of italics
LONGEST_LEAD, LONGEST_FAREWELL, FARTHEST_VERB, FARTHEST_CUE = 400, 120, 60, 60  # characters


def kinds_of(syntax: Syntax, around: Surroundings, unmarked: Set[int]) -> list[str]:
    """The kind of each quotation, in order; those in italics, ``unmarked``, are thoughts if not writing."""
    reader = _KindReader(syntax, around)
    kinds: list[str] = []
    for quote in range(len(around.spans)):
        goes_on = bool(kinds) and kinds[-1] == "writing" and reader.is_one_sentence(quote)
        is_written = goes_on or reader.is_written(quote)
        is_thought = quote in unmarked or reader.is_thought(quote)
        kinds.append("writing" if is_written else "thought" if is_thought else "speech")
    return kinds


class _KindReader:
    """What the narration around each quotation says of its kind."""

    def __init__(self, syntax: Syntax, around: Surroundings) -> None:
        self.syntax = syntax
        self.around = around

    def is_thought(self, quote: int) -> bool:
        """Whether the tag has a verb of thinking."""
        tag = self._tag(quote)
        return tag is not None and is_thinking(self.syntax, tag)

    def is_written(self, quote: int) -> bool:
        """Whether the narration, or a greeting and a farewell, show that the words stand on paper or on a screen."""
        tag = self._tag(quote)
        if tag is not None and is_thinking(self.syntax, tag):
            return False
        after = self.around.text(self._after(quote))
        lead = self.around.text(self.around.lead(quote))
        earlier = self.around.text(self.around.earlier(quote)) if self.around.opens_paragraph(quote) else ""
        before = lead or earlier
        if before.rstrip().endswith(EMPHASIS):  # My phone buzzed. *Where are you,* it said.
            before = ""
        return (
            (tag is not None and tag.is_strong and self._is_writing(tag) and self._is_near(tag, quote))
            or (self._ends_open(quote) and bool(FOLLOWS.search(after)))
            or bool(SENT.search(after))
            or self._is_of_thing(lead, earlier, after)
            or (self._leads_in(before) and not self._is_said(tag))
            or (tag is None and self._buzzed(before))
            or (self._is_letter(quote) and not self._is_said(tag))
        )

    def is_one_sentence(self, quote: int) -> bool:
        """Whether one sentence joins a quotation to the one before, and no tag parts them."""
        start, end = self.around.lead(quote)
        between = self.around.text((start, end)).strip()
        is_after = quote > 0 and self.around.spans[quote - 1][-1][1] == start
        is_joined = is_after and bool(between) and not SENTENCE_END.search(between)
        return is_joined and tag_before(self.syntax, start, end, True) is None

    def _after(self, quote: int) -> Stretch:
        """The narration after the first stretch of a quotation."""
        start, end = self.around.inside(quote)
        return (start, end) if start < end else self.around.trail(quote)

    def _tag(self, quote: int) -> SpeechTag | None:
        lead = self.around.lead(quote)
        last = self.around.text(lead).rstrip()[-1:]
        tag = tag_before(self.syntax, *lead, True) if last in (",", ":") and last else None
        if tag is None:
            tag = tag_after(self.syntax, *self._after(quote), self._ends_open(quote))
        if tag is None and last.isalnum():
            tag = tag_before(self.syntax, *lead, True)
        return tag

    def _ends_open(self, quote: int) -> bool:
        """Whether the sentence of a quotation goes on in the narration after it."""
        start, end = self._after(quote)
        inside = self.around.source[max(start - 3, 0) : start].rstrip("”\"’'»_* ")
        follows = self.around.source[start:end].lstrip(" \n\r\t—–-")
        return inside[-1:] == "," or follows.startswith(",") or (inside[-1:] != "." and follows[:1].islower())

    def _is_writing(self, tag: SpeechTag) -> bool:
        lemma, thing = self.syntax.lemma[tag.verb], self.syntax.lemma[tag.subject].lower()
        return lemma in word_list("speech_verbs", "writing") or thing in WRITTEN_THINGS

    def _is_near(self, tag: SpeechTag, quote: int) -> bool:
        """Whether a tag that leads in a quotation stands close before it."""
        return self.around.spans[quote][0][0] - int(self.syntax.end[tag.verb]) <= FARTHEST_VERB

    def _is_said(self, tag: SpeechTag | None) -> bool:
        """Whether somebody speaks by a sure tag."""
        return tag is not None and tag.is_strong and not self._is_writing(tag)

    def _is_of_thing(self, lead: str, earlier: str, after: str) -> bool:
        """Whether "it said", of a thing with writing on it, or a telephone that buzzed, just before."""
        sentence = last_sentence(lead)
        if not (IT_SAID_SO.search(after) or IT_SAID.search(sentence)):
            return bool(IT_READ.search(sentence))
        before = f"{earlier[-LONGEST_LEAD:]} {lead[-LONGEST_LEAD:]}"
        return bool(THING_BEFORE.search(before) or BUZZED.search(before))

    def _leads_in(self, lead: str) -> bool:
        """Whether a sentence says of what is written that it follows, and of nobody that they speak."""
        sentence = last_sentence(lead)
        cues = [cue for cue in LEADS_IN.finditer(sentence) if len(sentence) - cue.end() <= FARTHEST_CUE]
        leads_in = lead.rstrip()[-1:] not in ("", ".", "!", "?", "…") and not TONE.search(sentence)
        return leads_in and any(not SOMEBODY_SAYS.search(sentence, cue.end()) for cue in cues)

    def _buzzed(self, lead: str) -> bool:
        """Whether a telephone buzzed just before, and the narration looks at who writes."""
        buzz = BUZZED.search(lead[-LONGEST_LEAD:])
        return buzz is not None and bool(FROM_SOMEBODY.search(lead[-LONGEST_LEAD:], buzz.start()))

    def _is_letter(self, quote: int) -> bool:
        """Whether a quotation begins as a letter does and ends so."""
        spans = self.around.spans[quote]
        if not GREETING.match(self.around.source, spans[0][0], spans[0][1]):
            return False
        return bool(FAREWELL.search(self.around.text(spans[-1])[-LONGEST_FAREWELL:]))


def is_thinking(syntax: Syntax, tag: SpeechTag) -> bool:
    """Whether the verb of a tag is one of thought: he thought, she told herself."""
    after = syntax.lower[tag.verb + 1 : tag.verb + 3]
    if after and after[0] in ("about", "of", "it"):
        return False
    if syntax.lemma[tag.verb] == "tell" and after and after[0].endswith(("self", "selves")):
        return True
    return syntax.lemma[tag.verb] in word_list("speech_verbs", "thought")
