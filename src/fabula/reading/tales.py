"""Tales told in quotation marks, so long that their teller is the narrator while they last (Marlow, Nelly Dean).

The problem. Each paragraph of such a tale opens with the mark of its first, and dialogue stands inside it:
    "I was in the Company's offices. ...
    "He said to me, 'Go.' ...
Short speeches about oneself are no tales, nor are long ones that plead or explain in the present tense.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.schema import table_of, zip_columns

LONG, VERY_LONG, PART = 650, 900, 60  # tokens of a piece that makes a tale; that surely does; of any piece of one
FIRST = 0.01  # "I", of its words
PAST, LEAST_PAST = 0.65, 0.45  # verbs in the past tense, of the finite verbs of a long piece; of any
SURE, CLEARLY = 0.35, 1.3  # chance from which on somebody is the teller; times the chance of the next
APART = 4  # quotations from one piece to the next
NAMED, REFERRED = 1.0, 0.3  # what it adds to that chance to be named, or referred to, as beginning the tale
LEAD = 60  # tokens before a tale, headings included, in which somebody may begin it
NAMED_OFTEN = 3  # times in a tale, from which on nobody tells it themselves
STORY_OF = re.compile(
    r"\b(?:story|tale|narrative|account|confession|history) of (?P<teller>.+?)\W*$"
    r"|(?:^|[:.—–-] )(?P<owner>[^\W\d][\w. ]+)['’]s? (?:\w+ )?(?:story|tale|narrative|account|confession)\W*$",
    re.IGNORECASE,
)
BEGINS = frozenset("begin tell relate recount narrate commence proceed resume continue".split())
SAYS = frozenset("speak say reply answer".split())  # begin a tale where they lead it in


@dataclass(frozen=True)
class Piece:
    """A piece of a tale: the quotation that it is, and how many tokens that has."""

    quote: int
    start: int
    end: int
    words: int
    past: float  # share of the finite verbs


def find_tales(syntax: Syntax, quotes: pa.Table, paragraphs: pa.Table, letters: pa.Table) -> list[list[Piece]]:
    """All tales, each in the pieces that its hearers' interruptions leave, in order."""
    written = list(zip_columns(letters, "start", "end"))
    paragraph_starts = set(paragraphs["start"].to_pylist())
    tales: list[list[Piece]] = []
    for quote, (start, end, kind) in enumerate(zip_columns(quotes, "start", "end", "kind")):
        tokens = syntax.tokens_in(start, end)
        if kind != "speech" or start not in paragraph_starts or len(tokens) < PART:
            continue
        past = _share_of_past(syntax, tokens)
        if past < LEAST_PAST or any(low <= start < high for low, high in written):
            continue
        piece = Piece(quote, start, end, len(tokens), past)
        if tales and quote - tales[-1][-1].quote <= APART:
            tales[-1].append(piece)
        else:
            tales.append([piece])
    return [tale for tale in tales if any(_makes_tale(piece) for piece in tale)]


def _share_of_past(syntax: Syntax, tokens: range) -> float:
    """Of the finite verbs in a speech of oneself those in the past tense; 0 if it is not of oneself."""
    first = sum(syntax.lower[token] in FIRST_SINGULAR for token in tokens)
    tags = Counter(syntax.tag[token] for token in tokens)
    finite = tags["VBD"] + tags["VBZ"] + tags["VBP"]
    return tags["VBD"] / finite if finite and first >= FIRST * len(tokens) else 0.0


def _makes_tale(piece: Piece) -> bool:
    return piece.words >= VERY_LONG or (piece.words >= LONG and piece.past >= PAST)


def tale_table(tales: Sequence[Sequence[Piece]], teller: int | None) -> pa.Table:
    """The tales as the table ``tales``, whose ``teller`` is for those that nobody else is known to tell."""
    pieces = [(number, piece) for number, tale in enumerate(tales) for piece in tale]
    return table_of(
        "tales",
        {
            "quote": [piece.quote for _, piece in pieces],
            "tale": [number for number, _ in pieces],
            "teller": [teller for _ in pieces],
        },
    )


