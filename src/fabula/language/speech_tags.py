"""Find speech tags: the clause of narration that says who speaks ("said the old man", "Mary asked her").

The parser has seen few quotations, so the verb is sought by its place next to the quotation first, and the
syntax tree decides the subject only where it gives one nearby.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fabula.language.syntax import Syntax
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import PERSONAL, noun_kind

SUBJECT_PRONOUNS = {
    "he",
    "she",
    "i",
    "they",
    "we",
    "it",
    "you",
    "who",
    "one",
    "another",
    "someone",
    "somebody",
    "everybody",
    "everyone",
    "others",
    "both",
    "thou",
}
REACH = 14


@dataclass(frozen=True)
class SpeechTag:
    """A speech verb beside a quotation and the head token of its subject (-1 when none was found)."""

    verb: int
    subject: int
    is_strong: bool


def tag_after(syntax: Syntax, start: int, end: int, quote_ends_open: bool) -> SpeechTag | None:
    """The speech tag at the beginning of the narration [start, end) that follows a quotation.

    ``quote_ends_open``: the quotation ends in a comma or dash, or in ! or ? before a small letter, so that
    the narration continues its sentence and its verb is a speech verb whatever it is.
    """
    tokens = _to_sentence_end(syntax, start, end)
    while tokens and syntax.pos[tokens[0]] == "PUNCT":
        tokens = tokens[1:]
    if not tokens:
        return None
    first = tokens[0]
    starts_small = syntax.text[first][0].islower() or syntax.text[first] == "I"
    for token in tokens[:REACH]:
        if not _is_verb(syntax, token):
            continue
        verb = _main_verb(syntax, token)
        strong = _is_speech(syntax, verb)
        if strong or quote_ends_open:
            subject = subject_of(syntax, verb, tokens[0], tokens[-1])
            if subject >= 0 and (strong or subject < token):
                at_once = subject < token <= first + 3 and _follows_cry(syntax, start)
                sure = strong and (quote_ends_open or starts_small or at_once)
                sure = sure and not _is_thin(syntax, verb, quote_ends_open)
                return SpeechTag(verb, subject, sure)
        if not strong and not quote_ends_open and token - first > 6:
            break
    return None


def _follows_cry(syntax: Syntax, start: int) -> bool:
    """Whether the quotation before ends in ! or ?, after which a tag may begin with a name: "Stop!" Anne cried."""
    return syntax.source[max(start - 3, 0) : start].rstrip("”\"’'»_* ")[-1:] in ("!", "?")


def tag_before(syntax: Syntax, start: int, end: int, leads_in: bool) -> SpeechTag | None:
    """The speech tag at the end of the narration [start, end) that precedes a quotation.

    ``leads_in``: the narration ends in a comma, a colon, a dash or no mark at all.
    """
    span = syntax.tokens_in(start, end)
    tokens = [t for t in span if syntax.sentence[t] == syntax.sentence[span[-1]]] if len(span) else []
    for token in reversed(tokens[-REACH * 2 :]):
        if _is_verb(syntax, token) and _is_speech(syntax, token) and (leads_in or not _is_thin(syntax, token, False)):
            subject = subject_of(syntax, token, tokens[0], tokens[-1])
            if subject >= 0:
                return SpeechTag(token, subject, leads_in and not _is_thin(syntax, token, leads_in))
    return None


def subject_of(syntax: Syntax, verb: int, low: int, high: int) -> int:
    """The head token of the verb's subject within tokens [low, high], or -1."""
    subject = _subject_of(syntax, verb, low, high)
    return _owner_of_voice(syntax, subject) if subject >= 0 and syntax.lower[subject] == "voice" else subject


def _owner_of_voice(syntax: Syntax, voice: int) -> int:
    """Whose voice it is: Tom in "Tom's voice said"; the voice itself where the text does not say."""
    owners = [child for child in syntax.children[voice] if syntax.dep[child] == "poss" or syntax.lower[child] == "of"]
    for owner in owners:
        if syntax.dep[owner] == "poss":
            return owner
        objects = [child for child in syntax.children[owner] if syntax.dep[child] == "pobj"]
        if objects:
            return objects[0]
    return voice


