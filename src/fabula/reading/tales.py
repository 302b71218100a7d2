"""Tales told in quotation marks, so long that their teller is the narrator while they last (Marlow, Nelly Dean).

The problem. Each paragraph of such a tale opens with the mark of its first, and dialogue stands inside it:
    "I was in the Company's offices. ...
    "He said to me, 'Go.' ...
Short speeches about oneself are no tales, nor are long ones that plead or explain in the present tense.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from fabula.language.syntax import Syntax
from fabula.lexicon.nouns import FIRST_SINGULAR
from fabula.schema import zip_columns

LONG, PART = 650, 60  # tokens of the longest piece of a tale; of any piece, where its hearers interrupt it
FIRST, PAST = 0.01, 0.65  # "I", of its words; verbs in the past tense, of its finite verbs
APART = 4  # quotations from one piece to the next
LONGEST_SENTENCE = 80  # tokens
BEGINS = frozenset("begin tell relate recount narrate commence proceed resume continue speak say reply answer".split())


@dataclass(frozen=True)
class Tale:
    """A piece of a tale: where it is, and who tells it."""

    start: int
    end: int
    teller: int | None


@dataclass(frozen=True)
class _Piece:
    quote: int
    start: int
    end: int
    speaker: int | None
    sure: float
    words: int


def find_tales(
    syntax: Syntax,
    quotes: pa.Table,
    paragraphs: pa.Table,
    letters: pa.Table,
    mentions: pa.Table,
    narrators: Sequence[int],
) -> list[Tale]:
    """The pieces of all tales, in order.

    Takes   narrators: who tells what stands around them; nobody tells a tale in quotation marks in their own narration
    """
    pieces = _pieces(syntax, quotes, set(paragraphs["start"].to_pylist()), list(zip_columns(letters, "start", "end")))
    chains: list[list[_Piece]] = []
    for piece in pieces:
        if chains and piece.quote - chains[-1][-1].quote <= APART:
            chains[-1].append(piece)
        else:
            chains.append([piece])
    found = []
    for chain in chains:
        if max(piece.words for piece in chain) >= LONG:
            teller = _teller(chain, _who_begins(syntax, mentions, chain[0].start), set(narrators))
            found += [Tale(piece.start, piece.end, teller) for piece in chain]
    return found


def _pieces(
    syntax: Syntax, quotes: pa.Table, paragraph_starts: set[int], written: Sequence[tuple[int, int]]
) -> list[_Piece]:
    """Speeches that begin a paragraph, are long enough and tell of oneself in the past."""
    found = []
    rows = zip_columns(quotes, "start", "end", "kind", "speaker", "speaker_confidence")
    for quote, (start, end, kind, speaker, sure) in enumerate(rows):
        tokens = syntax.tokens_in(start, end)
        if kind != "speech" or start not in paragraph_starts or len(tokens) < PART:
            continue
        first = sum(syntax.lower[token] in FIRST_SINGULAR for token in tokens)
        tags = Counter(syntax.tag[token] for token in tokens)
        finite = tags["VBD"] + tags["VBZ"] + tags["VBP"]
        is_told = first >= FIRST * len(tokens) and tags["VBD"] >= PAST * finite
        if is_told and not any(low <= start < high for low, high in written):
            found.append(_Piece(quote, start, end, speaker, sure or 0.0, len(tokens)))
    return found


def _who_begins(syntax: Syntax, mentions: pa.Table, start: int) -> int | None:
    """Who is said, in the sentence before a tale, to begin it: ... and he thus began his tale."""
    last = syntax.token_at(start - 1)
    if last < 0:
        return None
    sentence = syntax.sentence[last]
    tokens = [token for token in range(max(0, last - LONGEST_SENTENCE), last + 1) if syntax.sentence[token] == sentence]
    begins = {token for token in tokens if syntax.lemma[token].lower() in BEGINS}
    subjects = [token for token in tokens if syntax.dep[token] == "nsubj" and syntax.head[token] in begins]
    if not subjects:
        return None
    for head, entity in zip_columns(mentions, "head_token", "entity"):
        if head == subjects[-1]:
            return entity if isinstance(entity, int) else None
    return None


def _teller(chain: Sequence[_Piece], beginner: int | None, narrators: set[int]) -> int | None:
    """Who begins it, or is most surely the speaker of most of it."""
    if beginner is not None and beginner not in narrators:
        return beginner
    votes: dict[int, float] = defaultdict(float)
    for piece in chain:
        if piece.speaker is not None and piece.speaker not in narrators:
            votes[piece.speaker] += piece.words * piece.sure
    return max(votes, key=votes.__getitem__, default=None)
