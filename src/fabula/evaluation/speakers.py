"""Who says each quotation: a story's answers against a novel of the Project Dialogism Novel Corpus.

The system finds its own quotations and its own cast, so both must be brought to the gold's. A gold
quotation's predicted speaker is that of the system quotes covering most of its characters; if system
quotes cover less than half of it, there is none. What a system character stands for is decided twice:

cast    the best one-to-one matching of system characters to gold characters: that with the most agreeing
        quotations. A character split in two loses the lesser part; two merged into one, the lesser of them.
named   the gold character whose alias list holds the most of the system character's name occurrences.
        Splits cost nothing here; a voice without a name cannot win.

Where the story was read with the gold characters given, both are what was given, and the figure is plain accuracy.

Addressees are scored where the gold tells one, matched as by ``cast``: whether one of the story's is right, and over
all pairs of a quotation and an addressee how many of the story's are right, and of the gold's found.

Quotations said by nobody in particular (a crowd, an unknown voice) are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fabula.evaluation.conversations import n_speakers
from fabula.evaluation.corpora.pdnc import GoldQuote, PdncNovel, casefolded
from fabula.spans import merge, overlap_length
from fabula.story import Character, Quote, Story

TYPES = ("explicit", "anaphoric", "implicit")
CONFIDENCE_BINS = (0.0, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Answer:
    """What the story says of one gold quotation; ``speaker`` and ``addressees`` are entity ids."""

    coverage: float  # share of the quotation's characters inside system quotes
    speaker: int | None
    addressees: tuple[int, ...]
    quote: int | None  # the system quote covering most of it
    confidence: float
    decided_by: str | None

    @property
    def is_found(self) -> bool:
        """Whether system quotes cover at least half of it."""
        return self.coverage >= 0.5


@dataclass(frozen=True)
class QuoteOutcome:
    """One gold quotation and what became of it."""

    gold_quote: GoldQuote
    answer: Answer
    text: str  # of the gold quotation, without marks; an ellipsis where narration splits it
    predicted_name: str | None
    predicted_addressees: tuple[str, ...]  # names
    cast: str | None  # the gold character that the predicted one is matched to
    named: str | None  # the gold character that the predicted one is named as
    addressed: frozenset[str]  # the gold characters that the predicted addressees are matched to
    n_speakers: int  # how many speak in its conversation

    @property
    def id(self) -> str:
        """The corpus's id of the quotation."""
        return self.gold_quote.id

    @property
    def type(self) -> str:
        """``explicit``, ``anaphoric`` or ``implicit``; empty where the corpus does not say."""
        return self.gold_quote.type

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.gold_quote.start

    @property
    def gold(self) -> str:
        """Who says it."""
        return str(self.gold_quote.speaker)

    @property
    def predicted(self) -> int | None:
        """Who says it according to the story: an entity id."""
        return self.answer.speaker

    @property
    def is_correct(self) -> bool:
        """Whether ``cast`` agrees with the gold."""
        return self.cast == self.gold

    @property
    def is_named(self) -> bool:
        """Whether ``named`` agrees with the gold."""
        return self.named == self.gold

    @property
    def n_right_addressees(self) -> int:
        """How many of the gold's addressees are among the predicted ones."""
        return len(self.addressed.intersection(self.gold_quote.addressees))

    @property
    def is_addressed(self) -> bool | None:
        """Whether an addressee agrees; None where the gold has none."""
        return self.n_right_addressees > 0 if self.gold_quote.addressees else None


@dataclass(frozen=True)
class NovelScore:
    """All outcomes of one novel, and which gold character each system character was taken for."""

    name: str
    person: str  # of the telling: first or third
    outcomes: tuple[QuoteOutcome, ...]
    cast: Mapping[int, str]
    named: Mapping[int, str]

    @property
    def accuracy(self) -> float | None:
        """``cast`` over all quotations."""
        return share(outcome.is_correct for outcome in self.outcomes)

    @property
    def unmatched(self) -> dict[str, int]:
        """Gold characters that no system character is matched to, with their quotations, most first."""
        said = Counter(outcome.gold for outcome in self.outcomes)
        return {gold: count for gold, count in said.most_common() if gold not in self.cast.values()}


