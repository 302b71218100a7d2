"""Find speech tags: the clause of narration that says who speaks ("said the old man", "Mary asked her").

The parser has seen few quotations, so the verb is sought by its place next to the quotation first, and the
syntax tree decides the subject only where it gives one nearby.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fabula.language.speech_subjects import (
    adjacent_subject,
    clause_opening,
    is_somebody,
    own_subject,
    owner_of,
    owner_of_words,
    subject_after,
    subject_before,
)
from fabula.language.speech_verbs import (
    has_particle,
    is_past_speech,
    is_speech,
    is_thin,
    is_verb,
    main_verb,
    names_speech,
)
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import PERSONAL, noun_kind

REACH = 14
STANDING_FOR = PERSONAL | {"other", "others", "one", "former", "latter"}  # for somebody else named before
CLOSING_MARKS = "”\"’'»_*"
CONNECTIVES = frozenset("and but while when as until till so then".split())
TURNING_AWAY = frozenset(  # words that begin no tag of the quotation before them
    "and but while when until till for though or nor where whereupon who which if because".split()
)
SUBORDINATE = frozenset("as if though although because since what which whom whose how than".split())
TELLING = ("be", "come", "break", "burst")  # "was her reply", "came Tom's voice", "burst from him"


@dataclass(frozen=True)
class SpeechTag:
    """A speech verb beside a quotation and the head token of its subject (-1 when none was found)."""

    verb: int
    subject: int
    is_strong: bool


def tags_between(
    syntax: Syntax, start: int, end: int, quote_ends_open: bool
) -> tuple[SpeechTag | None, SpeechTag | None]:
    """The tags of the quotations before and after the narration [start, end): "Come," said Anne, and Tom asked, "Why?"

    ``quote_ends_open`` as for ``tag_after``.
    """
    leads_in, is_colon = is_leading_in(syntax.source[start:end]), syntax.source[start:end].rstrip().endswith(":")
    first = tag_after(syntax, start, end, quote_ends_open)
    last = tag_before(syntax, start, end, leads_in)
    if first is None or last is None:
        return first, last
    if first.verb != last.verb:
        is_aside = first.is_strong and not is_colon and _is_subordinate(syntax, last, first)
        return first, last if last.is_strong and not is_aside else None
    is_anew = _begins_anew(syntax, start, end, quote_ends_open or (first.is_strong and not is_colon))
    return (None, last) if leads_in and is_anew else (first, None)


def _is_subordinate(syntax: Syntax, tag: SpeechTag, main: SpeechTag) -> bool:
    """Whether a tag stands in a clause of another: said A, as B offered no remark,"""
    return tag.subject > main.verb and syntax.lower[clause_opening(syntax, tag.subject, main.verb)] in SUBORDINATE


def ends_open(source: str, quote_end: int, end: int) -> bool:
    """Whether the narration from ``quote_end`` to ``end`` goes on with the sentence of the quotation before it.

    The quotation ends in a comma, or in a dash, ! or ? before a small letter; a blank stands for a lost dash.
    """
    inside = source[max(quote_end - 4, 0) : quote_end].rstrip(CLOSING_MARKS)
    last = inside.rstrip()[-1:]
    narration = source[quote_end:end].lstrip()
    if last == "," or narration[:1] == ",":
        return True
    breaks_off = last in tuple("!?…—–-") or (last.isalnum() and inside[-1] == " ")
    return breaks_off and narration.lstrip("—–- ")[:1].islower()


def is_leading_in(narration: str) -> bool:
    """Whether narration goes on with the quotation after it: it ends in a comma, a colon, a dash or no mark at all."""
    last = narration.rstrip()[-1:]
    return last.isalnum() or last in tuple(",:—–-")


def _begins_anew(syntax: Syntax, start: int, end: int, quote_ends_open: bool) -> bool:
    """Whether narration begins a sentence or clause of its own, and not with the quotation's tag: and she said:"""
    words = [token for token in syntax.tokens_in(start, end) if syntax.pos[token] not in ("PUNCT", "SPACE")]
    if not words or syntax.text[words[0]] == "I":
        return False
    is_clause = syntax.lower[words[0]] in CONNECTIVES or any(syntax.lower[word] == "which" for word in words[:2])
    return is_clause or (syntax.text[words[0]][0].isupper() and not quote_ends_open)


def tag_after(syntax: Syntax, start: int, end: int, quote_ends_open: bool) -> SpeechTag | None:
    """The speech tag at the beginning of the narration [start, end) that follows a quotation.

    ``quote_ends_open``: see ``ends_open``; the narration's verb is a speech verb then, whatever it is.
    """
    tokens = _to_sentence_end(syntax, start, end)
    while tokens and syntax.pos[tokens[0]] == "PUNCT":
        tokens = tokens[1:]
    if not tokens or syntax.lower[tokens[0]] in TURNING_AWAY:
        return None
    starts_small = syntax.text[tokens[0]][0].islower() or syntax.text[tokens[0]] == "I"
    inverted = _inverted_tag(syntax, tokens, quote_ends_open) if starts_small else None
    if inverted is not None:
        return inverted
    for token in tokens[:REACH]:
        if not is_verb(syntax, token) or (syntax.tag[token] == "VBN" and syntax.dep[token] == "acl"):
            continue
        verb = _what_is_heard(syntax, main_verb(syntax, token), tokens)
        says = is_speech(syntax, verb)
        subject = subject_before(syntax, verb, tokens[0], tokens[-1]) if says or quote_ends_open else -1
        if subject >= 0 and (says or subject < token):
            at_once = subject < token <= tokens[0] + 3 and _follows_cry(syntax, start)
            is_sure = quote_ends_open or ((starts_small or at_once) and not is_thin(syntax, verb))
            return SpeechTag(verb, subject, says and is_sure)
        if not says and not quote_ends_open and verb == token and not _has_another(syntax, verb):
            return None
    return None