def _subject_of(syntax: Syntax, verb: int, low: int, high: int) -> int:
    if verb < high and syntax.lower[verb + 1] in ("he", "she", "i", "they", "we"):
        return verb + 1
    seen = verb
    for _ in range(3):
        for child in syntax.children[seen]:
            if syntax.dep[child] in ("nsubj", "nsubjpass") and low <= child <= high and _can_speak(syntax, child):
                return child
        if syntax.dep[seen] not in ("conj", "xcomp", "advcl", "aux") or syntax.head[seen] == seen:
            break
        seen = syntax.head[seen]
    return _subject_by_place(syntax, verb, low, high)


def _subject_by_place(syntax: Syntax, verb: int, low: int, high: int) -> int:
    after = verb + 1
    while after <= high and syntax.pos[after] in ("ADV", "PART"):
        after += 1
    if after <= high and (
        syntax.lower[after] in SUBJECT_PRONOUNS
        or syntax.pos[after] in ("DET", "PROPN", "ADJ")
        or syntax.tag[after] == "PRP$"
    ):
        head = noun_phrase_head(syntax, after, high)
        if head >= 0:
            return head
    for token in range(verb - 1, max(low, verb - 8) - 1, -1):
        if syntax.lower[token] in SUBJECT_PRONOUNS or (
            syntax.pos[token] in ("PROPN", "NOUN") and _can_speak(syntax, token)
        ):
            return token
        if syntax.pos[token] in ("VERB", "CCONJ"):
            break
    return -1


def noun_phrase_head(syntax: Syntax, first: int, high: int) -> int:
    """The head of the noun phrase that begins at ``first``, by the run of its words, or -1."""
    if syntax.pos[first] == "PRON" and syntax.tag[first] != "PRP$":
        return first
    head = -1
    for token in range(first, min(high, first + 7) + 1):
        if syntax.pos[token] in ("NOUN", "PROPN") and syntax.text[token][0].isalnum():
            head = token
        elif (
            syntax.pos[token] not in ("DET", "ADJ", "NUM")
            and syntax.tag[token] not in ("PRP$", "POS", "HYPH")
            and syntax.text[token] != "-"
        ):
            break
    return head


def _can_speak(syntax: Syntax, token: int) -> bool:
    if syntax.pos[token] == "PRON":
        return syntax.lower[token] in SUBJECT_PRONOUNS
    return syntax.pos[token] in ("NOUN", "PROPN", "ADJ", "NUM", "DET") and syntax.text[token][0].isalnum()


def _is_verb(syntax: Syntax, token: int) -> bool:
    return syntax.pos[token] in ("VERB", "AUX") or syntax.lower[token] in ("said", "says", "cried", "asked", "replied")


def _main_verb(syntax: Syntax, token: int) -> int:
    """The verb whose auxiliary a verb is ("said" in "had said"), or itself; nobody speaks in "was called"."""
    verb = syntax.head[token]
    is_passive = any(syntax.dep[child] == "auxpass" for child in syntax.children[verb])
    return verb if syntax.dep[token] == "aux" and not is_passive else token


def _is_speech(syntax: Syntax, token: int) -> bool:
    lemma = "say" if syntax.lower[token] in ("said", "says") else syntax.lemma[token]
    return lemma in word_list("speech_verbs", "speech") or lemma in word_list("speech_verbs", "writing")


def _is_thin(syntax: Syntax, token: int, quote_ends_open: bool) -> bool:
    """A verb that is as often an action as a tag ("He smiled.")."""
    return syntax.lemma[token] in word_list("speech_verbs", "thin") and not quote_ends_open


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
        if any(syntax.dep[child] == "det" for child in syntax.children[token]) and syntax.lower[token] not in PERSONAL
    )
    return frozenset(word for word, times in count.items() if times > 1 and noun_kind(word, word) is None)
