"""Statements of a tie: "his boyfriend Sam", "Anne's brother", "Tom was her father", "they were friends", "engaged to".

Each relational noun has an owner ("his", "Anne's", "of the Squire", "she had a brother") and bearers: whom the noun
itself refers to, whom it stands beside, whom the clause says to be it. What is denied counts against the tie; what is
only likened ("like a brother to her"), wished or dreamt counts little.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.language.syntax import SUBJECTS
from fabula.lexicon.lists import word_list
from fabula.reading.ties.people import People, Person
from fabula.reading.ties.plurals import mutual_signs, number_of
from fabula.reading.ties.relations import COPULAS, WARMTH, Relation, relation_at
from fabula.reading.ties.sign import Sign

LIKENED = 0.15
PLANNED = 0.4  # how much of a tie is shown by a marriage that is only spoken of
SAID = 0.9  # how much of a statement counts that somebody makes
HAVING = frozenset("have find make lose".split())
NAMING = frozenset("name call christen".split())
COLON_WITHIN = 8  # words after a noun


def noun_signs(people: People, noun: int) -> Iterator[Sign]:
    """What a noun says of its owner and its bearers."""
    syntax = people.syntax
    relation = relation_at(syntax, noun)
    if relation is None or syntax.pos[noun] not in ("NOUN", "PROPN", "ADJ"):
        return
    yield from mutual_signs(people, noun, relation)
    owners = _owners(people, noun)
    if not owners:
        return
    is_likened = _is_likened(people, noun)
    strength = people.reality(noun) * (SAID if people.quote_of[noun] >= 0 else 1.0)
    bearers = list(_bearers(people, noun))
    if not any(is_beside or people.is_named[bearer.entity] for bearer, _, _, is_beside in bearers) and not is_likened:
        yield from _introduced(people, noun, relation, owners, strength)
    for bearer, sure, weight, is_beside in bearers:
        for owner, sure_of_owner in owners:
            if owner == bearer.entity or not people.may_be(bearer.entity, noun):
                continue
            total = strength * sure * sure_of_owner * (LIKENED if is_likened else weight)
            start, end = people.span(noun, *(c for c in syntax.children[noun] if syntax.dep[c] == "poss"))
            span = (min(start, bearer.start), max(end, bearer.end)) if abs(bearer.start - start) < 60 else (start, end)
            source, target = (owner, bearer.entity) if relation.is_turned else (bearer.entity, owner)
            warmth = WARMTH.get(relation.kind, 0.0) if total > 0 and not is_likened else 0.0
            yield Sign(source, target, relation.kind, relation.role, "statement", *span, total, warmth, is_beside)


def _introduced(
    people: People, noun: int, relation: Relation, owners: Sequence[tuple[int, float]], strength: float
) -> Iterator[Sign]:
    """Who may be the bearer of a noun without a name: those whose name the text first gives near it."""
    near = [entity for entity in people.introduced_near(noun) if people.may_be(entity, noun)]
    others = max(0, len(near) - number_of(people.syntax, noun))
    for entity in near:
        for owner, sure in owners:
            if owner != entity:
                source, target = (owner, entity) if relation.is_turned else (entity, owner)
                total = strength * sure / (2 + others)
                span = people.span(noun, *(c for c in people.syntax.children[noun] if people.syntax.dep[c] == "poss"))
                yield Sign(source, target, relation.kind, relation.role, "statement", *span, total, is_near=True)


def same_person(people: People, noun: int) -> tuple[int, int] | None:
    """An entity without a name that a noun refers to, and whom its words name: "my pupil is called Effie"."""
    if noun not in people.at or people.is_named[people.at[noun].entity]:
        return None
    unnamed = people.at[noun].entity
    named = [
        bearer for bearer, sure, weight, is_beside in _bearers(people, noun) if is_beside and weight > 0 and sure > 0.5
    ]
    known = {bearer.entity for bearer in named if people.is_named[bearer.entity]}
    return (unnamed, known.pop()) if len(known) == 1 else None


def _owners(people: People, noun: int) -> list[tuple[int, float]]:
    """Whose the bearer of a noun is; "she had a brother" as well."""
    syntax = people.syntax
    owners = people.owners(noun)
    head = syntax.head[noun]
    if not owners and syntax.dep[noun] in ("compound", "nmod", "amod"):
        owners = [o for c in syntax.children[head] if syntax.dep[c] == "poss" for o in people.possessor(c)]
    if not owners and syntax.lower[noun - 1 : noun] == ["-"] and noun > 1:  # "Kate's ex-husband", cut at its hyphen
        owners = [o for c in syntax.children[noun - 2] if syntax.dep[c] == "poss" for o in people.possessor(c)]
    had = _had(people, noun)
    if had is None:  # "the oldest friend she had"
        had = next((c for c in syntax.children[noun] if syntax.dep[c] == "relcl" and syntax.lemma[c] == "have"), None)
    if not owners and had is not None:
        owners = [(person.entity, person.sure) for person in people.subjects(had)]
    if not owners and syntax.dep[noun] == "attr":  # "he was a friend to her"
        for child in syntax.children[head]:
            if syntax.lower[child] == "to" and syntax.dep[child] in ("prep", "dative"):
                owners = [o for c in syntax.children[child] if syntax.dep[c] == "pobj" for o in people.possessor(c)]
    return owners


def _had(people: People, noun: int) -> int | None:
    """The verb whose subject has somebody: "she had a brother", "they had a daughter, Aud, and one son"."""
    syntax = people.syntax
    for _ in range(3):
        if syntax.dep[noun] not in ("conj", "dobj"):
            return None
        above = syntax.head[noun]
        if syntax.lemma[above] in HAVING and syntax.pos[above] in ("VERB", "AUX"):
            return above
        noun = above
    return None


def _bearers(people: People, noun: int) -> Iterator[tuple[Person, float, float, bool]]:
    """Who is said to be it, how surely, what the clause leaves of it, and whether its own name is beside the noun."""
    syntax = people.syntax
    head, dep = syntax.head[noun], syntax.dep[noun]
    if noun in people.at and people.at[noun].entity not in _doers_above(people, noun):
        yield people.at[noun], people.at[noun].sure, 1.0, False
    beside = [c for c in syntax.children[noun] if syntax.dep[c] == "appos"]
    if dep == "appos" and not _is_after_subject(people, noun):
        beside.append(head)
    if dep in ("compound", "nmod") and head in people.at and people.at[head].form == "proper":
        beside.append(head)
    following = people.starting.get(int(syntax.start[noun + 1])) if noun + 1 < len(syntax) else None
    if following is not None and syntax.sentence[following] == syntax.sentence[noun] and following not in beside:
        beside.append(following)
    if following is None and noun + 2 < len(syntax) and syntax.lower[noun + 1] == ",":
        after = people.starting.get(int(syntax.start[noun + 2]))
        closing = after is not None and after + 1 < len(syntax) and syntax.lower[after + 1] in (",", ".", ";", "and")
        if after is not None and closing and syntax.sentence[after] == syntax.sentence[noun] and after not in beside:
            beside.append(after)
    announced = _announced(people, noun)
    if announced is not None and announced not in beside:
        beside.append(announced)
    for token in beside:
        if syntax.tag[noun] != "NNS" and token in people.at and _is_in_list(people, noun, token):
            continue
        for person in people.meant(token)[: None if syntax.tag[noun] == "NNS" else 1]:
            yield person, person.sure, 1.0, True
    for child in syntax.children[noun]:
        if syntax.dep[child] == "acl" and syntax.lemma[child] in NAMING:
            for name in syntax.children[child]:
                if name in people.at:
                    yield people.at[name], 0.9, 1.0, True
    while dep == "conj" and syntax.pos[head] == "NOUN":  # "the nurse and her best friend"
        head, dep = syntax.head[head], syntax.dep[head]
    if dep == "attr" and syntax.lemma[head] in COPULAS:
        for person in people.subjects(head):
            weight = people.weight(head) if people.weight(noun) > 0 else -1.0
            yield person, person.sure, weight, person.form == "proper"
    if dep == "poss" and syntax.lower[head] == "name":  # "my father's name is Theo"
        head, dep = syntax.head[head], syntax.dep[head]
    if dep in SUBJECTS and syntax.lemma[head] in (
        *COPULAS,
        *NAMING,
    ):  # "his wife was Thorgunn", "my pupil is called Effie"
        said = [c for c in syntax.children[head] if syntax.dep[c] in ("attr", "oprd")]
        for person in (person for child in said for person in people.meant(child)):
            if person.form == "proper":
                yield person, person.sure, people.weight(head), True


def _announced(people: People, noun: int) -> int | None:
    """The name after a colon that tells who it is: "three children: Tom, Eva", "her sister who was missing: Nora"."""
    syntax = people.syntax
    for after in range(noun + 1, min(noun + COLON_WITHIN, len(syntax) - 1)):
        if after in people.at or syntax.sentence[after] != syntax.sentence[noun]:
            return None
        if syntax.lower[after] == ":":
            return people.starting.get(int(syntax.start[after + 1]))
    return None


def _doers_above(people: People, noun: int) -> set[int]:
    """The subjects of the clause in which a noun stands elsewhere: "Jane said to her aunt" is of another than Jane."""
    syntax = people.syntax
    token = noun
    for _ in range(6):
        above = syntax.head[token]
        if above == token or syntax.dep[token] in (*SUBJECTS, "attr", "appos", "oprd"):
            return set()
        if syntax.pos[above] in ("VERB", "AUX"):
            return {
                person.entity for c in syntax.children[above] if syntax.dep[c] in SUBJECTS for person in people.meant(c)
            }
        token = above
    return set()


def _is_in_list(people: People, noun: int, name: int) -> bool:
    """Whether a noun and a name stand in a list, or the name is called out: neither says that they are one."""
    syntax = people.syntax
    last = max(noun, name)
    after = [syntax.lower[token] for token in range(last + 1, min(last + 4, len(syntax)))]
    if (after[:1] == ["'s"] and name > noun) or syntax.lower[name + 1 : name + 2] == ["'s"]:
        return True
    is_list = after[:1] == [","] and (
        after[1:2] == ["and"] or int(syntax.start[min(last + 2, len(syntax) - 1)]) in people.starting
    )
    is_list = is_list or (
        after[:1] == ["and"] and noun < name and syntax.lower[noun + 1] == "," and syntax.tag[noun] != "NNS"
    )
    quote = people.quote_of[name]
    is_called = quote >= 0 and any(people.at[name].entity == one for one, _ in people.addressees.get(quote, ()))
    return is_list or (is_called and syntax.lower[name - 1] == ",")


def _is_after_subject(people: People, noun: int) -> bool:
    """Whether what a noun stands beside is a pronoun, which the parser joins to a name called out."""
    return people.syntax.lower[people.syntax.head[noun]] in ("you", "i", "me")


def _is_likened(people: People, noun: int) -> bool:
    """Whether somebody is only like it: "like a brother", "as if she were his mother"."""
    syntax = people.syntax
    head = syntax.head[noun]
    if syntax.dep[noun] == "pobj" and syntax.lower[head] == "like":
        return True
    if syntax.dep[noun] == "pobj" and syntax.lower[head] == "as" and syntax.dep[head] == "prep":
        return syntax.lower[head - 1] != "," and any(syntax.dep[c] == "det" for c in syntax.children[noun])
    verb = people.verb_of(noun)
    below = {syntax.lower[c] for c in syntax.children[verb] if syntax.dep[c] == "mark"} if verb >= 0 else set()
    if below & {"if", "though"} and syntax.lower[verb - 1 if verb else 0] != "even":
        return True
    return syntax.tag[verb] == "MD" if verb >= 0 else False


def word_signs(people: People, token: int) -> Iterator[Sign]:
    """What a verb or adjective says of a tie: "married to", "engaged to", "in love with", "hired him"."""
    syntax = people.syntax
    lemma = syntax.lemma[token].lower()
    for name, kind, role, is_turned, warmth in VERBS:
        if lemma not in word_list("ties", name):
            continue
        for one, other, sure in _parties(people, token):
            source, target = (other, one) if is_turned else (one, other)
            weight = people.weight(token)
            if name == "verbs of marrying" and not _is_done(people, token):
                role, weight = "wish", weight * PLANNED
            total = sure * weight * people.reality(token)
            span = people.span(token, *(c for c in syntax.children[token] if c in people.at))
            yield Sign(source, target, kind, role, "action", *span, total, warmth if total > 0 else 0.0)


def _is_done(people: People, verb: int) -> bool:
    """Whether a verb tells of what has come to pass: neither an infinitive nor an order."""
    syntax = people.syntax
    if syntax.tag[verb] in ("VBD", "VBN", "VBZ"):
        return not any(syntax.tag[c] == "MD" for c in syntax.children[verb])
    return any(syntax.lower[c] in ("have", "did") for c in syntax.children[verb])


VERBS: Sequence[tuple[str, str, str | None, bool, float]] = (
    ("verbs of marrying", "romance", "married", False, 0.4),
    ("verbs of engaging", "romance", "engaged", False, 0.4),
    ("verbs of proposing", "romance", "wish", False, 0.4),
    ("verbs of adopting", "family", "guardian", False, 0.3),
    ("verbs of hiring", "authority", "employer", False, 0.0),
    ("verbs of teaching", "authority", "teacher", False, 0.2),
    ("verbs of capturing", "authority", "captor", False, -0.6),
    ("verbs of obeying", "authority", "commander", True, 0.0),
    ("verbs of commanding", "authority", "commander", False, 0.0),
    ("verbs of parting", "romance", "broken", False, -0.4),
)
"""List of verbs, what its subject is to its object, whether it is the object to the subject, how warm that is."""
VERB_LEMMAS = frozenset().union(*(word_list("ties", name) for name, *_ in VERBS))


def _parties(people: People, verb: int) -> Iterator[tuple[int, int, float]]:
    """Who does it to whom: subject and object, "to" of "married to", agent of a passive, two subjects joined."""
    syntax = people.syntax
    lemma = syntax.lemma[verb].lower()
    subjects = people.subjects(verb)
    objects = [p for c in syntax.children[verb] if syntax.dep[c] in ("dobj", "dative") for p in people.meant(c)]
    is_passive = any(syntax.dep[c] in ("nsubjpass", "auxpass") for c in syntax.children[verb])
    prepositions = [c for c in syntax.children[verb] if syntax.dep[c] in ("prep", "agent", "dative")]
    tied = [
        p
        for c in prepositions
        if syntax.lower[c] in ("to", "by")
        for g in syntax.children[c]
        if syntax.dep[g] == "pobj"
        for p in people.meant(g)
    ]
    if lemma in ("engage", "betroth") and not any(syntax.lower[c] == "to" for c in prepositions):
        return
    if is_passive and any(syntax.lower[c] == "by" for c in prepositions):
        subjects, objects = tied, subjects
    elif not objects:
        objects = tied
    pairs = [(a, b) for a in subjects for b in objects]
    if not pairs and lemma in ("marry", "wed", "divorce") and len(subjects) == 2:
        pairs = [(subjects[0], subjects[1])]
    for one, other in pairs:
        if one.entity != other.entity:
            yield one.entity, other.entity, one.sure * other.sure
