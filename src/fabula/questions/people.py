"""Who somebody is, and whether they are dead: names, what the text calls them, ties, and statements of death."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fabula.anchors import words_of
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import PERSONAL, noun_gender
from fabula.questions.answer import Answer, answer_at, one_each, rank
from fabula.questions.deeds import sureness, takes_part
from fabula.questions.evidence import Evidence
from fabula.questions.moments import Moment, of_time
from fabula.questions.question import Question
from fabula.reading.ties.relations import Relation, relations
from fabula.story import Character
from fabula.ties import Relationship

SAME_BOTH_WAYS = ("sibling", "cousin", "in-law", "couple", "engaged", "married", "broken")
PRONOUN_GENDERS = {"he": "man", "she": "woman"}
FIRST_NAMES = 4  # how many other names are shown
MOST_DESCRIPTIONS = 6
BY_NARRATION, BY_SPEECH = 0.8, 0.6
BY_FORM = {"proper": 1.0, "pronoun": 0.7, "common": 0.4}  # how surely a description is of whom the mention means
ENOUGH = 0.35  # sureness of a description from which on it is shown
DEATHS = frozenset("death decease demise".split())
ENDED = 0.5  # how sure somebody is alive who still acts in the last chapter


def who_is(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Somebody's names with the passage that introduces them, what the text says they are, and their ties."""
    person = question.deed.patient
    if person >= 0 and question.deed.others:
        return of_time(evidence, rank(_ties(evidence, person, question.deed.others)), moments)
    relation = next((relations()[word] for word in question.deed.words if word in relations()), None)
    if person >= 0 and relation is not None:
        noun = next(word for word in question.deed.words if word in relations())
        bearers = of_time(evidence, one_each(rank(_bearers(evidence, person, noun, relation))), moments)
        if bearers:
            return bearers
    if person < 0:
        return one_each(rank(_described_so(evidence, question.deed.words))) if question.deed.words else []
    first = _introduction(evidence, person)
    described = of_time(evidence, one_each(rank(_descriptions(evidence, person))), moments)[:MOST_DESCRIPTIONS]
    return [*first, *described, *of_time(evidence, rank(_ties(evidence, person)), moments)]


def is_dead(evidence: Evidence, question: Question, moments: Sequence[Moment] | None) -> list[Answer]:
    """Yes or no with what says so: the narration, then what is claimed; claims that the text refutes come last."""
    person, is_asked_dead = question.deed.agent, question.asked != "alive"
    if person < 0:
        return []
    dead, alive = ("yes", "no") if is_asked_dead else ("no", "yes")
    deaths = [*_deaths_told(evidence, person, dead), *_deaths_claimed(evidence, person, dead, alive)]
    answers = of_time(evidence, rank(_one_a_passage(deaths)), moments)
    if answers or moments is not None:
        return answers
    return list(_still_acting(evidence, person, alive))


def _introduction(evidence: Evidence, person: int) -> Iterator[Answer]:
    """All names and pronouns, with the first sentence that names them, or else speaks of them."""
    heads = evidence.heads_by_entity.get(person, [])
    heads = [head for head in heads if evidence.is_in_clause(evidence.references[head].start)] or heads
    named = [head for head in heads if evidence.references[head].form == "proper"]
    for head in (named or heads)[:1]:
        reference = evidence.references[head]
        yield answer_at(evidence, _names(evidence, person), [(reference.start, reference.end)], reference.confidence)


def _names(evidence: Evidence, person: int) -> str:
    """Every name of somebody: "Mina Tarrant (Mina, Wilhelmina; she/her)"."""
    character = Character(evidence.story, person)
    forms = {tuple(words_of(name)): name for name in reversed(character.names)}
    forms.pop(tuple(words_of(character.name)), None)
    others = [name for words, name in reversed(forms.items()) if not set(words) & PERSONAL]
    known = [
        ", ".join(others[:FIRST_NAMES]),
        character.pronouns or "",
        "tells the story" if character.is_narrator else "",
    ]
    about = "; ".join(part for part in known if part)
    return f"{character.name} ({about})" if about else character.name