def _inverted_tag(syntax: Syntax, tokens: Sequence[int], quote_ends_open: bool) -> SpeechTag | None:
    """A tag whose verb comes first: "said Anne", "was her reply", "boomed Uncle Aubrey"."""
    verb = next((token for token in tokens[:3] if syntax.pos[token] != "ADV"), tokens[0])
    if not (is_verb(syntax, verb) or is_past_speech(syntax, verb)) or syntax.tag[verb] == "VBG":
        return None
    if syntax.lemma[verb] in TELLING and not has_particle(syntax, verb):
        subject = owner_of_words(syntax, verb, tokens[-1])
    else:
        subject = subject_after(syntax, verb, tokens[-1])
        says = is_speech(syntax, verb) or is_past_speech(syntax, verb)
        if not says and not (quote_ends_open and subject >= 0 and is_somebody(syntax, subject)):
            return None
    return SpeechTag(verb, subject, True) if subject >= 0 else None


def _has_another(syntax: Syntax, verb: int) -> bool:
    """Whether a verb has another that goes with it: "hastened to say"."""
    return any(syntax.dep[child] in ("xcomp", "ccomp") and child > verb for child in syntax.children[verb])


def _what_is_heard(syntax: Syntax, verb: int, tokens: Sequence[int]) -> int:
    """The verb of speech that another verb hears, as in "he heard Katharine say"; else the verb itself."""
    heard = [child for child in syntax.children[verb] if syntax.dep[child] == "ccomp" and verb < child <= tokens[-1]]
    said = [child for child in heard if is_speech(syntax, child) and own_subject(syntax, child, verb, child) >= 0]
    return said[0] if said and syntax.lemma[verb] == "hear" else verb


def _follows_cry(syntax: Syntax, start: int) -> bool:
    """Whether the quotation before ends in !, ? or a dash; a tag may begin with a name then: "No!" Anne cried."""
    return syntax.source[max(start - 4, 0) : start].rstrip(CLOSING_MARKS + " ")[-1:] in tuple("!?…—–-")


def tag_before(syntax: Syntax, start: int, end: int, leads_in: bool) -> SpeechTag | None:
    """The speech tag at the end of the narration [start, end) that precedes a quotation.

    ``leads_in``: see ``is_leading_in``.
    """
    span = syntax.tokens_in(start, end)
    tokens = [t for t in span if syntax.sentence[t] == syntax.sentence[span[-1]]] if len(span) else []
    for token in reversed(tokens[-REACH * 2 :]):
        if is_verb(syntax, token) and is_speech(syntax, token) and _tells(syntax, token, leads_in):
            subject = subject_before(syntax, token, tokens[0], tokens[-1])
            if subject >= 0:
                return SpeechTag(token, subject, leads_in)
    return _final_verb(syntax, tokens) if tokens and leads_in else None


def _tells(syntax: Syntax, verb: int, leads_in: bool) -> bool:
    """Whether a verb of speech before a quotation tells of speech, and not of an action: "Syme ran on." """
    if not is_thin(syntax, verb):
        return True
    if leads_in:
        return has_particle(syntax, verb) or syntax.tag[verb] != "VB"
    return has_particle(syntax, verb) and verb + 2 < len(syntax) and syntax.pos[verb + 2] == "PUNCT"


def _final_verb(syntax: Syntax, tokens: Sequence[int]) -> SpeechTag | None:
    """A tag whose verb ends the narration, whatever verb it is: "Tom bawled:", "his reply was", "she's like"."""
    words = [token for token in tokens if syntax.pos[token] not in ("PUNCT", "SPACE", "ADV")]
    is_like = len(words) > 2 and syntax.lower[words[-1]] == "like"
    if is_like or (words and syntax.dep[words[-1]] == "prt"):
        words.pop()
    if not words or not is_verb(syntax, words[-1]) or syntax.tag[words[-1]] not in ("VBD", "VBZ", "VBP"):
        return None
    subject = own_subject(syntax, words[-1], tokens[0], words[-1])
    if subject < 0:
        subject = adjacent_subject(syntax, words[-1], tokens[0])
    if subject < 0:
        return None
    if names_speech(syntax, subject):
        owner = owner_of(syntax, subject)
        return SpeechTag(words[-1], owner, True) if owner != subject else None
    may_tell = is_somebody(syntax, subject) and (is_like or syntax.lemma[words[-1]] != "be")
    return SpeechTag(words[-1], subject, False) if may_tell else None


def _to_sentence_end(syntax: Syntax, start: int, end: int) -> list[int]:
    """Tokens of [start, end) up to the first sentence end (a full stop, ! or ?), not the parser's."""
    tokens = []
    for token in syntax.tokens_in(start, end):
        tokens.append(token)
        if syntax.text[token] in (".", "!", "?", "…") and len(tokens) > 1:
            break
        if len(tokens) > 40:
            break
    return tokens


def speaking_nouns(syntax: Syntax, subjects: Sequence[int]) -> frozenset[str]:
    """Nouns that are no word for people and yet speak, more than once: the Mouse, the Gryphon.

    They speak with an article: that Mr. Hands speaks makes no speakers of all hands.

    Takes   subjects: tokens that are subjects of speech tags
    """
    nouns = [token for token in subjects if syntax.pos[token] in ("NOUN", "PROPN")]
    count = Counter(
        syntax.lower[token]
        for token in nouns
        if any(syntax.dep[child] == "det" for child in syntax.children[token])
        and syntax.lower[token] not in STANDING_FOR
    )
    return frozenset(word for word, times in count.items() if times > 1 and noun_kind(word, word) is None)
