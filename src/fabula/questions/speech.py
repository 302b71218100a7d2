"""What somebody said, who said it, and what somebody had heard: from quotations, who hears them, and claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from fabula.anchors import words_of
from fabula.lexicon.lists import synonyms, word_list
from fabula.lexicon.nouns import SECOND
from fabula.questions.answer import MOST_ANSWERS, Answer, answer_at
from fabula.questions.deeds import find_deeds
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, is_of_time
from fabula.questions.question import KNOWING, Deed, Question
from fabula.story import Quote

UNSURE = 0.5  # below it, who else may be the speaker is an answer as well
PART_OF_WORDS = 0.6  # of a quotation's words, weighed by how rare they are: enough to mean it
HEARD, BESIDE = 0.8, 0.5  # how sure somebody heard what was said to them, what was said where they were
LONGEST_ANSWER = 90
LONGEST_PASSAGE = 600


def said(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """The lines that somebody said, to somebody and about something, in the order of the text; unsure ones last."""
    deed = question.deed
    if deed.agent < 0 or deed.unknown:
        return []
    is_thought = deed.verb in word_list("speech_verbs", "thought") - {"wonder"}
    answers = []
    for quote in evidence.story.rows_where("quotes", "speaker", deed.agent):
        start = int(evidence.story.column("quotes", "start")[quote])
        if deed.verb == "write" and evidence.story.column("quotes", "kind")[quote] != "writing":
            continue
        if is_thought and evidence.story.column("quotes", "kind")[quote] != "thought":
            continue
        hearers = {deed.patient, *deed.others} - {-1}
        heard_by = _hearers(evidence, quote)
        is_to_topic = bool(heard_by & set(deed.topics) - hearers)  # who speaks to somebody does not speak about them
        if not hearers <= heard_by or is_to_topic or not is_of_time(evidence, moments, start):
            continue
        marks = _topic(evidence, quote, deed.topics, deed.words)
        if marks is not None:
            answers.append(_line(evidence, quote, marks))
    return sorted(answers, key=lambda one: one.confidence < UNSURE)


def who_said(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """The speaker of the quotation that has these words, or most of them."""
    answers = []
    for quote, share in _quotes_with(evidence, question.quote):
        view = evidence.story.quotes[quote]
        if view.speaker is None or not is_of_time(evidence, moments, view.start):
            continue
        marks, span = _shown(evidence, question.quote, view)
        either = [(view.speaker, view.confidence), *(view.alternatives if view.confidence < UNSURE else [])]
        for speaker, sure in either:
            answers.append(answer_at(evidence, speaker.name, marks, share * sure, span=span))
    return [_without_speech(answer) for answer in answers]


def knew(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """What somebody had come to know up to a time: what the text says they knew, claims and lines they heard.

    The newest first among those of one kind, for these are what is on their mind.
    """
    deed = question.deed
    if deed.agent < 0 or deed.unknown:
        return []
    told = list(_told_to_know(evidence, deed, moments))
    heard = dict(_heard_by(evidence, deed.agent))
    claims = list(_claims_heard(evidence, deed, heard, moments))
    lines = []
    if deed.topics or deed.words or deed.others:
        for quote, sure in heard.items():
            marks = _topic(evidence, quote, (*deed.topics, *deed.others), deed.words)
            if marks is not None and _is_known_by(
                evidence, moments, int(evidence.story.column("quotes", "start")[quote])
            ):
                lines.append(_line(evidence, quote, marks, sure))
    newest = [sorted(part, key=lambda one: -one.start) for part in (told, claims, lines)]
    passages: dict[tuple[int, int], Answer] = {}
    for answer in (one for part in newest for one in part):
        passages.setdefault((answer.start, answer.end), answer)
    return list(passages.values())


def _told_to_know(evidence: Evidence, deed: Deed, moments: Sequence[Moment] | None) -> Iterator[Answer]:
    """What the text says that somebody knew, learned, found or saw, where it says what in a clause."""
    sought = frozenset(deed.words) - {"know"}
    for verb in sorted(KNOWING | {"remember", "find", "see", "hear"}):
        for found in find_deeds(
            evidence, Deed(verb, agent=deed.agent, others=(*deed.topics, *deed.others), words=tuple(sorted(sought)))
        ):
            clause = evidence.child(found.token, "ccomp")
            is_it = evidence.lemmas[found.row] == verb and not evidence.is_unreal(found.token)
            if clause >= 0 and found.is_told and is_it and _is_known_by(evidence, moments, found.start):
                yield answer_at(evidence, evidence.phrase(clause, 16), found.marks, found.score)


def _claims_heard(
    evidence: Evidence, deed: Deed, heard: dict[int, float], moments: Sequence[Moment] | None
) -> Iterator[Answer]:
    story = evidence.story
    columns = ("start", "end", "kind", "holder", "quote", "truth", "confidence", "shown_start", "shown_end")
    for row, values in enumerate(zip(*(story.column("claims", name).tolist() for name in columns), strict=True)):
        start, end, _kind, holder, quote, truth, confidence, shown_start, shown_end = values
        sure = 1.0 if holder == deed.agent else heard.get(quote, 0.0)
        about = {
            int(story.column("claim_characters", "entity")[one])
            for one in story.rows_where("claim_characters", "claim", row)
        }
        wanted = {*deed.topics, *deed.others}
        if (
            sure
            and wanted <= about
            and _is_known_by(evidence, moments, start)
            and set(deed.words) <= evidence.words(start, end)
        ):
            shown = (shown_start, shown_end) if shown_start >= 0 else None
            text = story.text[start:end]
            yield answer_at(evidence, text, [(start, end)], confidence * sure, truth=truth, shown=shown)


def _heard_by(evidence: Evidence, person: int) -> Iterator[tuple[int, float]]:
    """The quotations that somebody heard: said to them, or aloud in a scene in which they are present."""
    story = evidence.story
    kinds, modes = story.column("quotes", "kind"), story.column("quotes", "mode")
    to_them = {
        int(story.column("quote_addressees", "quote")[row])
        for row in story.rows_where("quote_addressees", "entity", person)
    }
    rows = story.rows_where("presence", "entity", person)
    scenes = {
        int(story.column("presence", "scene")[row])
        for row in rows
        if story.column("presence", "kind")[row] == "present"
    }
    for quote, (start, speaker) in enumerate(evidence.rows("quotes", "start", "speaker")):
        if quote in to_them and kinds[quote] != "thought":
            yield quote, HEARD
        elif speaker == person or (
            kinds[quote] == "speech" and modes[quote] == "in person" and scenes and evidence.scene(start) in scenes
        ):
            yield quote, BESIDE if speaker != person else HEARD


def _is_known_by(evidence: Evidence, moments: Sequence[Moment] | None, position: int) -> bool:
    """Whether what is told at ``position`` comes before the end of the time that is asked about."""
    if moments is None:
        return True
    return any(
        moment.holds(evidence, position) if moment.relation in ("before", "after") else position < _moment_end(moment)
        for moment in moments
    )


def _moment_end(moment: Moment) -> int:
    return moment.shown[1] if moment.relation == "at" and moment.shown else moment.end


def _hearers(evidence: Evidence, quote: int) -> set[int]:
    rows = evidence.story.rows_where("quote_addressees", "quote", quote)
    return {int(evidence.story.column("quote_addressees", "entity")[row]) for row in rows}


def _topic(evidence: Evidence, quote: int, topics: Sequence[int], words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where the quotation is about all of these, None if it is not."""
    marks: list[tuple[int, int]] = []
    syntax = evidence.syntax
    for entity in topics:
        spans = evidence.story.quotes[quote].spans
        found = [head for start, end in spans for head in evidence.mentioned(entity, start, end)]
        found = [head for head in found if syntax.lower[head] not in SECOND]
        if not found:
            return None
        marks += [(evidence.references[head].start, evidence.references[head].end) for head in found]
    tokens = (
        [t for start, end in evidence.story.quotes[quote].spans for t in syntax.tokens_in(start, end)] if words else []
    )
    for word in words:
        meant = synonyms(word)
        here = [t for t in tokens if syntax.lemma[t].lower() in meant or syntax.lower[t] in meant]
        if not here:
            return None
        marks += [evidence.mark(token) for token in here]
    return marks