def _descriptions(evidence: Evidence, person: int) -> Iterator[Answer]:
    """What the text says they are: "was a thin, upright girl", "Joe Tarrant, her father"."""
    syntax = evidence.syntax
    for head in evidence.heads_by_entity.get(person, []):
        reference = evidence.references[head]
        verb = syntax.head[head]
        nouns = [child for child in syntax.children[head] if syntax.dep[child] == "appos"]
        nouns += [verb] if syntax.dep[head] == "appos" else []
        says_what_is = syntax.dep[head] in SUBJECTS and syntax.lemma[verb] == "be" and evidence.is_told(verb)
        if says_what_is and not evidence.is_question(verb):
            nouns += [child for child in syntax.children[verb] if syntax.dep[child] == "attr"]
        for noun in nouns:
            is_one_of_many = evidence.child(noun, "conj") >= 0 or evidence.child(head, "conj") >= 0
            if syntax.pos[noun] != "NOUN" or is_one_of_many or not _is_telling(evidence, noun):
                continue
            words = evidence.phrase(noun)
            mark = (evidence.mark(evidence.subtree(noun)[0])[0], evidence.mark(noun)[1])
            sure = (BY_NARRATION if evidence.quote(mark[0]) < 0 else BY_SPEECH) * reference.confidence
            sure *= BY_FORM[reference.form]
            if sure >= ENOUGH:
                yield answer_at(evidence, words, [(reference.start, reference.end), mark], sure)


def _described_so(evidence: Evidence, words: Sequence[str]) -> Iterator[Answer]:
    """Those of whom the text says that they are this: the Major, of "the captain of the tower"."""
    for person in evidence.heads_by_entity:
        if evidence.is_person(person):
            for answer in _descriptions(evidence, person):
                if set(words) <= evidence.words(answer.start, answer.end) and set(words) & set(words_of(answer.text)):
                    yield replace(answer, text=evidence.names[person])


def _is_telling(evidence: Evidence, noun: int) -> bool:
    """Whether the noun says what somebody is: a person, of a kind or somebody's."""
    reference = evidence.references.get(noun)
    lemma = evidence.syntax.lemma[noun].lower()
    return (reference is not None and evidence.is_person(reference.entity)) or lemma in word_list("claims", "kin")


def _ties(evidence: Evidence, person: int, others: Sequence[int] = ()) -> Iterator[Answer]:
    """Relationships, and claims of a relationship or an identity; only those with the others, where there are some."""
    for tie in evidence.story.relationships:
        ends = (tie.source.id, tie.target.id)
        other = ends[1] if person == ends[0] else ends[0]
        if person in ends and (not others or other in others):
            yield answer_at(evidence, _tie_words(tie, person), [(tie.start, tie.end)], tie.confidence)
    if others:
        return
    for row in _claims_about(evidence, person, ("relationship", "identity")):
        claim = _claim(evidence, row, None)
        after = evidence.story.text[claim.marks[0][1] :][:2]
        if "?" not in after:
            yield claim


def _tie_words(tie: Relationship, person: int) -> str:
    """A tie as an answer about one of the two: "family, parent of Anne", "friendship: Diana"."""
    is_source = person == tie.source.id
    other = tie.target.name if is_source else tie.source.name
    if tie.role is None or tie.role in SAME_BOTH_WAYS:
        return f"{tie.role or tie.kind}: {other}"
    return f"{tie.kind}, {tie.role} of {other}" if is_source else f"{tie.kind}, {tie.role}: {other}"


def _bearers(evidence: Evidence, owner: int, noun: str, relation: Relation) -> Iterator[Answer]:
    """Whom the story's ties show as somebody's brother, wife, friend or master."""
    gender = noun_gender(noun)
    for tie in evidence.story.relationships:
        ends = (tie.source.id, tie.target.id)
        if tie.kind != relation.kind or owner not in ends or (relation.role and tie.role != relation.role):
            continue
        bearer = ends[1] if owner == ends[0] else ends[0]
        is_directed = relation.role is not None and relation.role not in SAME_BOTH_WAYS
        if is_directed and (bearer == ends[0]) == relation.is_turned:
            continue
        known = PRONOUN_GENDERS.get((Character(evidence.story, bearer).pronouns or "").split("/")[0], "unknown")
        if "unknown" in (gender, known) or gender == known:
            yield answer_at(evidence, evidence.names[bearer], [(tie.start, tie.end)], tie.confidence)


