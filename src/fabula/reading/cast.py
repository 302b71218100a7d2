"""One entity for each person, place or group that has a name, whatever forms of the name the text uses.

The problem. Elizabeth is Lizzy to her sisters, Miss Bennet to Mr. Darcy and Miss Eliza to Miss Bingley, while Mr.
Bennet and Jane Bennet share her surname. Full names are seeds; shorter forms join the one seed that they fit:
    Alec -> Alexander Lightwood; Mr. Lightwood -> Robert Lightwood; "the Lightwoods" -> a group.
A father and a son with the same form stay apart only when something in the form tells them apart.
Score: see docs/results.md, `fabula evaluate speakers`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Set
from functools import cache

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.introductions import is_introduction
from fabula.language.syntax import SUBJECTS, Syntax
from fabula.lexicon.given_names import is_given_name
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import HE, SHE, THEY, noun_gender
from fabula.lexicon.titles import PARTICLES, SPELLINGS, titles
from fabula.reading.disjoint import disjoint_from
from fabula.reading.name_clusters import Seed, cluster
from fabula.reading.name_forms import Form, NameForm, known_given_names, known_surnames, singular, takes_surname
from fabula.schema import table_of, with_columns, zip_columns

PERSON_VERBS = frozenset(
    "say ask reply answer cry think know feel see hear look smile laugh nod turn walk sit stand run want believe "
    "remember wonder exclaim whisper shrug sigh speak tell come go rise enter love hate wish hope".split()
)
FULL_NAME_SHARE = 0.003
NOUN_BESIDE, BY_NOUN = ("compound", "nmod", "amod", "appos"), 2.0  # what "sister" counts, beside a name
PLACE_PREPOSITIONS = frozenset(
    "in at to from near through towards toward into across around outside inside over reach leave".split()
)


def find_cast(syntax: Syntax, names: pa.Table, quote_spans: pa.Table, headed_lines: pa.Table) -> dict[str, pa.Table]:
    """The named entities, most used first, and whom each name in the text names.

    Gives   entities: kind, name, is_named; entity_names: entity, name, count; profiles: gender, confidence;
            names: entity filled in (null for what names no person, place or organisation)
    """
    spans = list(zip_columns(names, "first_token", "last_token"))
    in_quote = syntax.flags(quote_spans)
    forms = _collect_forms(syntax, spans, in_quote, set(headed_lines["head_start"].to_pylist()))
    kinds = _kinds_of(forms)
    groups = [form for form, kind in zip(forms, kinds, strict=True) if kind == "group"]
    sisters = {singular(form.form.words[-1]) for form in groups if form.is_miss}
    seeds = cluster([form for form, kind in zip(forms, kinds, strict=True) if kind == "person"], sisters)
    seeds += [Seed([form], kind) for form, kind in zip(forms, kinds, strict=True) if kind not in ("person", "none")]
    seeds.sort(key=lambda seed: -seed.count)
    return _tables(seeds, names)


def _collect_forms(syntax: Syntax, spans: list[tuple[int, int]], in_quote: list[bool], heads: Set[int]) -> list[Form]:
    forms: dict[NameForm, Form] = {}
    for number, (first, last) in enumerate(spans):
        form = _name_form(syntax, first, last)
        if form is None:
            continue
        record = forms.setdefault(form, Form(form))
        record.surfaces[_surface(syntax, first, last)] += 1
        record.names.append(number)
        record.person += int(syntax.start[first]) in heads
        _weigh_use(syntax, record, first, last, in_quote)
    _note_neighbours(syntax, spans, forms)
    surnames, given_names = known_surnames(forms), known_given_names(forms)
    for form, record in forms.items():
        record.is_surname = takes_surname(form, surnames, given_names)
    return sorted(forms.values(), key=lambda record: -record.count)


def _note_neighbours(syntax: Syntax, spans: list[tuple[int, int]], forms: dict[NameForm, Form]) -> None:
    """Tell each form which other names stand in its sentences: nobody is called Mary and Maria in one breath."""
    form_of = {number: form for form, record in forms.items() for number in record.names}
    by_sentence: dict[int, set[NameForm]] = defaultdict(set)
    for number, form in form_of.items():
        by_sentence[syntax.sentence[spans[number][0]]].add(form)
    for together in by_sentence.values():
        for form in together:
            forms[form].beside.update(other.words[0] for other in together if other != form)


def _surface(syntax: Syntax, first: int, last: int) -> str:
    """The name on one line, with "the" where the text has it: the Hatter."""
    article = "the " if first and syntax.lower[first - 1] == "the" else ""
    return article + syntax.phrase(first, last)


def _name_form(syntax: Syntax, first: int, last: int) -> NameForm | None:
    words = [
        syntax.lower[t].rstrip(".") if len(syntax.text[t]) > 2 else syntax.lower[t] for t in range(first, last + 1)
    ]
    words = [w.rstrip(".") if w.rstrip(".") in titles() else w for w in words if w not in ("-", ".")]
    lead = 0
    while lead < len(words) and words[lead] in titles():
        lead += 1
    rest = tuple(words[lead:])
    own = tuple(word for word in rest if word not in PARTICLES or lead == 0) or rest  # Uncle Al
    if lead == len(words):
        return NameForm((), tuple(words)) if len(words) == 1 else NameForm(tuple(words[:-1]), (words[-1],))
    return NameForm(tuple(SPELLINGS.get(word, word) for word in words[:lead]), own)


def _weigh_use(syntax: Syntax, record: Form, first: int, last: int, in_quote: list[bool]) -> None:
    before = syntax.lower[first - 1] if first else ""
    after = syntax.lower[last + 1] if last + 1 < len(syntax) else ""
    head = last
    verb = syntax.head[head]
    if before == "the" and syntax.tag[last] == "NNPS":
        record.plural += 1
    if syntax.dep[head] == "nsubj" and syntax.pos[verb] in ("VERB", "AUX"):
        record.person += 1.0 if syntax.lemma[verb] in PERSON_VERBS else 0.4
    elif after in ("said", "asked", "replied", "cried", "answered", "exclaimed", "whispered") or before in (
        "said",
        "cried",
        "replied",
    ):
        record.person += 1.0
    if before in PLACE_PREPOSITIONS:
        record.place += 1.0 if before in ("in", "into", "near", "across", "leave", "reach", "through") else 0.4
    if syntax.dep[head] in ("amod", "compound", "nmod") and verb != head and not record.form.titles:
        record.other += 1.0
    if is_introduction(syntax, first, last):
        record.person += 1.0
    if in_quote[first] and is_address(syntax, first, last):
        record.person += 1.0
        record.addressed += 1
    if after == "'s" and last + 2 < len(syntax):
        record.person += 0.3
    _weigh_nouns(syntax, record, last)
    _weigh_gender(syntax, record, last, in_quote)


def _weigh_nouns(syntax: Syntax, record: Form, last: int) -> None:
    """What a noun beside a name says that its bearer is: Tom's sister, Jess; her uncle Ted; Femi was his son."""
    head, dep = syntax.head[last], syntax.dep[last]
    beside = [child for child in syntax.children[last] if syntax.dep[child] in NOUN_BESIDE]
    if dep == "appos":
        beside.append(head)
    elif dep in SUBJECTS and syntax.lemma[head] == "be":
        beside += [child for child in syntax.children[head] if syntax.dep[child] == "attr"]
    genders = {noun_gender(syntax.lemma[noun].lower()) for noun in beside if not syntax.text[noun][0].isupper()}
    record.man += BY_NOUN * ("man" in genders)
    record.woman += BY_NOUN * ("woman" in genders)


