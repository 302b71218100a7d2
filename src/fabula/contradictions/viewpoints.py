"""The narration slips into another head, or from "I" to "she".

The problem. A story told through one person suddenly knows what another one thinks; or who tells it is told of:
    Adaeze turned her cup round. Lim watched her, and knew that she had said the wrong thing; she wished that ...
    I make it to the third length. Renny keeps her head down. She has gone out too fast.
What somebody thinks, knows, wishes and feels only they can know. Where a text in the third person does so of one person
throughout, and of another in one paragraph alone, but there repeatedly, it slips. Of an all-knowing narrator nothing is
said. A narrator who says "I" slips where a paragraph names them as the subject, goes on with "she" or "he" and has no
I.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.pages import Pages
from fabula.language.syntax import SUBJECTS
from fabula.lexicon.lists import word_list
from fabula.lexicon.nouns import FIRST_PLURAL, FIRST_SINGULAR, HE, SHE, noun_gender

KNOWING = frozenset(
    "think know wonder remember wish hope believe suppose imagine fear realize realise decide regret dread guess doubt "
    "forget recall sense envy long want mean dream feel hate reflect resent expect suspect pity loathe pray".split()
)
PLAIN_IF_NOT = frozenset("know want mean remember think".split())
NOT = frozenset("not n't n’t never".split())
OF_OTHERS = frozenset(("if", "as", "perhaps", "maybe", "probably", "evidently", "apparently", "must", "may", "might"))
SHOWS = frozenset("seem appear look say ask tell".split())
LEAST_SIGNS = 3  # of another head, in one paragraph
LEAST_OWN = 2  # of the head through which it is told, outside that paragraph
ONE_HEAD = 0.85  # share of such signs in a long text that are of the head of their chapter
OWN_SHARE = 0.75  # of all signs outside the paragraph
MOST_SLIPS = 2
LEAST_SENTENCES = 2
SLIP_OF_HEAD, SLIP_OF_PERSON = 0.65, 0.85


def viewpoint_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Slips of point of view."""
    yield from _other_heads(pages)
    if pages.is_short:
        yield from _said_i(pages)
    told_of = list(_told_of(pages))
    if not told_of and pages.is_short and pages.is_mine:
        told_of = list(_of_nobody_else(pages))
    yield from told_of
    if not told_of and pages.is_short and pages.is_mine and len(pages.narrators) == 1:
        yield from _beside_narrator(pages, *pages.narrators)


def _said_i(pages: Pages) -> Iterator[Contradiction]:
    """The one paragraph of a story in the third person in which who it is told through says I."""
    syntax = pages.syntax
    subjects: dict[int, list[int]] = defaultdict(list)
    for token in pages.tokens_told():
        if syntax.lower[token] in FIRST_SINGULAR and pages.layers[token] in ("", "memory"):
            subjects[syntax.paragraph[token]].append(token)
    if len(subjects) != 1:
        return
    ((paragraph, own),) = subjects.items()
    deeds = [t for t in own if syntax.dep[t] in SUBJECTS and syntax.tag[syntax.head[t]] == "VBD"]
    tokens = pages.paragraph_tokens(paragraph)
    is_told = all(pages.is_told(t) for t in (tokens[0], tokens[-1]))
    is_told &= not {syntax.lower[t] for t in tokens} & {"you", "your", "dear"}
    before = next((t for t in pages.tokens_told() if pages.person(t) >= 0 and syntax.dep[t] in SUBJECTS), -1)
    is_within = 0 <= before < tokens[0] and tokens[-1] < len(syntax) - 1
    row = pages.narration_row(pages.starts[before])
    is_third = pages.story.column("narration", "person")[row] == "third"
    if len(deeds) >= LEAST_SIGNS - 1 and is_told and is_within and is_third:
        focal = int(pages.story.column("narration", "focal")[row])
        start = pages.span_of(before)[0]
        slip = (pages.starts[tokens[0]], pages.ends[tokens[-1]])
        name = pages.shown_names[focal] if focal >= 0 else "somebody"
        yield Contradiction(
            "point of view",
            pages.character(focal),
            "grammatical person",
            (start, slip[0]),
            slip,
            (name, "I"),
            SLIP_OF_PERSON,
            f"told of {name} and others, this paragraph says I",
        )


