"""Tales told in quotation marks, so long that their teller is the narrator while they last (Marlow, Nelly Dean).

The problem. Each paragraph of such a tale opens with the mark of its first, and dialogue stands inside it:
    "I was in the Company's offices. ...
    "He said to me, 'Go.' ...
Short speeches about oneself are no tales, nor are long ones that plead or explain in the present tense.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.address import is_address
from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.schema import zip_columns

LONG, PART = 650, 60  # tokens of the longest piece of a tale; of any piece, where its hearers interrupt it
FIRST, PAST = 0.01, 0.65  # "I", of its words; verbs in the past tense, of its finite verbs
APART = 4  # quotations from one piece to the next
LEAD = 60  # tokens before a tale, headings included, in which somebody may begin it
NAMED_OFTEN = 3  # times in a tale, from which on nobody tells it themselves
BEGINS = frozenset("begin tell relate recount narrate commence proceed resume continue speak say reply answer".split())


@dataclass(frozen=True)
class Piece:
    """A piece of a tale: the quotation that it is, and how many tokens that has."""

    quote: int
    start: int
    end: int
    words: int


def find_tales(syntax: Syntax, quotes: pa.Table, paragraphs: pa.Table, letters: pa.Table) -> list[list[Piece]]:
    """All tales, each in the pieces that its hearers' interruptions leave, in order."""
    written = list(zip_columns(letters, "start", "end"))
    paragraph_starts = set(paragraphs["start"].to_pylist())
    tales: list[list[Piece]] = []
    for quote, (start, end, kind) in enumerate(zip_columns(quotes, "start", "end", "kind")):
        tokens = syntax.tokens_in(start, end)
        if kind != "speech" or start not in paragraph_starts or len(tokens) < PART or not _is_told(syntax, tokens):
            continue
        if any(low <= start < high for low, high in written):
            continue
        piece = Piece(quote, start, end, len(tokens))
        if tales and quote - tales[-1][-1].quote <= APART:
            tales[-1].append(piece)
        else:
            tales.append([piece])
    return [tale for tale in tales if max(piece.words for piece in tale) >= LONG]


def _is_told(syntax: Syntax, tokens: range) -> bool:
    """Whether a speech is of oneself, in the past."""
    first = sum(syntax.lower[token] in FIRST_SINGULAR for token in tokens)
    tags = Counter(syntax.tag[token] for token in tokens)
    return first >= FIRST * len(tokens) and tags["VBD"] >= PAST * (tags["VBD"] + tags["VBZ"] + tags["VBP"])


def tellers_of_tales(
    syntax: Syntax,
    tales: Sequence[Sequence[Piece]],
    mentions: pa.Table,
    tellers: pa.Table,
    likely: Mapping[int, Sequence[tuple[int, float]]],
) -> dict[int, int]:
    """Quotation -> who tells the tale that it is a piece of: whoever begins it, or is likeliest over all its pieces.

    It is not the narrator of what stands around it, and nobody whom it names often itself.

    Takes   likely: quotation -> entities that may speak it, with their chances
    """
    if not tales:
        return {}
    around = {
        narrator
        for letter, narrator in zip_columns(tellers, "letter", "narrator")
        if letter is None and narrator is not None
    }
    found: dict[int, int] = {}
    for tale in tales:
        others = around | _named_often(syntax, tale, mentions)
        chances: dict[int, float] = defaultdict(float)
        for piece in tale:
            for entity, share in likely.get(piece.quote, ()):
                chances[entity] += piece.words * share
        beginner = _who_begins(syntax, mentions, tale[0].start)
        if beginner is not None:
            chances[beginner] += sum(piece.words for piece in tale)
        possible = [entity for entity in chances if entity not in others]
        if possible:
            teller = max(possible, key=chances.__getitem__)
            found |= {piece.quote: teller for piece in tale}
    return found


def _named_often(syntax: Syntax, tale: Sequence[Piece], mentions: pa.Table) -> set[int]:
    """Whom a tale names, not to their face."""
    inside = {token for piece in tale for token in syntax.tokens_in(piece.start, piece.end)}
    times = Counter(
        entity
        for head, form, entity in zip_columns(mentions, "head_token", "form", "entity")
        if head in inside and form == "proper" and entity is not None and not is_address(syntax, head, head)
    )
    return {entity for entity, count in times.items() if count >= NAMED_OFTEN}


def _who_begins(syntax: Syntax, mentions: pa.Table, start: int) -> int | None:
    """Who is said, right before a tale, to begin it: ... and he thus began his tale."""
    last = syntax.token_at(start - 1)
    subjects = [
        token
        for token in range(max(0, last - LEAD), last + 1)
        if syntax.dep[token] == "nsubj" and syntax.lemma[syntax.head[token]].lower() in BEGINS
    ]
    known = dict(zip_columns(mentions, "head_token", "entity")) if subjects else {}
    entity: int | None = known.get(subjects[-1]) if subjects else None
    return entity