def score_story(story: Story, novel: PdncNovel, identity: Mapping[int, str] | None = None) -> NovelScore:
    """How well ``story``, read from the novel's text, knows who speaks.

    Takes   identity: the gold character that each entity is, where the characters were given

    >>> novel = read_novel(folder)                                                # doctest: +SKIP
    >>> score_story(fabula.read(folder / "novel_text.txt"), novel).accuracy       # doctest: +SKIP
    0.61
    """
    quotes = sorted(novel.quotes, key=lambda quote: quote.start)
    counts = n_speakers(quotes, story.tables["paragraphs"])
    known = [(quote, count) for quote, count in zip(quotes, counts, strict=True) if quote.speaker is not None]
    answers = answers_to(story, [quote for quote, _ in known])
    pairs = [(answer.speaker, str(quote.speaker)) for (quote, _), answer in zip(known, answers, strict=True)]
    cast = match_cast(pairs) if identity is None else identity
    named = _named(story, answers, novel) if identity is None else identity
    outcomes = tuple(
        _outcome(story, quote, count, answer, cast, named)
        for (quote, count), answer in zip(known, answers, strict=True)
    )
    return NovelScore(novel.name, novel.person, outcomes, cast, named)


def _named(story: Story, answers: Sequence[Answer], novel: PdncNovel) -> dict[int, str]:
    """The gold character that each speaker is named as."""
    speakers = sorted({answer.speaker for answer in answers if answer.speaker is not None})
    taken_for = {speaker: name_of(Character(story, speaker).names, novel.aliases) for speaker in speakers}
    return {speaker: character for speaker, character in taken_for.items() if character is not None}


def _outcome(
    story: Story, quote: GoldQuote, count: int, answer: Answer, cast: Mapping[int, str], named: Mapping[int, str]
) -> QuoteOutcome:
    speaker, names = answer.speaker, story.column("entities", "name")
    return QuoteOutcome(
        gold_quote=quote,
        answer=answer,
        text=" … ".join(story.text[start:end] for start, end in quote.spans),
        predicted_name=None if speaker is None else str(names[speaker]),
        predicted_addressees=tuple(str(names[entity]) for entity in answer.addressees),
        cast=None if speaker is None else cast.get(speaker),
        named=None if speaker is None else named.get(speaker),
        addressed=frozenset(cast[entity] for entity in answer.addressees if entity in cast),
        n_speakers=count,
    )


def answers_to(story: Story, quotes: Sequence[GoldQuote]) -> list[Answer]:
    """What the story says of each gold quotation, in their order."""
    return [_answer(story, *_covering(story, quote)) for quote in quotes]


def _covering(story: Story, quote: GoldQuote) -> tuple[float, Counter[int]]:
    """The share of a gold quotation inside system quotes, and how much of it each of them covers."""
    starts, ends = story.column("quote_spans", "start"), story.column("quote_spans", "end")
    owners = story.column("quote_spans", "quote")
    covered_by: Counter[int] = Counter()
    pieces: list[tuple[int, int]] = []
    for start, end in quote.spans:
        overlaps = overlap_length(starts, ends, start, end)
        for row in np.flatnonzero(overlaps).tolist():
            covered_by[int(owners[row])] += int(overlaps[row])
            pieces.append((max(start, int(starts[row])), min(end, int(ends[row]))))
    return sum(end - start for start, end in merge(pieces)) / quote.n_characters, covered_by


def _answer(story: Story, coverage: float, covered_by: Counter[int]) -> Answer:
    if coverage < 0.5:
        return Answer(coverage, None, (), None, 0.0, None)
    speakers = story.column("quotes", "speaker")
    by_speaker: Counter[int] = Counter()
    for quote, length in covered_by.items():
        by_speaker[int(speakers[quote])] += length
    speaker = by_speaker.most_common(1)[0][0]
    quote = next(quote for quote, _ in covered_by.most_common() if speakers[quote] == speaker)
    hearers = story.column("quote_addressees", "entity")
    addressees = (int(hearers[row]) for row in story.rows_where("quote_addressees", "quote", quote))
    view = Quote(story, quote)
    return Answer(
        coverage=coverage,
        speaker=speaker if speaker >= 0 else None,
        addressees=tuple(entity for entity in addressees if entity >= 0),
        quote=quote,
        confidence=view.confidence if view.confidence == view.confidence else 0.0,
        decided_by=story.column("quotes", "speaker_by")[quote],
    )