def _claims_about(evidence: Evidence, person: int, kinds: Sequence[str]) -> Iterator[int]:
    story = evidence.story
    for one in story.rows_where("claim_characters", "entity", person):
        row = int(story.column("claim_characters", "claim")[one])
        if story.column("claims", "kind")[row] in kinds:
            yield row


def _claim(evidence: Evidence, row: int, text: str | None) -> Answer:
    """A claim as an answer: in its own words, or with ``text``; with where the text confirms or refutes it."""
    start, end, shown_start, shown_end = (
        int(evidence.story.column("claims", name)[row]) for name in ("start", "end", "shown_start", "shown_end")
    )
    truth = str(evidence.story.column("claims", "truth")[row])
    confidence = float(evidence.story.column("claims", "confidence")[row])
    shown = (shown_start, shown_end) if shown_start >= 0 else None
    words = text or evidence.story.text[start:end]
    return answer_at(evidence, words, [(start, end)], confidence, truth=truth, shown=shown)


def _deaths_claimed(evidence: Evidence, person: int, dead: str, alive: str) -> Iterator[Answer]:
    for row in _claims_about(evidence, person, ("death",)):
        claim = _claim(evidence, row, dead)
        yield claim
        if claim.truth == "contradicted" and claim.shown:
            yield answer_at(evidence, alive, [claim.shown], claim.confidence)


def _deaths_told(evidence: Evidence, person: int, dead: str) -> Iterator[Answer]:
    """Where the text itself says that somebody died, was killed, or is dead."""
    syntax = evidence.syntax
    died, killed = word_list("claims", "died"), word_list("claims", "killed")
    for row, (token, agent, patient) in enumerate(evidence.triggers):
        lemma = evidence.lemmas[row]
        is_death = (lemma in died and agent == person) or (lemma in killed and patient == person and lemma != "shoot")
        is_noun = lemma in DEATHS and (agent == person or takes_part(evidence, person, token) is not None)
        is_death = is_death or (is_noun and evidence.is_realis[row])
        happened = is_death and (evidence.is_realis[row] or syntax.tag[token] == "VBN") and evidence.is_told(token)
        if happened and evidence.quote(evidence.mark(token)[0]) < 0:
            sure = sureness(evidence, person, evidence.mark(token)[0])
            yield answer_at(evidence, dead, [evidence.mark(token)], BY_NARRATION * sure)
    for head in evidence.heads_by_entity.get(person, []):
        verb, reference = syntax.head[head], evidence.references[head]
        word = evidence.child(verb, "acomp", "attr", "oprd", "advmod")
        is_dead = word >= 0 and syntax.lemma[verb] == "be" and _means_dead(evidence, word)
        is_told = is_dead and syntax.dep[head] in SUBJECTS and evidence.is_told(verb)
        if is_told and evidence.quote(reference.start) < 0:
            marks = [(reference.start, reference.end), evidence.mark(word)]
            yield answer_at(evidence, dead, marks, BY_NARRATION * reference.confidence)


def _means_dead(evidence: Evidence, word: int) -> bool:
    """Whether a predicate says so: "dead", "drowned", "no more"."""
    syntax = evidence.syntax
    is_no_more = syntax.lower[word] == "more" and any(syntax.lower[child] == "no" for child in syntax.children[word])
    return is_no_more or syntax.lower[word] in word_list("claims", "dead")


def _still_acting(evidence: Evidence, person: int, alive: str) -> Iterator[Answer]:
    """The last deed of one who acts in the last chapter, if nothing speaks of their death."""
    chapters = evidence.story.chapters
    for row in reversed(range(len(evidence.triggers))):
        token, agent, _ = evidence.triggers[row]
        start, end = evidence.mark(token)
        if evidence.chapter(start) < len(chapters) - 1:
            return
        if agent == person and evidence.is_realis[row] and evidence.quote(start) < 0 and evidence.layer(start) < 0:
            yield answer_at(evidence, alive, [(start, end)], ENDED)
            return


def _one_a_passage(answers: Sequence[Answer]) -> list[Answer]:
    return list({(answer.text, answer.start, answer.end): answer for answer in answers}.values())