def _line(evidence: Evidence, quote: int, marks: Sequence[tuple[int, int]], sure: float = 1.0) -> Answer:
    """A quotation as an answer: its first words, and all of it with what narration stands inside."""
    view = evidence.story.quotes[quote]
    text = view.text if len(view.text) <= LONGEST_ANSWER else f"{view.text[:LONGEST_ANSWER].rsplit(' ', 1)[0]} …"
    confidence = (view.confidence or 0.5) * sure
    answer = answer_at(evidence, text, list(marks) or view.spans, confidence, span=(view.start, view.end))
    return _without_speech(answer)


def _shown(evidence: Evidence, sought: str, quote: Quote) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
    """The marks and the passage of who said it: the words in their paragraph, in a long one only their sentences."""
    words = [span for span in evidence.quote_anchors.words.find(sought) if quote.start <= span[0] < quote.end]
    start, end = evidence.paragraph(quote.start)
    if end - start > LONGEST_PASSAGE:
        return words or quote.spans[:1], None
    shown = [quote.evidence] if quote.evidence and start <= quote.evidence[0] < end else []
    return [*(words or quote.spans), *shown], (start, max(end, quote.end))


def _without_speech(answer: Answer) -> Answer:
    """That a quotation is said by its speaker goes without saying where that was the question."""
    return replace(answer, circumstances=tuple(one for one in answer.circumstances if one.kind != "speech"))


def _quotes_with(evidence: Evidence, sought: str) -> list[tuple[int, float]]:
    """The quotations that have these words one after the other; else those that have the most of the rare ones."""
    story = evidence.story
    anchors = evidence.quote_anchors
    exact = anchors.find(sought)
    if exact or not words_of(sought):
        return [(quote, 1.0) for quote in exact[:MOST_ANSWERS]]
    words = set(words_of(sought))
    have = [{anchors.words.words[index] for index in indices} & words for indices in anchors.indices]
    holders = {word: {quote for quote, own in enumerate(have) if word in own} for word in words}
    weights = {word: log(1 + len(story.quotes) / max(len(holders[word]), 1)) for word in words}
    total = sum(weights.values())
    shares = {quote: sum(weights[word] for word in own) / total for quote, own in enumerate(have) if own}
    best = sorted(((share, -quote) for quote, share in shares.items() if share >= PART_OF_WORDS), reverse=True)
    return [(-quote, share) for share, quote in best[:3]]