def _beside_narrator(pages: Pages, narrator: int) -> Iterator[Contradiction]:
    """The one paragraph in which who says I knows what goes on in somebody else, again and again."""
    syntax = pages.syntax
    others: dict[int, list[int]] = defaultdict(list)
    for paragraphs in _by_chapter(pages).values():
        for paragraph, signs in paragraphs.items():
            for entity, token in signs:
                first = {t for t in pages.sentence_tokens(token) if syntax.lower[t] in FIRST_SINGULAR | FIRST_PLURAL}
                is_near = any(abs(t - token) < SEEN and pages.quote[t] < 0 for t in first)
                if entity != narrator and not is_near and pages.layers[token] == "" and _is_other(pages, token):
                    others[paragraph].append(token)
    many = [tokens for tokens in others.values() if len(tokens) >= LEAST_SIGNS - 1]
    if len(many) == 1 and len(others) <= MOST_SLIPS:
        (tokens,) = many
        own = next((t for t in pages.tokens_told() if syntax.lower[t] in FIRST_SINGULAR), tokens[0])
        entity = pages.person(pages.subject(tokens[0]))
        if own < tokens[0] and entity >= 0:
            yield _contradiction(pages, own, tokens, narrator, entity)


def _of_nobody_else(pages: Pages) -> Iterator[Contradiction]:
    """Paragraphs without an I that tell of a "she" or "he" where nobody of that gender has been told of before."""
    syntax = pages.syntax
    told = list(pages.tokens_told())
    by_paragraph: dict[int, list[int]] = defaultdict(list)
    for token in told:
        by_paragraph[syntax.paragraph[token]].append(token)
    own = next((t for t in told if syntax.lower[t] in FIRST_SINGULAR), -1)
    seen: set[str] = set()
    for tokens in by_paragraph.values():
        words = {syntax.lower[t] for t in tokens}
        subjects = [t for t in tokens if syntax.dep[t] in SUBJECTS and syntax.lower[t] in ("he", "she")]
        genders = {syntax.lower[t] for t in subjects}
        is_led = bool(subjects) and syntax.sentence[subjects[0]] <= syntax.sentence[tokens[0]] + 1
        if is_led and len(subjects) >= LEAST_SENTENCES and len(genders) == 1 and not words & MINE and own < tokens[0]:
            before = [
                t for t in tokens if t < subjects[0] and pages.referents.get(t, (0, 0, "pronoun"))[2] != "pronoun"
            ]
            is_new = len(before) == 1 and _is_only_here(pages, before[0], tokens)
            if own >= 0 and (is_new or (not before and not genders & seen)):
                yield _contradiction_of_person(pages, next(iter(pages.narrators), -1), own, tokens)
                return
        seen |= {gender for t in _paragraph_of(pages, tokens[0]) if (gender := _gender_shown(pages, t))}


def _is_only_here(pages: Pages, name: int, tokens: Sequence[int]) -> bool:
    """Whether a name stands in one paragraph alone, which knows what goes on in whoever has it."""
    entity, _, form = pages.referents[name]
    own = [t for t, (one, _, kind) in pages.referents.items() if one == entity and kind == "proper"]
    is_inside = any(_inside(pages, t) == entity for t in tokens)
    return form == "proper" and pages.syntax.dep[name] in SUBJECTS and own == [name] and is_inside


MINE = FIRST_SINGULAR | FIRST_PLURAL


def _paragraph_of(pages: Pages, token: int) -> range:
    """The tokens of the paragraph around one."""
    return pages.paragraph_tokens(pages.syntax.paragraph[token])


def _gender_shown(pages: Pages, token: int) -> str:
    """He or she, of a pronoun, a noun such as "sister", or a name; empty of others."""
    word = pages.syntax.lower[token]
    if word in HE | SHE:
        return "he" if word in HE else "she"
    known = pages.referents.get(token)
    if known is not None and known[0] not in pages.narrators and pages.gender.get(known[0]):
        return pages.gender[known[0]]
    return {"man": "he", "woman": "she"}.get(noun_gender(pages.syntax.lemma[token]) or "", "")


SEEN = 12  # tokens: what is thought of a narrator so near, the narrator was told


def _is_other(pages: Pages, token: int) -> bool:
    """Whether the subject of a verb is a person, by a name, a noun or he and she."""
    subject = pages.subject(token)
    return pages.person(subject) >= 0 and pages.syntax.lower[subject] not in FIRST_SINGULAR | FIRST_PLURAL | {"you"}