def _weigh_gender(syntax: Syntax, record: Form, last: int, in_quote: list[bool]) -> None:
    """The first he, she or they after a name that may mean its bearer, if no other person comes between."""
    if in_quote[last]:
        return
    for token in range(last + 1, min(last + 20, len(syntax))):
        if in_quote[token] or syntax.paragraph[token] != syntax.paragraph[last]:
            return
        lower = syntax.lower[token]
        if syntax.pos[token] == "PROPN" or (syntax.pos[token] == "NOUN" and lower in _people()):
            return
        if lower in HE or lower in SHE or lower in THEY:
            weight = _weight_of_pronoun(syntax, last, token)
            if lower in HE:
                record.man += weight
            elif lower in SHE:
                record.woman += weight
            elif syntax.dep[last] == "nsubj":
                record.neutral += weight
            return


def _weight_of_pronoun(syntax: Syntax, name: int, pronoun: int) -> float:
    """How much the first pronoun after a name tells of its bearer.

    In stories of ours and LitBank's train documents it means the bearer in 97 to 100 of 100 after "said Anne", in 92
    to 95 where Anne acts and then "her" or, in the next sentence, "she" stands, in 70 to 84 elsewhere; where grammar
    parts the two (Anne saw him, Anne was his sister) it means another.
    """
    is_subject, is_doing = syntax.dep[name] == "nsubj", syntax.dep[pronoun] in SUBJECTS
    is_own = syntax.tag[pronoun] == "PRP$" or syntax.lower[pronoun].endswith("self")
    is_next = syntax.sentence[pronoun] != syntax.sentence[name]
    verb = syntax.head[name]
    if (is_subject and not (is_next or is_own or is_doing)) or pronoun in disjoint_from(syntax, name):
        return 0.0
    if is_subject and verb < name and syntax.lemma[verb] in word_list("speech_verbs", "speech"):
        return 2.5
    if is_subject:
        return 2.0 if is_next == is_doing else 1.0
    return 0.8 if is_own or is_doing else 0.2


