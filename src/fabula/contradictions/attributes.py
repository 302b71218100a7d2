"""What is said of one person and cannot go together.

The problem. Eyes do not change, hair may be dyed, years pass, a beard is shaved off:
    Mairi had a plait and grey eyes. ... Her brown eyes did not leave the envelope.
Two facts (``facts.py``) of one person and one thing contradict each other if their values exclude each other and no
word around them or between them says why. Where each value is told again and again, or there are three, two people
have been taken for one, and nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from fabula.contradictions.contradiction import Contradiction
from fabula.contradictions.cues import ALIKE, SAME_JOBS
from fabula.contradictions.facts import facts_of
from fabula.contradictions.lives import MODELS
from fabula.contradictions.names import are_nearly_one
from fabula.contradictions.pages import Pages
from fabula.contradictions.parsing import RARE, Fact
from fabula.contradictions.ways import HABITS, KIN_ALIVE
from fabula.language.times import expressions_in
from fabula.lexicon.given_names import are_forms_of_one

AROUND = 150  # letters around a passage in which a reason may stand
READ_BETWEEN = 8_000  # letters between two passages that are looked through for a reason
SAME_KIN = (
    {"uncle", "cousin"},
    {"godfather", "uncle"},
    {"godmother", "aunt"},
    {"fiancé", "husband"},
    {"fiancée", "wife"},
)
SAME_TIME = 20_000  # letters of a story in which nobody ages by two years unless it says so
TOLD_OFTEN = 2
NEAR, FAR = 0.75, 0.6
FAR_APART = 60_000  # letters
DATES = re.compile(r"\b1\d\d\d\b|\b20\d\d\b|\byears? later\b")
TIME_PASSES = re.compile(
    r"\b(years?|months|birthday|grew|grown|winters?|summers?|springs?|autumns?|later|now|by then|since|turned|"
    r"anniversary)\b"
)
AGES = re.compile(
    r"\b(years? (later|passed|after|on|went|had passed)|birthday|grew up|grown|by then|winters|summers)\b"
)
"""Words in a short story that say that somebody grows older."""
LASTING = frozenset(("eyes", "handedness", "kicking foot", "brothers and sisters", "birthplace", "birthday", "age"))
ANYWHERE = r"twins?|photograph|disguise\w*|fake|costume|lied (to|about)|liars?|(a|that) lie"
MIRRORED = r"(?<!without a )mirror\w*|reflection|looking-?glass"
PRETENDED = r"pretend\w*"  # of what cannot be seen
DREAMT = r"dream\w*|dreamt"  # in the sentence itself
BY_PASSAGES = {
    "eyes": r"lens(es)?|contact lens\w*|changed (colou?r|from|to)|magic\w*|glamour",
    "job": r"became|become|retired|used to be|trained|promoted|quit|formerly|once a|new job|studied|"
    r"apprentice\w*|wanted to|hoped to",
    "height": r"heels|beside|stilts",
    "brothers and sisters": r"(half|step)[- ]?(brother|sister)s?|foster|adopt\w*|in-law|born|a baby|nuns?|"
    r"convent|monks?|comrade|like a|church",
    "handedness": r"accident|practi[sc]\w*|both hands|either hand|broke\w*",
    "side": r"other (arm|hand|leg|ear|eye|cheek|foot|side|knee|shoulder)|both",
    "number of eye": r"opened one|one of (his|her)|patch",
    "number of arm": r"wooden|hook|hospital|new|artificial",
    "number of leg": r"wooden|peg|artificial|new",
    "mother": r"step-?mother|adoptive|foster|ghost|dream\w*|memory|grave|photograph|letter|portrait|once|in-law",
    "father": r"step-?father|adoptive|foster|ghost|dream\w*|memory|grave|photograph|letter|portrait|once|in-law|priest",
    "wife": r"ghost|dream\w*|memory|grave|photograph|letter|portrait|once|second|new|married",
    "husband": r"ghost|dream\w*|memory|grave|photograph|letter|portrait|once|second|new|married",
    "name of": r"first (wife|husband)|second (wife|husband)|step\w*|ex|late|former|new|foster|adopt\w*|call(s|ed) "
    "(him|her)",
    "birthday": r"saint|name-day|party",
    "takes": r"until (that|then|now|tonight|the day|he|she)|except|tried|forgot\w*|pretend\w*",
}
"""What a fact is of, up to its first words -> words beside a passage that say why it is otherwise elsewhere."""
TAKEN_UP = r"first time|by mistake|lapse\w*|g[ai]ven? (in|up)|gave (in|up)|anymore|any more|since then|for once"
BETWEEN = {
    "hair": r"dye\w*|bleach\w*|peroxide|henna\w*|wigs?|tint\w*|colou?red|shaved|sun-bleached|powder\w*",
    "beard: some": r"shav\w*|razor|barber",
    "beard: none": r"grew|grown?|growing|glue\w*|months|weeks|stubble",
    "marriage": r"marr\w+|wed\w*|bride|groom|engage\w*|propos\w*|honeymoon|divorc\w*|widow\w*|future|ex",
    "eats": TAKEN_UP,
    "drinks": TAKEN_UP,
    "smokes": TAKEN_UP,
    "takes": TAKEN_UP,
    "speaks": r"learn(ed|t|ing)?|taught|lessons?|studied|years",
    "has a": r"born|birth|baby|adopt\w*|pregnan\w*|step\w*|expect\w*|foster",
    "number of": r"lost|dead|died|born|birth|baby|killed|buried|other|another|adopt\w*|step|expect\w*|"
    r"pregnan\w*|left|grew",
    "years married": r"years (later|passed|went)",
    "head": r"wig\w*|grew|grown|false|toupee|shav\w*|cut|scissors|barber|months|years",
    "height": r"grew|grown|years",
    "build": r"lost|thinner|fatter|ill|starv\w*|months|years|gained|wasted|grown",
    "able": r"learn(ed|t|ing)?|taught|teach\w*|lessons?|first time|tr(y|ied|ying) to|instruct\w*",
    "handedness": r"learn\w* to (write|use|do)|taught (him|her|my)self|stroke|ambidext\w*",
    "kicking foot": r"either foot|both feet",
}
"""What a fact is of, with its first value -> words anywhere between the passages that say so."""


def attribute_contradictions(pages: Pages) -> Iterator[Contradiction]:
    """Facts of one person that exclude each other."""
    facts: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in facts_of(pages):
        if fact.entity in pages.namesakes:
            continue
        if fact.entity < 0 or pages.story.column("entities", "kind")[fact.entity] == "person":
            facts[fact.entity, fact.what].append(fact)
    found: set[str] = set()
    told: list[set[int]] = []  # sentences of a pair, which may not fit in two ways
    for own in facts.values():
        pair = _pair(pages, sorted(set(own), key=lambda fact: fact.token))
        sentences = {pages.syntax.sentence[one.token] for one in pair or ()}
        if pair is not None and sentences not in told:
            told.append(sentences)
            found.add(pair[0].what)
            yield _contradiction(pages, *pair)
    if pages.is_short:
        for pair in _of_one_person(pages, facts, found):
            yield _contradiction(pages, *pair)


def _of_one_person(
    pages: Pages, facts: dict[tuple[int, str], list[Fact]], found: set[str]
) -> Iterator[tuple[Fact, Fact]]:
    """Of what few people have, two facts of people who may be one: one of them has no name."""
    for what in sorted({what for _, what in facts if what.startswith(RARE)} - found):
        owners = [entity for entity, of in facts if of == what]
        own = sorted({fact for entity in owners for fact in facts[entity, what]}, key=lambda fact: fact.token)
        if len([entity for entity in owners if entity in pages.named]) > 1 or len(set(owners) - {-1}) > 2:
            continue
        genders = {pages.gender[entity] for entity in owners if entity in pages.gender}
        pair = _pair(pages, own) if len(genders) < 2 else None
        if pair is not None:
            yield pair


def _pair(pages: Pages, facts: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """Two facts that exclude each other without a reason, if it is not two people who are told of."""
    tokens = defaultdict[str, set[int]](set)
    for fact in facts:
        tokens[fact.value].add(pages.syntax.sentence[fact.token])
    is_of_two = len(tokens) > 2 or min(map(len, tokens.values())) > TOLD_OFTEN
    if is_of_two and facts[0].what not in ("age", "brothers and sisters"):
        return None
    for place, second in enumerate(facts):
        for first in facts[:place]:
            if _exclude(pages, first, second) and not _has_reason(pages, first, second):
                return first, second
    return None


def _exclude(pages: Pages, first: Fact, second: Fact) -> bool:
    """Whether two facts of one person and one thing cannot both be."""
    if first.value == second.value or pages.syntax.sentence[first.token] == pages.syntax.sentence[second.token]:
        return False
    values = {first.value, second.value}
    if not _is_one_witness(pages, first, second):
        return False
    if first.what in ALIKE:
        return values not in ALIKE[first.what]
    if first.what == "make of car":
        return not any(values <= same for same in MODELS)
    if first.what.startswith("years: "):
        return abs(int(first.value) - int(second.value)) > 1
    if first.what == "job":
        return not any(values <= same for same in SAME_JOBS)
    if first.what == "brothers and sisters":
        return "none" in values
    if first.what == "marriage":
        return _is_single(first.value, second.value) or (
            second.value == "never" and first.value.startswith("a ") and pages.quote[first.token] < 0
        )
    if first.what.startswith("able"):
        return first.value == "no"
    if "lost" in values:
        return first.value == "lost"
    if first.what in HABITS or first.what.startswith("takes "):
        return first.value == "never"
    if first.what.startswith("has a "):
        return values == {"no", "yes"}
    if first.what == "nation":
        return values not in ({"english", "british"}, {"scottish", "british"}, {"welsh", "british"})
    if first.what.startswith("speaks ") or first.what == "eyesight":
        return values in ({"no", "yes"}, {"good", "glasses"})
    if first.what not in LASTING and pages.starts[second.token] - pages.starts[first.token] > FAR_APART:
        return False
    if first.what.startswith("name of "):
        return not are_forms_of_one(first.value, second.value) and not are_nearly_one(first.value, second.value)
    if first.what == "head":
        return values in BALD_OR_NOT
    if first.what.startswith("kin: "):
        return not any(values <= same for same in SAME_KIN)
    if first.what in KIN_ALIVE:
        return first.value == "dead" and not pages.layers[second.token]
    if first.what == "years married":
        return abs(int(first.value) - int(second.value)) > 1
    if first.what in ("birthplace", "home"):
        return not _is_within(pages, first.value, second.value)
    if first.what == "age":
        return _ages_exclude(pages, first, second)
    return True


BALD_OR_NOT = (
    {"bald", "thick hair"}, {"bald", "long hair"}, {"bald", "curls"}, {"cropped", "long hair"}, {"cropped", "curls"},
)  # fmt: skip
SEEN = (
    "eyes",
    "hair",
    "beard",
    "height",
    "build",
    "side of",
    "head",
    "number of eye",
    "number of arm",
    "number of leg",
)
"""What everybody can see, so that who says otherwise lies or errs."""


def _is_one_witness(pages: Pages, first: Fact, second: Fact) -> bool:
    """Whether two facts are told by the narration both, said by one person both, or said by somebody of themselves."""
    says = [pages.quote[one.token] for one in (first, second)]
    speakers = {pages.speaker[quote] if quote >= 0 else -1 for quote in says}
    if len(speakers) == 1:
        return True
    return -1 in speakers and not first.what.startswith(SEEN) and speakers <= {-1, first.entity, second.entity}


def _is_single(first: str, second: str) -> bool:
    """Whether somebody single has a wife or husband later, or one who never married has had one."""
    return first in ("single", "never") and (second.startswith("a ") or (first == "never" and second == "once"))


def _is_within(pages: Pages, place: str, other: str) -> bool:
    """Whether a text says that one place lies in another, or may mean so by a list such as "Leith, in Scotland"."""
    near = re.compile(rf"\b({place}\W+(\w+\W+){{0,3}}{other}|{other}\W+(\w+\W+){{0,3}}{place})\b")
    return near.search(pages.story.text) is not None


def _ages_exclude(pages: Pages, first: Fact, second: Fact) -> bool:
    """Whether somebody grows younger, or by years within a stretch in which no years pass."""
    years = int(second.value) - int(first.value)
    start, end = pages.starts[first.token], pages.starts[second.token]
    text = pages.story.text
    words = YEARS if abs(years) > 1 else SEASONS
    passes = any(
        words.search(text[one.start : one.end].lower()) and not SAME.match(text[one.start : one.end].lower())
        for one in expressions_in(text, start, min(end, start + SAME_TIME))
    )
    is_own = first.entity in pages.narrators and pages.quote[first.token] < 0 and pages.quote[second.token] < 0
    if is_own and pages.syntax.tag[_finite(pages, first.token)] != pages.syntax.tag[_finite(pages, second.token)]:
        return False  # "I was twelve then ... I am thirty now"
    if DATES.search(text[start : min(end, start + SAME_TIME)]):
        return False
    if years < 0:
        return not passes and not _looks_back(pages, second.token)
    passing = AGES if pages.is_short else TIME_PASSES
    if passing.search(text[start:end].lower()) and not _says_turned(pages, second):
        return False
    return years > 1 and end - start < SAME_TIME and not passes and not _looks_back(pages, first.token)


YEARS = re.compile(
    r"\b(years?|decades?|age|ages|"
    r"(next|later|following|another|two|three|four|many) (\w+ )?(summer|winter|spring|autumn)s?)\b"
)
SEASONS = re.compile(r"\b(years?|decades?|summers?|winters?|springs?|autumns?|age|ages)\b")
SAME = re.compile(r"(that|this|the same|all|in the same)\b(?!.*\b(later|after|before)\b)")
"""A time in which nobody grows older by years."""


def _finite(pages: Pages, token: int) -> int:
    """The verb of the clause around a word, in whose tense it is told."""
    syntax = pages.syntax
    while syntax.pos[token] not in ("VERB", "AUX") and syntax.head[token] != token:
        token = syntax.head[token]
    return token


def _says_turned(pages: Pages, fact: Fact) -> bool:
    """Whether words right before an age say that somebody turned it: of the time that passes these say nothing more."""
    return "turn" in {pages.syntax.lemma[t] for t in pages.sentence_tokens(fact.token)}


def _looks_back(pages: Pages, token: int) -> bool:
    """Whether a passage stands in a memory, a letter or a tale."""
    return pages.layers[token] not in ("", "call")


def _has_reason(pages: Pages, first: Fact, second: Fact) -> bool:
    """Whether words beside two passages, or between them where they are near, say why they differ."""
    text = pages.story.text.lower()
    start, end = pages.starts[first.token], pages.ends[second.token]
    beside = text[max(start - AROUND, 0) : start + AROUND] + " / " + text[max(end - AROUND, 0) : end + AROUND]
    between = text[pages.ends[first.token] : pages.starts[second.token]] if end - start < READ_BETWEEN else beside
    if first.what.startswith("able"):
        between = re.sub(r"(never|not|n't) (been )?(learn|taught)\w*", "", between)
        between = between.replace(text[start - AROUND : pages.ends[first.token]], "")
    what = f"{first.what}: {first.value}"
    is_seen = not first.what.startswith(("able", "brothers", "marriage", "job", "age"))
    own_words = " / ".join(pages.words_of(pages.span_of(one.token)).lower() for one in (first, second))
    words = ANYWHERE if first.what in ("eyes", "hair") else f"{ANYWHERE}|{PRETENDED}"
    words += f"|{MIRRORED}" if first.what != "head" else ""
    return (is_seen and (_says(DREAMT, own_words) or _says(words, beside))) or any(
        what.startswith(of) and _says(words, place)
        for reasons, place in ((BY_PASSAGES, beside), (BETWEEN, between))
        for of, words in reasons.items()
    )


def _says(words: str, text: str) -> bool:
    return re.search(rf"\b({words})\b", text) is not None


def _contradiction(pages: Pages, first: Fact, second: Fact) -> Contradiction:
    spans = pages.span_of(first.token), pages.span_of(second.token)
    entity = max(first.entity, second.entity)
    name = pages.shown_names[entity] if entity >= 0 else "the narration"
    sure = NEAR if spans[1][0] - spans[0][0] < FAR_APART else FAR
    return Contradiction(
        "attribute",
        pages.character(entity),
        first.what,
        *spans,
        (first.value, second.value),
        sure,
        f"{name}, {first.what}: {first.value} in the one place, {second.value} in the other",
    )