def _other_heads(pages: Pages) -> Iterator[Contradiction]:
    """Paragraphs of another head in chapters told through one person."""
    found = []
    chapters = _by_chapter(pages)
    if not pages.is_short and not _has_one_head_each(chapters.values()):
        return
    least = LEAST_SIGNS - pages.is_short
    for paragraphs in chapters.values():
        own = Counter(entity for signs in paragraphs.values() for entity, _ in signs)
        focal, count = own.most_common(1)[0]
        through = _told_through(pages, paragraphs) if pages.is_short else -1
        focal, is_known = (through, True) if through >= 0 else (focal, count >= LEAST_OWN)
        if not is_known or focal not in pages.named or focal in pages.narrators:
            continue
        for paragraph, signs in paragraphs.items():
            entity, tokens = _head_of(pages, signs)
            others = {one for one, token in signs if one != focal and not pages.layers[token]}
            if entity < 0 and through >= 0 and len(others) == 1:
                (entity,) = others
                tokens = [token for one, token in signs if one == entity]
            is_inner = through < 0 or sum(_is_inner(pages, token) for token in tokens) >= least
            if entity in (-1, focal) or len(tokens) < least or not _is_through(pages, tokens[0], focal) or not is_inner:
                continue
            rest = [one for other, of in paragraphs.items() if other != paragraph for one, _ in of]
            is_one_head = rest.count(focal) >= max(LEAST_OWN, OWN_SHARE * len(rest))
            is_mostly = through >= 0 and rest.count(focal) >= len(rest) - rest.count(focal) and rest.count(entity) < 2
            if (entity not in rest and is_one_head) or is_mostly:
                own_tokens = [token for of in paragraphs.values() for one, token in of if one == focal]
                first = own_tokens[0] if own_tokens else _first_of(pages, focal)
                found.append(_contradiction(pages, first, tokens, focal, entity))
    if len(found) < MOST_SLIPS:
        yield from found


def _is_inner(pages: Pages, verb: int) -> bool:
    """Whether nobody can see what a verb tells: not what somebody wants, was supposed to do, or had felt before."""
    syntax = pages.syntax
    helps = {syntax.lower[t] for t in syntax.children[verb] if t < verb}
    return syntax.lemma[verb] != "want" and not helps & {"had", "'d", "is", "are", "'s", "isn't"}


def _told_through(pages: Pages, paragraphs: Iterable[int]) -> int:
    """Through whom the reading has all of a chapter told by nobody in the story, or -1."""
    rows = {pages.narration_row(pages.starts[pages.paragraph_tokens(paragraph).start]) for paragraph in paragraphs}
    columns = [pages.story.column("narration", name) for name in ("person", "focal")]
    told = {(str(columns[0][row]), int(columns[1][row])) for row in rows}
    person, focal = told.pop()
    return focal if not told and person == "third" else -1


def _first_of(pages: Pages, entity: int) -> int:
    """The first token of the narration that refers to somebody."""
    return next(t for t in sorted(pages.referents) if pages.referents[t][0] == entity and pages.is_told(t))


def _has_one_head_each(chapters: Iterable[dict[int, list[tuple[int, int]]]]) -> bool:
    """Whether chapters are each told through one person: most of what shows somebody's inside shows that of one."""
    heads = [Counter(entity for signs in paragraphs.values() for entity, _ in signs) for paragraphs in chapters]
    return sum(head.most_common(1)[0][1] for head in heads) >= ONE_HEAD * sum(head.total() for head in heads)


def _head_of(pages: Pages, signs: Sequence[tuple[int, int]]) -> tuple[int, list[int]]:
    """Whose inside a paragraph shows: of somebody called by name first, with the words that show it from there on.

    A pronoun after the name is taken for theirs as long as nobody else is named as the subject of such a verb.
    """
    entity, tokens = -1, list[int]()
    for one, token in signs:
        form = pages.referents.get(pages.subject(token), (-1, 0.0, ""))[2]
        if entity >= 0 and one != entity and form != "pronoun":
            break
        is_called = form == "proper" or (form == "common" and pages.is_short)
        if is_called or (entity < 0 and _is_named_before(pages, one, token)):
            entity = one
        if entity >= 0:
            tokens.append(token)
    return entity, tokens


def _is_named_before(pages: Pages, entity: int, token: int) -> bool:
    """Whether the paragraph before a token has somebody by name as a subject, and nobody else."""
    syntax = pages.syntax
    before = range(pages.paragraph_tokens(syntax.paragraph[token]).start, token)
    forms = ("proper", "common") if pages.is_short else ("proper",)
    named = {pages.referents[t][0] for t in before if t in pages.referents and pages.referents[t][2] in forms}
    return named == {entity}