def tellers_of_tales(
    syntax: Syntax,
    tales: pa.Table,
    quotes: pa.Table,
    mentions: pa.Table,
    tellers: pa.Table,
    paragraphs: pa.Table,
    entities: pa.Table,
    likely: Mapping[int, Sequence[tuple[int, float]]],
) -> dict[int, int]:
    """Quotation -> who tells the tale that it is a piece of.

    That is whoever begins it, or whose story the heading above calls it, or is likeliest over all its pieces, of which
    the first count most: not the narrator of what stands around it, nor anybody whom it names often itself. If nobody
    is likely it is who tells most other tales, or somebody unknown.

    Takes   likely: quotation -> entities that may speak it, with their chances
    """
    pieces: dict[int, list[tuple[int, range]]] = defaultdict(list)
    bounds = list(zip_columns(quotes, "start", "end"))
    for quote, tale in zip_columns(tales, "quote", "tale"):
        pieces[tale].append((quote, syntax.tokens_in(*bounds[quote])))
    outside = [narrator for letter, narrator in zip_columns(tellers, "letter", "narrator") if letter is None]
    around = {narrator for narrator in outside if narrator is not None}
    headed = _headed(syntax.source, paragraphs, entities)
    found: dict[int, int] = {}
    words = Counter[int]()
    for tale, own in pieces.items():
        others = around | _named_often(syntax, [tokens for _, tokens in own], mentions)
        chances: dict[int, float] = defaultdict(float)
        weights = [1 / place**2 for place in range(1, len(own) + 1)]
        for (quote, _), weight in zip(own, weights, strict=True):
            for entity, share in likely.get(quote, ()):
                chances[entity] += weight * share / sum(weights)
        for beginner, weight in _who_begins(syntax, mentions, bounds[own[0][0]][0]):
            chances[beginner] += weight
        for start, end, entity in headed:
            if start <= bounds[own[0][0]][0] < end:
                chances[entity] += NAMED
        ranked = sorted(((share, entity) for entity, share in chances.items() if entity not in others), reverse=True)
        (share, best), (next_share, _) = [*ranked, (0.0, -1), (0.0, -1)][:2]
        if share >= SURE and share >= CLEARLY * next_share:
            found[tale] = best
            words[best] += sum(len(tokens) for _, tokens in own)
    usual = words.most_common(1)[0][0] if words else None
    return {
        quote: found.get(tale, unknown if usual is None else usual)
        for quote, tale, unknown in zip_columns(tales, "quote", "tale", "teller")
    }


def _headed(text: str, paragraphs: pa.Table, entities: pa.Table) -> list[tuple[int, int, int]]:
    """From where to where a heading says whose story is told, and whose: "The Strange Story of Jonathan Small"."""
    rows = list(zip_columns(entities, "name", "kind", "is_named"))
    called = {name.casefold(): e for e, (name, kind, is_named) in enumerate(rows) if kind == "person" and is_named}
    headings = [
        (start, " ".join(text[start:end].split()))
        for start, end, kind in zip_columns(paragraphs, "start", "end", "kind")
        if kind == "heading"
    ]
    ends = [*(start for start, _ in headings[1:]), len(text)]
    found = []
    for (start, line), end in zip(headings, ends, strict=False):
        match = STORY_OF.search(line)
        entity = called.get((match["teller"] or match["owner"]).casefold()) if match else None
        if entity is not None:
            found.append((start, end, entity))
    return found


def _named_often(syntax: Syntax, pieces: Sequence[range], mentions: pa.Table) -> set[int]:
    """Whom a tale names, not to their face."""
    inside = {token for tokens in pieces for token in tokens}
    times = Counter(
        entity
        for head, form, entity in zip_columns(mentions, "head_token", "form", "entity")
        if head in inside and form == "proper" and entity is not None and not is_address(syntax, head, head)
    )
    return {entity for entity, count in times.items() if count >= NAMED_OFTEN}


def _who_begins(syntax: Syntax, mentions: pa.Table, start: int) -> Iterator[tuple[int, float]]:
    """Who is said, right before a tale, to begin it, and what that weighs: ... and he thus began his tale."""
    last = syntax.token_at(start - 1)
    verbs = BEGINS | SAYS if syntax.source[:start].rstrip()[-1:] in (":", ",") else BEGINS
    subjects = [
        token
        for token in range(max(0, last - LEAD), last + 1)
        if syntax.dep[token] == "nsubj" and syntax.lemma[syntax.head[token]].lower() in verbs
    ]
    if subjects:
        columns = zip_columns(mentions, "head_token", "form", "entity")
        known = {head: (entity, NAMED if form == "proper" else REFERRED) for head, form, entity in columns}
        entity, weight = known.get(subjects[-1], (None, 0.0))
        if entity is not None:
            yield entity, weight