def match_cast(pairs: Sequence[tuple[int | None, str]]) -> dict[int, str]:
    """The one-to-one matching of system to gold characters with the most agreeing quotations.

    Takes   pairs: for each quotation, the system character (None: no answer) and the gold one
    Gives   gold character by system character; those that never agree are left out
    Source  Kuhn 1955, The Hungarian method, as scipy.optimize.linear_sum_assignment

    >>> match_cast([(7, "Emma"), (7, "Emma"), (8, "Emma"), (8, "Harriet"), (None, "Harriet")])
    {7: 'Emma', 8: 'Harriet'}
    """
    from scipy.optimize import linear_sum_assignment

    counts = Counter((system, gold) for system, gold in pairs if system is not None)
    systems, golds = sorted({system for system, _ in counts}), sorted({gold for _, gold in counts})
    agreement = np.array([[counts[system, gold] for gold in golds] for system in systems], dtype=float)
    if agreement.size == 0:
        return {}
    rows, columns = linear_sum_assignment(agreement, maximize=True)
    return {
        systems[row]: golds[column]
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if agreement[row, column] > 0
    }


def name_of(names: Mapping[str, int], aliases: Mapping[str, frozenset[str]]) -> str | None:
    """The gold character whose aliases hold the most of the name occurrences; None if none does.

    >>> aliases = {"Emma": frozenset({"emma", "miss woodhouse"}), "Mr. Elton": frozenset({"mr. elton"})}
    >>> name_of({"Miss Woodhouse": 3, "Mr. Elton": 1}, aliases)
    'Emma'
    """
    occurrences: Counter[str] = Counter()
    for name, count in names.items():
        occurrences[casefolded(name)] += count
    held = {gold: sum(occurrences[alias] for alias in known) for gold, known in aliases.items()}
    best = max(held, key=lambda gold: held[gold], default=None)
    return best if best is not None and held[best] > 0 else None


def figures_of(outcomes: Sequence[QuoteOutcome]) -> dict[str, object]:
    """Every figure over the outcomes, by name; a share of nothing is None."""
    answered = [outcome for outcome in outcomes if outcome.answer.speaker is not None]
    return {
        "quotes": len(outcomes),
        "found": share(outcome.answer.is_found for outcome in outcomes),
        "answered": share(outcome.answer.speaker is not None for outcome in outcomes),
        "cast": {kind: share(outcome.is_correct for outcome in some) for kind, some in by_type(outcomes).items()},
        "named": {kind: share(outcome.is_named for outcome in some) for kind, some in by_type(outcomes).items()},
        **_addressee_figures(outcomes),
        "by_confidence": {
            f"{low:.2f}": {
                "share": len(some) / len(answered),
                "cast": share(outcome.is_correct for outcome in some),
            }
            for low, some in _by_confidence(answered).items()
            if some
        },
    }


def _addressee_figures(outcomes: Sequence[QuoteOutcome]) -> dict[str, float | None]:
    told = [outcome for outcome in outcomes if outcome.gold_quote.addressees]
    n_right = sum(outcome.n_right_addressees for outcome in told)
    n_predicted = sum(len(outcome.answer.addressees) for outcome in told)
    n_gold = sum(len(outcome.gold_quote.addressees) for outcome in told)
    return {
        "addressee": share(outcome.is_addressed for outcome in told),
        "addressee_precision": n_right / n_predicted if n_predicted else None,
        "addressee_recall": n_right / n_gold if n_gold else None,
    }


def by_type(outcomes: Sequence[QuoteOutcome]) -> dict[str, list[QuoteOutcome]]:
    """The outcomes in all and by quotation type; those without a type count in all only."""
    kinds = {kind: [outcome for outcome in outcomes if outcome.type == kind] for kind in TYPES}
    return {"all": list(outcomes), **kinds}


def share(truths: Iterable[bool | None]) -> float | None:
    """How many are true, as a share; None of nothing.

    >>> share([True, False]), share([])
    (0.5, None)
    """
    values = [bool(truth) for truth in truths]
    return sum(values) / len(values) if values else None


def _by_confidence(outcomes: Sequence[QuoteOutcome]) -> dict[float, list[QuoteOutcome]]:
    bins: dict[float, list[QuoteOutcome]] = {low: [] for low in CONFIDENCE_BINS}
    for outcome in outcomes:
        bins[max(low for low in CONFIDENCE_BINS if low <= outcome.answer.confidence)].append(outcome)
    return bins