def _is_through(pages: Pages, token: int, focal: int) -> bool:
    """Whether the reading has the stretch around a token told through somebody, by nobody in the story."""
    row = pages.narration_row(pages.starts[token])
    person, through = (pages.story.column("narration", name)[row] for name in ("person", "focal"))
    return row >= 0 and person == "third" and through == focal


def _by_chapter(pages: Pages) -> dict[int, dict[int, list[tuple[int, int]]]]:
    """Chapter -> paragraph -> whose inside is shown, and the words that show it."""
    found: dict[int, dict[int, list[tuple[int, int]]]] = defaultdict(dict)
    for token in pages.tokens_told():
        entity = _inside(pages, token)
        if entity >= 0:
            paragraph = pages.syntax.paragraph[token]
            found[pages.chapter[paragraph]].setdefault(paragraph, []).append((entity, token))
    return found


def _inside(pages: Pages, token: int) -> int:
    """Whose inside a verb shows, or -1."""
    syntax = pages.syntax
    if syntax.lemma[token] == "be" and _is_moved(pages, token):
        return pages.person(pages.subject(token)) if pages.subject(token) >= 0 else -1
    if syntax.lemma[token] not in KNOWING or not syntax.tag[token].startswith("VB") or pages.layers[token] == "letter":
        return -1
    subject = pages.subject(token)
    if subject < 0 or syntax.dep[token] in ("xcomp",):
        return -1
    around = {syntax.lower[t] for t in syntax.children[token]} | {syntax.lower[syntax.head[token]]}
    if syntax.lemma[token] in PLAIN_IF_NOT and around & NOT:
        return -1  # "he did not know", as he says
    if around & OF_OTHERS or syntax.lemma[syntax.head[token]] in SHOWS or _is_asked(pages, token):
        return -1
    return pages.person(subject)


def _is_asked(pages: Pages, verb: int) -> bool:
    """Whether somebody else asks themselves about it: "she could not tell what he thought"."""
    syntax = pages.syntax
    first = min((t for t in (*syntax.children[verb], verb)), default=verb)
    if syntax.dep[verb] not in ("ccomp", "pcomp", "relcl") or syntax.head[verb] > first:
        return False
    return any(syntax.tag[t] in ("WP", "WRB", "WDT") for t in range(first, verb)) or syntax.lower[first] == "whether"


def _is_moved(pages: Pages, verb: int) -> bool:
    """Whether "was" says how somebody feels: ashamed, afraid, glad."""
    states = word_list("inner_life", "states")
    return any(pages.syntax.dep[t] == "acomp" and pages.syntax.lower[t] in states for t in pages.syntax.children[verb])


def _told_of(pages: Pages) -> Iterator[Contradiction]:
    """Paragraphs in which who tells a story is told of."""
    found = []
    for row in range(len(pages.story.tables["narration"])):
        person, narrator, start, end = (
            pages.story.column("narration", name)[row] for name in ("person", "narrator", "start", "end")
        )
        if person == "first" and narrator >= 0:
            found += _slips_of_narrator(pages, int(narrator), int(start), int(end))
    if len(found) <= MOST_SLIPS:
        yield from found


def _slips_of_narrator(pages: Pages, narrator: int, start: int, end: int) -> list[Contradiction]:
    syntax = pages.syntax
    names = _own_names(pages, narrator)
    tokens = [t for t in syntax.tokens_in(start, end) if pages.is_told(t) and pages.layers[t] not in ("letter", "told")]
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for token in tokens:
        by_sentence[syntax.sentence[token]].append(token)
    first_i = next((t for t in tokens if syntax.lower[t] in FIRST_SINGULAR), -1)
    rows = sorted(by_sentence)
    found: list[Contradiction] = []
    for place, row in enumerate(rows):
        named = next((t for t in by_sentence[row] if syntax.text[t] in names and syntax.dep[t] in SUBJECTS), -1)
        if named < 0 or (found and found[-1].second[1] > pages.starts[named]):
            continue
        run = _run_of_third(pages, [by_sentence[other] for other in rows[place:]])
        if len(run) >= LEAST_SENTENCES and 0 <= first_i < named and not _is_anothers(pages, first_i, named):
            found.append(_contradiction_of_person(pages, narrator, first_i, run))
    return found


