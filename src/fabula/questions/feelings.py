"""How somebody feels, and whether they are angry or tall: from what the text says they are, and from their feelings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.language.syntax import SUBJECTS
from fabula.questions.answer import Answer, answer_at, one_each, rank
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, of_time
from fabula.questions.question import Question
from fabula.reading.feelings.cues import words_of

BEING = frozenset("be feel look seem become get grow sound stay remain turn".split())
SAID_OF = ("acomp", "attr", "oprd", "conj")
BY_WORDS = 0.8  # how surely somebody is what the text says in the very words


def felt(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """The kinds of feeling of somebody, toward somebody if that is asked, each with the passage that shows it best."""
    toward = {*question.deed.topics, *question.deed.others, question.deed.patient} - {-1}
    found = (
        answer_at(evidence, kind, [(start, end)], sure)
        for kind, target, start, end, sure in _feelings(evidence, question.deed.agent)
        if not toward or target in toward
    )
    return one_each(rank(of_time(evidence, found, moments)))


def whether_so(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Yes where the text says that somebody is so, or feels so; no where it says that they are not."""
    (word,) = question.deed.words
    found = [*_said(evidence, question.deed.agent, word)]
    kind = words_of("states").get(word)
    found += [
        answer_at(evidence, "yes", [(start, end)], sure)
        for feeling, _, start, end, sure in _feelings(evidence, question.deed.agent)
        if feeling == kind
    ]
    return rank(of_time(evidence, found, moments))


def _said(evidence: Evidence, person: int, word: str) -> Iterator[Answer]:
    """Where the text has the word of the person: "Tom was angry", "I'm not angry"."""
    syntax = evidence.syntax
    for head in evidence.heads_by_entity.get(person, []):
        verb = syntax.head[head]
        if syntax.dep[head] not in SUBJECTS or syntax.lemma[verb] not in BEING or evidence.is_question(verb):
            continue
        for token in evidence.subtree(verb):
            if syntax.lower[token] == word and syntax.dep[token] in SAID_OF and not evidence.is_unreal(verb):
                is_denied = evidence.is_denied(verb) or evidence.is_denied(token)
                marks = [evidence.mark(head), evidence.mark(token)]
                sure = BY_WORDS * evidence.references[head].confidence
                yield answer_at(evidence, "no" if is_denied else "yes", marks, sure)


def _feelings(evidence: Evidence, person: int) -> Iterator[tuple[str, int, int, int, float]]:
    columns = ("holder", "is_felt", "kind", "toward", "start", "end", "confidence")
    rows = zip(*(evidence.story.column("emotions", name).tolist() for name in columns), strict=True)
    yield from ((*row[2:],) for row in rows if row[0] == person and row[1])