@cache
def _people() -> frozenset[str]:
    lists = ("male_nouns", "female_nouns", "neutral_nouns", "group_nouns", "kin")
    return frozenset().union(*(word_list("people", name) for name in lists))


def _kinds_of(forms: list[Form]) -> list[str]:
    """The kind of each form, ``none`` for what is no entity.

    A full name that shares a person's name is a person's, and so is the given name of one: May, of May Welland.
    """
    surnames = known_surnames(form.form for form in forms)
    kinds = ["group" if _is_family(form, surnames) else _kind_of(form) for form in forms]
    people = [form.form for form, kind in zip(forms, kinds, strict=True) if kind == "person"]
    alone = {form.words[0] for form in people if len(form.words) == 1}
    given = {name for name in known_given_names(people) if is_given_name(name)}

    def is_somebody(words: tuple[str, ...]) -> bool:
        return (len(words) == 2 and not alone.isdisjoint(words)) or (len(words) == 1 and words[0] in given)

    return [
        "person" if kind == "none" and is_somebody(form.form.words) else kind
        for form, kind in zip(forms, kinds, strict=True)
    ]


def _is_family(form: Form, surnames: frozenset[str]) -> bool:
    """The Lucases, the Miss Steeles: a known surname in the plural."""
    is_several = form.plural > 0 or form.surface.startswith("the ")
    return is_several and form.form.words[-1] not in surnames and singular(form.form.words[-1]) in surnames


def _kind_of(form: Form) -> str:
    words = form.form.words
    if form.form.titles:
        return "group" if form.plural > form.count / 2 else "person"
    if form.plural > form.count / 3 and words[-1].endswith("s"):
        return "group"
    if (words[-1] in word_list("places", "place_words") and len(words) > 1) or (
        set(words) & word_list("places", "gazetteer") and len(words) == 1
    ):
        return "place"
    if words[-1] in word_list("places", "organisation_words") and (len(words) > 1 or form.surface.startswith("the ")):
        return "organisation"
    person = form.person + (2.0 if is_given_name(words[0]) else 0.0) + (1.5 if words[0] in titles() else 0.0)
    person += min(form.man + form.woman, 3.0) / 2
    if len(words) == 1 and (words[0] in word_list("people", "not_names") or words[0] in PARTICLES):
        return "none"
    if form.other > 0.6 * form.count and person < 1.5 + 0.15 * form.count:
        return "none"
    if person >= 1.0 and person >= form.place:
        return "person"
    if form.place >= 0.25 * form.count and form.place > person:
        return "place"
    return "person" if person >= 0.1 * form.count and person > 0.3 else "none"


def _tables(seeds: list[Seed], names: pa.Table) -> dict[str, pa.Table]:
    entity_of = [-1] * len(names)
    rows = []
    for entity, seed in enumerate(seeds):
        for form in seed.forms:
            rows += [(entity, surface, count) for surface, count in form.surfaces.most_common()]
            for number in form.names:
                entity_of[number] = entity
    genders = [seed.gender_and_confidence if seed.kind == "person" else ("unknown", 0.0) for seed in seeds]
    return {
        "entities": table_of(
            "entities",
            {
                "kind": [seed.kind for seed in seeds],
                "name": [_display_name(seed) for seed in seeds],
                "is_named": [True] * len(seeds),
            },
        ),
        "entity_names": table_of(
            "entity_names",
            {
                "entity": [e for e, _, _ in rows],
                "name": [n for _, n, _ in rows],
                "count": [c for _, _, c in rows],
            },
        ),
        "profiles": table_of(
            "profiles",
            {
                "gender": [g for g, _ in genders],
                "confidence": [c for _, c in genders],
                "is_narrator": [False] * len(genders),
            },
        ),
        "names": with_columns("names", names, {"entity": entity_of}),
    }


def _display_name(seed: Seed) -> str:
    """The fullest form that the text uses at least twice, without a title where it has one; else the most used."""
    seen_twice = [f for f in seed.forms if f.count >= 2 and not f.surface.isupper()] or seed.forms
    full = [f for f in seen_twice if len(f.form.words) >= 2 and not f.form.has_husbands_name]
    if full and max(f.count for f in full) >= FULL_NAME_SHARE * seed.count:
        best = max(full, key=lambda f: (not f.form.titles, f.count))
    else:
        best = max(seen_twice, key=lambda f: (f.count, len(f.surface)))
    return re.sub(r"\s+", " ", best.surface)