def _is_anothers(pages: Pages, first: int, named: int) -> bool:
    """Whether after a mark between scenes somebody else says I, in the paragraph that tells of the narrator."""
    kinds = pages.story.column("paragraphs", "kind")
    low, high = (pages.syntax.paragraph[token] for token in (first, named))
    is_parted = any(kinds[row] != "prose" for row in range(low, high)) or pages.chapter[low] != pages.chapter[high]
    return is_parted and any(pages.syntax.lower[t] in MINE and pages.quote[t] < 0 for t in _paragraph_of(pages, named))


def _run_of_third(pages: Pages, sentences: Sequence[Sequence[int]]) -> list[int]:
    """The tokens of sentences without an I, as long as they are of one paragraph and have he or she; one a sentence."""
    syntax = pages.syntax
    run: list[int] = []
    has_third = False
    for tokens in sentences:
        words = {syntax.lower[t] for t in tokens}
        if words & (FIRST_SINGULAR | FIRST_PLURAL) or syntax.paragraph[tokens[0]] != syntax.paragraph[sentences[0][0]]:
            break
        has_third = has_third or bool(words & (HE | SHE))
        run.append(tokens[0])
    return run if has_third else []


def _own_names(pages: Pages, narrator: int) -> set[str]:
    """The given names and surnames of who tells it, as single words.

    A narrator whose name is not known has that of somebody who is called to, and named by the narration only where
    there is no I.
    """
    columns = (pages.story.column("entity_names", name).tolist() for name in ("entity", "name"))
    own = {word for entity, name in zip(*columns, strict=True) if entity == narrator for word in name.split()}
    own = {word for word in own if word[:1].isupper() and word.isalpha() and word != "I"}
    others = {word for entity, name in pages.named.items() if entity != narrator for word in name.split()}
    if own:
        return own - others
    said = {match[1] for match in NAMED.finditer(pages.story.text)} & others
    called = (pages.named[entity] for entity in pages.named if _is_only_called(pages, entity))
    return said | {word for name in called for word in name.split()}


NAMED = re.compile(r"\b(?:[Mm]y name is|[Mm]y name's|[Cc]all me|I am called|I'm|I am) ([A-Z]\w+)")


def _is_only_called(pages: Pages, entity: int) -> bool:
    """Whether somebody's name is called out in speech, and stands in a single paragraph of the narration, without I."""
    syntax = pages.syntax
    tokens = [token for token, (one, _, form) in pages.referents.items() if one == entity and form == "proper"]
    told = {syntax.paragraph[token] for token in tokens if pages.quote[token] < 0}
    return len(told) == 1 and any(_is_called(pages, token) for token in tokens if pages.quote[token] >= 0)


def _is_called(pages: Pages, token: int) -> bool:
    """Whether a name stands between marks, as in a call: "Of course, Jo." """
    text = pages.syntax.text
    before, after = text[token - 1] if token else "", text[token + 1] if token + 1 < len(text) else ""
    return not before[-1:].isalnum() and not after[:1].isalnum()


def _contradiction(pages: Pages, first: int, tokens: Sequence[int], focal: int, entity: int) -> Contradiction:
    names = (pages.shown_names[focal], pages.shown_names[entity])
    paragraph = pages.syntax.paragraph[tokens[0]]
    before = (pages.span_of(first)[0], int(pages.story.column("paragraphs", "start")[paragraph]))
    chapter = pages.chapter[paragraph]
    start = int(pages.story.column("chapters", "heading_end")[chapter])
    return Contradiction(
        "point of view",
        pages.character(entity),
        "whose head",
        (min(start, before[1]), before[1]) if first < tokens[0] else pages.span_of(first),
        (pages.span_of(tokens[0])[0], pages.span_of(tokens[-1])[1]),
        names,
        SLIP_OF_HEAD,
        f"told through {names[0]}, this paragraph knows what goes on in {names[1]}",
    )


def _contradiction_of_person(pages: Pages, narrator: int, first: int, run: Sequence[int]) -> Contradiction:
    name = pages.shown_names[narrator] if narrator >= 0 else "the narrator"
    start = pages.span_of(first)[0]
    slip = (pages.starts[run[0]], pages.ends[pages.sentence_tokens(run[-1])[-1]])
    return Contradiction(
        "point of view",
        pages.character(narrator),
        "grammatical person",
        (start, slip[0]),
        slip,
        ("I", name),
        SLIP_OF_PERSON,
        f"{name} says I, and is told of by name here",
    )
