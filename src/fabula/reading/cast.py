"""One entity for each person, place or group that has a name, whatever forms of the name the text uses.

The problem. Elizabeth is Lizzy to her sisters, Miss Bennet to Mr. Darcy and Miss Eliza to Miss Bingley, while Mr.
Bennet and Jane Bennet share her surname. Full names are seeds; shorter forms join the one seed that they fit:
    Alec -> Alexander Lightwood; Mr. Lightwood -> Robert Lightwood; "the Lightwoods" -> a group.
A father and a son with the same form stay apart only when something in the form tells them apart.
Score: see docs/results.md, `fabula evaluate speakers`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.noun_phrases import left_edge
from fabula.language.syntax import Syntax
from fabula.lexicon.given_names import are_forms_of_one, full_names_of, is_given_name, share_of_men
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_SINGULAR, HE, SHE, THEY, noun_gender, noun_kind
from fabula.lexicon.titles import PARTICLES, titles
from fabula.schema import table_of, with_columns, zip_columns

PERSON_VERBS = frozenset(
    "say ask reply answer cry think know feel see hear look smile laugh nod turn walk sit stand run want believe remember "
    "wonder exclaim whisper shrug sigh speak tell come go rise enter love hate wish hope".split()
)
PLACE_PREPOSITIONS = frozenset("in at to from near through towards toward into across around outside inside over reach leave".split())


@dataclass(frozen=True)
class NameForm:
    """A name taken apart: titles, given names, surname, in lower case."""

    titles: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def has_husbands_name(self) -> bool:
        """Mrs. Newland Archer: the given name is not hers."""
        share = share_of_men(self.words[0])
        return bool(set(self.titles) & {"mrs", "madame", "mme"}) and len(self.words) > 1 and (share is None or share > 0.5)

    @property
    def gender(self) -> str:
        """What the titles say."""
        for title in self.titles:
            if title in word_list("people", "male_titles"):
                return "man"
            if title in word_list("people", "female_titles"):
                return "woman"
        return "unknown"


@dataclass
class _Form:
    """One surface form with what its uses in the text show."""

    surface: str
    form: NameForm
    is_surname: bool = False
    names: list[int] = field(default_factory=list)
    person: float = 0.0
    place: float = 0.0
    other: float = 0.0
    man: float = 0.0
    woman: float = 0.0
    neutral: float = 0.0
    plural: int = 0

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def gender_of_use(self) -> str:
        """What he and she after the name say, when they say it clearly."""
        if self.man + self.woman < 3 or 0.25 < self.man / (self.man + self.woman) < 0.75:
            return "unknown"
        return "man" if self.man > self.woman else "woman"


@dataclass(frozen=True)
class _Unnamed:
    """Somebody who speaks without a name: the noun, a phrase to show, and how often."""

    noun: str
    phrase: str
    count: int

    @property
    def kind(self) -> str:
        return "group" if noun_kind(self.noun, self.noun) == "group" else "person"


@dataclass
class _Seed:
    """A character in the making: the forms that are theirs."""

    forms: list[_Form]
    kind: str = "person"

    @property
    def count(self) -> int:
        return sum(form.count for form in self.forms)

    @property
    def given(self) -> set[str]:
        return {f.form.words[0] for f in self.forms if len(f.form.words) >= 2 and not f.form.has_husbands_name}

    @property
    def surnames(self) -> set[str]:
        return {f.form.words[-1] for f in self.forms if len(f.form.words) >= 2} | {
            f.form.words[0] for f in self.forms if len(f.form.words) == 1 and f.is_surname
        }

    @property
    def titles(self) -> set[str]:
        return {title for f in self.forms for title in f.form.titles}

    @property
    def gender(self) -> str:
        return self.gender_and_confidence[0]

    @property
    def gender_and_confidence(self) -> tuple[str, float]:
        man = sum(f.man for f in self.forms) + sum(3.0 * f.count for f in self.forms if f.form.gender == "man")
        woman = sum(f.woman for f in self.forms) + sum(3.0 * f.count for f in self.forms if f.form.gender == "woman")
        if {f.form.gender for f in self.forms} >= {"man"} and not any(f.form.gender == "woman" for f in self.forms):
            woman = min(woman, man / 4)
        elif any(f.form.gender == "woman" for f in self.forms) and not any(f.form.gender == "man" for f in self.forms):
            man = min(man, woman / 4)
        for form in self.forms:
            share = None if form.is_surname or form.form.has_husbands_name else share_of_men(form.form.words[0])
            if share is not None:
                weight = 2 + (0.3 * form.count if not 0.05 < share < 0.95 else 0.0)
                man, woman = man + weight * share, woman + weight * (1 - share)
        neutral = sum(f.neutral for f in self.forms)
        if neutral >= 3 and neutral > 2 * sum(f.man + f.woman for f in self.forms):
            return "neutral", neutral / (neutral + man + woman)
        total = man + woman
        if total < 1 or 0.35 < man / total < 0.65:
            return "unknown", 0.0
        return ("man" if man > woman else "woman"), max(man, woman) / total

    @property
    def strict_gender(self) -> str:
        """Gender by title alone, or by overwhelming use."""
        for form in self.forms:
            if form.form.gender != "unknown":
                return form.form.gender
        gender, confidence = self.gender_and_confidence
        return gender if confidence > 0.8 else "unknown"


def find_cast(
    syntax: Syntax, names: pa.Table, quote_spans: pa.Table, tags: pa.Table
) -> dict[str, pa.Table]:
    """The named entities, most used first, and whom each name in the text names.

    Gives   entities: kind, name, is_named; entity_names: entity, name, count; profiles: gender, confidence;
            names: entity filled in (null for what names no person, place or organisation)
    """
    spans = list(zip_columns(names, "first_token", "last_token"))
    forms = _collect_forms(syntax, spans, quote_spans)
    seeds = _cluster([form for form in forms if _kind_of(form) == "person"])
    seeds += [_Seed([form], _kind_of(form)) for form in forms if _kind_of(form) in ("group", "place", "organisation")]
    seeds = [seed for seed in seeds if seed.kind != "person" or seed.count >= 1]
    seeds.sort(key=lambda seed: -seed.count)
    unnamed = _unnamed_speakers(syntax, spans, tags)
    tables = _tables(seeds, unnamed, names)
    in_quote = syntax.flags(quote_spans)
    if _is_first_person(syntax, in_quote):
        narrator = _named_narrator(syntax, spans, tables["names"], tables["entities"], tags, quote_spans, in_quote)
        tables = _with_narrator(tables, narrator)
    return tables


def _is_first_person(syntax: Syntax, in_quote: list[bool]) -> bool:
    """Whether somebody in the story tells it: says I outside quotation marks once in a hundred words or more."""
    outside = [word for word, quoted in zip(syntax.lower, in_quote, strict=True) if not quoted]
    return sum(word in FIRST_SINGULAR for word in outside) > 0.008 * len(outside)


def _named_narrator(
    syntax: Syntax,
    spans: list[tuple[int, int]],
    names: pa.Table,
    entities: pa.Table,
    tags: pa.Table,
    quote_spans: pa.Table,
    in_quote: list[bool],
) -> int | None:
    """The narrator by name: whom others call by name next to what "I" say, and whom the narration never names."""
    kinds = entities["kind"].to_pylist()
    entity_of = names["entity"].to_pylist()
    said_by_me = {q for q, s in zip_columns(tags, "quote", "subject_token") if syntax.lower[s] == "i"}
    quote_of = _quote_of_tokens(syntax, quote_spans)
    votes, outside, total = Counter[int](), Counter[int](), Counter[int]()
    for (first, last), entity in zip(spans, entity_of, strict=True):
        if entity is None or kinds[entity] != "person":
            continue
        total[entity] += 1
        outside[entity] += not in_quote[first]
        before = " ".join(syntax.lower[max(first - 3, 0) : first])
        if before.endswith(("name is", "name was", "call me", "called me")) :
            votes[entity] += 2
        if in_quote[first] and is_address(syntax, first, last):
            quote = quote_of[first]
            near = {quote - 1, quote + 1} & said_by_me
            votes[entity] += 0 if quote in said_by_me else len(near)
    candidates = [(n, e) for e, n in votes.items() if outside[e] < 0.6 * total[e] and n >= 2]
    candidates.sort(reverse=True)
    if candidates and (len(candidates) == 1 or candidates[0][0] > 1.3 * candidates[1][0]):
        return candidates[0][1]
    return None


def _quote_of_tokens(syntax: Syntax, quote_spans: pa.Table) -> list[int]:
    quote_of = [-1] * len(syntax)
    for quote, start, end in zip_columns(quote_spans, "quote", "start", "end"):
        for token in syntax.tokens_in(start, end):
            quote_of[token] = quote
    return quote_of


def _with_narrator(tables: dict[str, pa.Table], narrator: int | None) -> dict[str, pa.Table]:
    """The tables with the narrator marked, or added as somebody without a name."""
    entities, profiles = tables["entities"].to_pydict(), tables["profiles"].to_pydict()
    if narrator is None:
        narrator = len(entities["kind"])
        entities = {k: [*v, n] for (k, v), n in zip(entities.items(), ("person", "the narrator", False), strict=True)}
        profiles = {k: [*v, n] for (k, v), n in zip(profiles.items(), ("unknown", 0.0, False), strict=True)}
    profiles["is_narrator"][narrator] = True
    return {**tables, "entities": table_of("entities", entities), "profiles": table_of("profiles", profiles)}


def _unnamed_speakers(syntax: Syntax, spans: list[tuple[int, int]], tags: pa.Table) -> list[_Unnamed]:
    """Those who speak under a common noun ("said the guard"): one for each noun."""
    named = {token for first, last in spans for token in range(first, last + 1)}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for subject in tags["subject_token"].to_pylist():
        if subject in named or syntax.pos[subject] not in ("NOUN", "PROPN"):
            continue
        if noun_kind(syntax.lower[subject], syntax.lemma[subject].lower()) in ("person", "group"):
            phrase = syntax.source[int(syntax.start[left_edge(syntax, subject)]) : int(syntax.end[subject])]
            found[syntax.lower[subject]][" ".join(phrase.split())] += 1
    return [_Unnamed(noun, phrases.most_common(1)[0][0], sum(phrases.values())) for noun, phrases in found.items()]


def _collect_forms(syntax: Syntax, spans: list[tuple[int, int]], quote_spans: pa.Table) -> list[_Form]:
    forms: dict[NameForm, _Form] = {}
    surfaces: dict[NameForm, Counter[str]] = defaultdict(Counter)
    in_quote = syntax.flags(quote_spans)
    for number, (first, last) in enumerate(spans):
        form = _name_form(syntax, first, last)
        if form is None:
            continue
        record = forms.setdefault(form, _Form("", form))
        surfaces[form][" ".join(syntax.source[int(syntax.start[first]) : int(syntax.end[last])].split())] += 1
        record.names.append(number)
        _weigh_use(syntax, record, first, last, in_quote)
    surnames = _known_surnames(list(forms))
    for form, record in forms.items():
        record.is_surname = _takes_surname(form, surnames)
        record.surface = surfaces[form].most_common(1)[0][0]
    return sorted(forms.values(), key=lambda record: -record.count)


def _known_surnames(forms: list[NameForm]) -> frozenset[str]:
    full = {form.words[-1] for form in forms if len(form.words) >= 2}
    after_title = {form.words[0] for form in forms if len(form.words) == 1 and set(form.titles) & {"mr", "mister", "mrs"}}
    return frozenset(full | after_title)


def _name_form(syntax: Syntax, first: int, last: int) -> NameForm | None:
    words = [syntax.lower[t].rstrip(".") if len(syntax.text[t]) > 2 else syntax.lower[t] for t in range(first, last + 1)]
    words = [w.rstrip(".") if w.rstrip(".") in titles() else w for w in words if w not in ("-", ".")]
    lead = 0
    while lead < len(words) and words[lead] in titles():
        lead += 1
    own = tuple(w for w in words[lead:] if w not in PARTICLES or lead == 0)
    if lead == len(words):
        return NameForm((), tuple(words)) if len(words) == 1 else NameForm(tuple(words[:-1]), (words[-1],))
    return NameForm(tuple(words[:lead]), own)


def _takes_surname(form: NameForm, surnames: frozenset[str]) -> bool:
    """Whether a single word after these titles is a surname (Mr. Darcy) and not a given name (Aunt Jane, Sir John).

    ``surnames`` are words known to be surnames from other forms in the book.
    """
    if not form.titles or len(form.words) != 1:
        return False
    last = form.titles[-1]
    if last in ("sir", "aunt", "uncle", "auntie", "cousin", "queen", "king", "prince", "princess", "brother", "sister", "saint", "st",
                "father", "dame", "don", "master", "nurse", "grandfather", "grandmother"):
        return False
    given = is_given_name(form.words[0]) or len(full_names_of(form.words[0])) > 1
    return not (last in ("miss", "lady", "mademoiselle", "mlle", "mistress", "madame", "signorina") and given and form.words[0] not in surnames)


def _weigh_use(syntax: Syntax, record: _Form, first: int, last: int, in_quote: list[bool]) -> None:
    before = syntax.lower[first - 1] if first else ""
    after = syntax.lower[last + 1] if last + 1 < len(syntax) else ""
    head = last
    verb = syntax.head[head]
    if before == "the" and syntax.tag[last] == "NNPS":
        record.plural += 1
    if syntax.dep[head] == "nsubj" and syntax.pos[verb] in ("VERB", "AUX"):
        record.person += 1.0 if syntax.lemma[verb] in PERSON_VERBS else 0.4
    elif after in ("said", "asked", "replied", "cried", "answered", "exclaimed", "whispered") or before in ("said", "cried", "replied"):
        record.person += 1.0
    if before in PLACE_PREPOSITIONS:
        record.place += 1.0 if before in ("in", "into", "near", "across", "leave", "reach", "through") else 0.4
    if syntax.dep[head] in ("amod", "compound", "nmod") and verb != head and not record.form.titles:
        record.other += 1.0
    if in_quote[first] and is_address(syntax, first, last):
        record.person += 1.0
    if after == "'s" and last + 2 < len(syntax):
        record.person += 0.3
    _weigh_gender(syntax, record, last, in_quote)


def _weigh_gender(syntax: Syntax, record: _Form, last: int, in_quote: list[bool]) -> None:
    """The first he, she or they after a name that may mean its bearer, if no other person comes between."""
    if in_quote[last]:
        return
    is_subject = syntax.dep[last] == "nsubj"
    for token in range(last + 1, min(last + 20, len(syntax))):
        if in_quote[token] or syntax.paragraph[token] != syntax.paragraph[last]:
            return
        lower = syntax.lower[token]
        if syntax.pos[token] == "PROPN" or (syntax.pos[token] == "NOUN" and lower in _people()):
            return
        if lower in HE or lower in SHE or lower in THEY:
            same_clause = syntax.sentence[token] == syntax.sentence[last]
            if same_clause and is_subject and syntax.tag[token] != "PRP$" and syntax.dep[token] not in ("nsubj", "nsubjpass") \
                    and not lower.endswith("self"):
                return
            weight = (1.0 if is_subject else 0.3) * (1.0 if syntax.dep[token] in ("nsubj", "nsubjpass") or lower.endswith("self") else 0.5)
            if lower in HE:
                record.man += weight
            elif lower in SHE:
                record.woman += weight
            elif is_subject:
                record.neutral += weight
            return


@cache
def _people() -> frozenset[str]:
    lists = ("male_nouns", "female_nouns", "neutral_nouns", "group_nouns", "kin")
    return frozenset().union(*(word_list("people", name) for name in lists))


def _kind_of(form: _Form) -> str:
    words = form.form.words
    if form.form.titles:
        return "group" if form.plural > form.count / 2 else "person"
    if form.plural > form.count / 3 and words[-1].endswith("s"):
        return "group"
    if words[-1] in word_list("places", "place_words") and len(words) > 1 or set(words) & word_list("places", "gazetteer") and len(words) == 1:
        return "place"
    if words[-1] in word_list("places", "organisation_words") and len(words) > 1:
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


def _cluster(forms: list[_Form]) -> list[_Seed]:
    """Seeds from full names, then shorter forms joined to the seed they fit."""
    full = [f for f in forms if len(f.form.words) >= 2]
    titled = [f for f in forms if len(f.form.words) == 1 and f.form.titles]
    bare = [f for f in forms if len(f.form.words) == 1 and not f.form.titles]
    seeds: list[_Seed] = []
    for form in full:
        home = next((s for s in seeds if _is_same_full_name(s, form)), None)
        if home is None:
            seeds.append(_Seed([form]))
        else:
            home.forms.append(form)
    maidens = {f.form.words[0] for f in titled if f.is_surname and f.form.titles[-1] in ("miss", "mademoiselle", "mlle")}
    for form in sorted(titled, key=lambda f: not f.is_surname):
        home = _home_of_titled(form, seeds, maidens)
        if home is None:
            seeds.append(_Seed([form]))
        else:
            home.forms.append(form)
    for form in bare:
        home = _home_of_bare(form, seeds)
        if home is None:
            seeds.append(_Seed([form]))
        else:
            home.forms.append(form)
    return seeds


def _clash(first: str, second: str) -> bool:
    return "unknown" not in (first, second) and first != second


def _is_same_full_name(seed: _Seed, form: _Form) -> bool:
    """The same surname with forms of one given name, and no title that contradicts."""
    for other in seed.forms:
        if other.form.words[-1] != form.form.words[-1] or len(other.form.words) < 2:
            continue
        if form.form.has_husbands_name != other.form.has_husbands_name:
            continue
        given, other_given = form.form.words[0], other.form.words[0]
        same = are_forms_of_one(given, other_given) or (
            min(len(given.rstrip(".")), len(other_given.rstrip("."))) == 1 and given[0] == other_given[0]
        )
        if same and not _clash(_Seed([form]).strict_gender, seed.strict_gender):
            return not ({"mrs", "miss"} <= set(form.form.titles) | set(other.form.titles))
    return False


def _home_of_titled(form: _Form, seeds: list[_Seed], maidens: set[str]) -> _Seed | None:
    """The seed that a title with one word belongs to; ``maidens`` are surnames that the text uses after Miss."""
    word = form.form.words[0]
    gender = form.form.gender
    compatible = [s for s in seeds if s.kind == "person" and not _clash(gender, s.strict_gender)]
    if not form.is_surname:
        same_given = [s for s in compatible if any(are_forms_of_one(word, g) for g in s.given)]
        if same_given:
            return max(same_given, key=lambda s: (bool(s.titles & set(form.form.titles)), s.count))
        same_word = [s for s in compatible if any(f.form.words == (word,) for f in s.forms)]
        return same_word[0] if same_word else None
    bearers = [s for s in compatible if word in s.surnames]
    same_title = [s for s in bearers if set(form.form.titles) & s.titles]
    if same_title:
        return max(same_title, key=lambda s: s.count)
    last_title = form.form.titles[-1]
    if last_title in ("mrs", "madame", "mme", "lady"):
        women = [s for s in bearers if s.strict_gender == "woman"]
        married = [s for s in women if not s.titles & {"miss", "mademoiselle"}]
        if len(married) != 1 or married[0].count < 2 or (word in maidens and len(women) == 1):
            return None
        return married[0]
    if last_title in ("miss", "mademoiselle"):
        bearers = [s for s in bearers if not s.titles & {"mrs", "madame", "lady"} and s.strict_gender != "man"]
        eldest = [s for s in bearers if not _is_called_miss_with_given_name(s)] or bearers
        return max(eldest, key=lambda s: s.count) if eldest else None
    if last_title in ("mr", "mister"):
        bearers = [s for s in bearers if s.strict_gender != "woman"]
        return bearers[0] if len(bearers) == 1 else None
    bearers = [s for s in bearers if not s.titles & {"miss", "mrs"} and not _is_mister_too(s, form)]
    return max(bearers, key=lambda s: s.count) if bearers else None


def _is_mister_too(seed: _Seed, form: _Form) -> bool:
    """Dr. Craven beside Mr. Craven, both often: two people."""
    mister = sum(f.count for f in seed.forms if "mr" in f.form.titles)
    return mister >= 5 and form.count >= 5 and form.form.titles[-1] in ("dr", "doctor")


def _is_called_miss_with_given_name(seed: _Seed) -> bool:
    """As younger sisters are: Miss Elizabeth beside Miss Bennet, who is Jane."""
    return any(f.form.titles == ("miss",) and (len(f.form.words) > 1 or not f.is_surname) for f in seed.forms)


def _home_of_bare(form: _Form, seeds: list[_Seed]) -> _Seed | None:
    word = form.form.words[0]
    gender = _Seed([form]).strict_gender if form.count > 2 else "unknown"
    compatible = [s for s in seeds if s.kind == "person" and not _clash(gender, s.strict_gender)]
    if word in titles():
        holders = [s for s in compatible if word in s.titles]
        return max(holders, key=lambda s: s.count) if holders and sum(s.count > 5 for s in holders) <= 1 else None
    by_given = [s for s in compatible if word in s.given | _lone_given(s)]
    used_as = form.gender_of_use
    by_surname = [s for s in seeds if s.kind == "person" and word in s.surnames and not _clash(used_as, s.strict_gender)]
    as_given = sum(_uses_as_given(s, word) for s in by_given)
    as_surname = sum(_uses_as_surname(s, word) for s in by_surname)
    if by_given and as_given >= as_surname:
        return max(by_given, key=lambda s: s.count)
    if by_surname:
        return max(by_surname, key=lambda s: (_bare_surname_rank(s), _uses_as_surname(s, word)))
    by_middle = [s for s in compatible if any(word in f.form.words[1:-1] for f in s.forms if len(f.form.words) > 2)]
    if by_middle:
        return max(by_middle, key=lambda s: s.count)
    by_nickname = [s for s in compatible if any(are_forms_of_one(word, g) for g in s.given | _lone_given(s))]
    best = max(by_nickname, key=lambda s: s.count, default=None)
    return best if best is not None and best.count >= form.count / 2 else None


def _uses_as_given(seed: _Seed, word: str) -> int:
    return sum(f.count for f in seed.forms if f.form.words[0] == word and not f.is_surname)


def _uses_as_surname(seed: _Seed, word: str) -> int:
    return sum(f.count for f in seed.forms if f.form.words[-1] == word and (len(f.form.words) > 1 or f.is_surname))


def _lone_given(seed: _Seed) -> set[str]:
    return {f.form.words[0] for f in seed.forms if len(f.form.words) == 1 and not f.is_surname}


def _bare_surname_rank(seed: _Seed) -> int:
    """A surname alone means a man more often than a woman in older fiction."""
    return {"man": 2, "unknown": 1, "woman": 0}[seed.strict_gender]


def _tables(seeds: list[_Seed], unnamed: list[_Unnamed], names: pa.Table) -> dict[str, pa.Table]:
    entity_of = [-1] * len(names)
    rows = []
    for entity, seed in enumerate(seeds):
        for form in seed.forms:
            rows.append((entity, form.surface, form.count))
            for number in form.names:
                entity_of[number] = entity
    rows += [(len(seeds) + place, someone.phrase, someone.count) for place, someone in enumerate(unnamed)]
    genders = [seed.gender_and_confidence if seed.kind == "person" else ("unknown", 0.0) for seed in seeds]
    genders += [(noun_gender(someone.noun), 0.9 if noun_gender(someone.noun) != "unknown" else 0.0) for someone in unnamed]
    return {
        "entities": table_of("entities", {
            "kind": [seed.kind for seed in seeds] + [someone.kind for someone in unnamed],
            "name": [_display_name(seed) for seed in seeds] + [_with_article(someone.phrase) for someone in unnamed],
            "is_named": [True] * len(seeds) + [False] * len(unnamed),
        }),
        "entity_names": table_of("entity_names", {
            "entity": [e for e, _, _ in rows], "name": [n for _, n, _ in rows], "count": [c for _, _, c in rows],
        }),
        "profiles": table_of("profiles", {
            "gender": [g for g, _ in genders], "confidence": [c for _, c in genders],
            "is_narrator": [False] * len(genders),
        }),
        "names": with_columns("names", names, {"entity": entity_of}),
    }


def _with_article(phrase: str) -> str:
    """"a tall man" as "the tall man"."""
    return re.sub(r"^(?:an?|this|that|one|another)\s+", "the ", phrase, flags=re.IGNORECASE)


def _display_name(seed: _Seed) -> str:
    """The fullest form that is used often enough to be known by."""
    most = max(form.count for form in seed.forms)
    common = [f for f in seed.forms if f.count >= max(2, most * 0.05)] or seed.forms
    best = max(common, key=lambda f: (len(f.form.words) >= 2, f.count, len(f.surface)))
    return re.sub(r"\s+", " ", best.surface)
