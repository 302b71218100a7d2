"""Who can be meant: few candidates, however long the book, and numbers that the link scorer knows."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.reading.discourse import (
    COMMON,
    FAR,
    HE_CLASS,
    N_CLASSES,
    N_FEATURES,
    N_KINDS,
    OFFSETS,
    OFTEN,
    PRONOUN,
    PROPER,
    RECENT,
    SAME_WORDS,
    SHE_CLASS,
    SIZES,
    Discourse,
    Reference,
    pronoun_class,
    reference,
)

WORDS = ("he", "she", "her", "i", "you", "it", "they", "which", "one")
NOUNS = ("the old man", "a man", "the inn", "his wife", "soldiers", "the old man of the sea")
NAMES = ("anne", "anne shirley", "mr. weston", "weston", "london", "st. james", "the duke of york")


def name(words: str, first: int = 0) -> Reference:
    """A proper name at word ``first``."""
    return at(words, PROPER, first)


def description(words: str, first: int = 0) -> Reference:
    """A common noun phrase at word ``first``."""
    return at(words, COMMON, first)


def pronoun(word: str, first: int = 0) -> Reference:
    """A pronoun at word ``first``."""
    return at(word, PRONOUN, first)


def at(words: str, form: int, first: int, quote: int = -1, kind: int = 0) -> Reference:
    """A mention whose head is its last word, at word ``first`` of sentences of ten words."""
    parts = words.split()
    seen = reference(parts, 0, len(parts) - 1, len(parts) - 1, first // 10, quote, form, kind, "NN")
    return replace(seen, first=first, last=first + len(parts) - 1)


def crowd(discourse: Discourse, count: int, first: int = 100) -> None:
    """So many other people, each mentioned once."""
    for number in range(count):
        discourse.add(description(f"the other{number}", first))


def test_a_mention_is_known_by_its_words_without_article_and_title() -> None:
    assert (description("the old man").words, description("the old man").head) == ("old man", "man")
    assert name("mr. john weston").names == {"john", "weston"}
    assert name("the duke of york").names == {"duke", "york"}
    assert description("the duke").names == frozenset()
    assert (pronoun("her").head, pronoun("her").words, pronoun("her").names) == ("", "", frozenset())


@pytest.mark.parametrize(
    ("word", "number"),
    [("me", 1), ("thee", 2), ("his", HE_CLASS), ("herself", SHE_CLASS), ("its", 5), ("us", 6), ("theirs", 7),
     ("who", 8), ("nobody", N_CLASSES - 1)],
)  # fmt: skip
def test_pronouns_are_told_apart_by_person_and_gender(word: str, number: int) -> None:
    assert pronoun_class(word) == number
    assert pronoun(word).pronoun == number


def test_no_noun_is_a_pronoun() -> None:
    assert description("the he-goat").pronoun == 0
    assert name("anne").pronoun == 0


def test_the_entity_mentioned_last_comes_first() -> None:
    discourse = Discourse()
    anne, tom, inn = (discourse.add(mention) for mention in (name("anne"), name("tom"), description("the inn")))
    assert discourse.candidates(pronoun("she")) == [inn, tom, anne]
    assert discourse.add(pronoun("she"), anne) == anne
    assert discourse.candidates(pronoun("she")) == [anne, inn, tom]


def test_a_pronoun_sees_only_the_entities_mentioned_last() -> None:
    discourse = Discourse()
    discourse.add(name("anne"))
    crowd(discourse, RECENT)
    assert len(discourse.candidates(pronoun("she"))) == RECENT
    assert 0 not in discourse.candidates(pronoun("she"))


@pytest.mark.parametrize("distance", [10, FAR, 100 * FAR])
@pytest.mark.parametrize("words", ["anne", "mrs. shirley", "anne of the island"])
def test_any_word_of_a_name_brings_back_its_bearer_from_any_distance(words: str, distance: int) -> None:
    discourse = Discourse()
    anne = discourse.add(name("anne shirley"))
    crowd(discourse, 3 * RECENT)
    assert anne in discourse.candidates(name(words, distance))


def test_a_title_alone_brings_nobody_back() -> None:
    discourse = Discourse()
    discourse.add(name("mr. weston"))
    crowd(discourse, 3 * RECENT)
    assert len(discourse.candidates(name("mr. knightley", 200))) == RECENT


def test_a_description_brings_back_somebody_near_and_nobody_far_away() -> None:
    discourse = Discourse()
    porter = discourse.add(description("the porter"))
    crowd(discourse, 3 * RECENT)
    assert porter in discourse.candidates(description("a porter", FAR // 2))
    assert porter not in discourse.candidates(description("a porter", 2 * FAR))


def test_who_is_mentioned_often_is_remembered_longer() -> None:
    discourse = Discourse()
    porter = discourse.add(description("the porter"))
    for _ in range(2 * OFTEN):
        discourse.add(pronoun("he"), porter)
    crowd(discourse, 3 * RECENT)
    assert porter in discourse.candidates(description("the porter", 2 * FAR))


def test_of_many_called_by_the_same_words_the_latest_are_candidates() -> None:
    discourse = Discourse()
    porters = [discourse.add(description("the porter", number)) for number in range(3 * SAME_WORDS)]
    crowd(discourse, RECENT)
    assert discourse.candidates(description("the porter", 200))[RECENT:] == porters[: -SAME_WORDS - 1 : -1]


MENTIONS = st.builds(
    at,
    words=st.sampled_from(WORDS),
    form=st.just(PRONOUN),
    first=st.just(0),
    quote=st.integers(-1, 9),
    kind=st.integers(0, N_KINDS - 1),
) | st.builds(
    at,
    words=st.sampled_from(NOUNS + NAMES),
    form=st.sampled_from([PROPER, COMMON]),
    first=st.just(0),
    quote=st.integers(-1, 9),
    kind=st.integers(0, N_KINDS - 1),
)


@settings(deadline=None)
@given(st.lists(st.tuples(MENTIONS, st.integers(0, 400), st.integers(0, 10**6)), max_size=120))
def test_candidates_are_few_and_their_features_lie_where_the_scorer_expects_them(
    steps: list[tuple[Reference, int, int]],
) -> None:
    discourse, place, order = Discourse(capacity=2), 0, list[int]()
    ends = np.append(OFFSETS[1:], N_FEATURES)
    for mention, step, choice in steps:
        place += step
        seen = replace(
            mention, first=mention.first + place, last=mention.last + place, sentence=(mention.first + place) // 10
        )
        candidates = discourse.candidates(seen)
        assert len(candidates) <= RECENT + SAME_WORDS * max(len(seen.names), 1)
        assert len(set(candidates)) == len(candidates)
        assert candidates[: min(RECENT, len(order))] == order[: -RECENT - 1 : -1]
        assert all(0 <= entity < discourse.count for entity in candidates)
        features = discourse.features(seen, candidates)
        assert features.shape == (len(candidates), len(SIZES))
        assert ((features >= OFFSETS) & (features < ends)).all()
        joined = candidates[choice % len(candidates)] if candidates and choice % 3 else None
        entity = discourse.add(seen, joined)
        assert joined in (None, entity)
        order = [other for other in order if other != entity] + [entity]
    assert discourse.count == len(order)


def test_features_say_how_far_away_how_often_and_by_which_words() -> None:
    discourse = Discourse()
    anne, tom = discourse.add(name("anne shirley", 0)), discourse.add(name("tom", 5))
    for place in (10, 20, 30):
        discourse.add(pronoun("she", place), anne)
    found = dict(zip(SIZES, (discourse.features(name("anne", 46), [anne, tom]) - OFFSETS).T, strict=True))
    assert found["words since its last mention"].tolist() == [5, 6]  # 16 and 41, in binary digits
    assert found["entities mentioned since"].tolist() == [0, 1]
    assert found["mentions so far"].tolist() == [3, 1]
    assert found["form and last form"].tolist() == [PROPER * 3 + PRONOUN, PROPER * 3 + PROPER]
    assert found["same words"].tolist() == [5, 4]  # anne is a word of the name, but no name that was used
    assert found["form and whether it is named"].tolist() == [1, 1]
    assert found["nesting and sentences since"].tolist() == [1, 3]


def test_features_say_which_pronouns_an_entity_has_had() -> None:
    discourse = Discourse()
    anne = discourse.add(name("anne", 0))
    for place, word in enumerate(("she", "her", "i"), start=1):
        discourse.add(pronoun(word, place), anne)
    found = dict(zip(SIZES, (discourse.features(pronoun("he", 9), [anne]) - OFFSETS).T, strict=True))
    assert found["pronoun and its usual pronoun"].tolist() == [HE_CLASS * N_CLASSES + SHE_CLASS]
    assert found["pronoun and last pronoun"].tolist() == [HE_CLASS * N_CLASSES + pronoun_class("i")]


def test_features_say_whether_one_mention_holds_the_other() -> None:
    discourse = Discourse()
    wife = discourse.add(description("the wife of weston", 10))
    mentions = (name("weston", 13), description("the wife of weston now", 10), name("anne", 14))
    nested = [int(discourse.features(mention, [wife])[0, 8] - OFFSETS[8]) // 4 for mention in mentions]
    assert nested == [1, 2, 0]


@pytest.mark.parametrize(
    ("own", "last", "expected"), [(-1, -1, 0), (2, -1, 1), (-1, 2, 2), (2, 2, 3), (3, 2, 4), (4, 2, 5), (9, 2, 6)]
)
def test_features_say_how_many_quotations_lie_between(own: int, last: int, expected: int) -> None:
    discourse = Discourse()
    anne = discourse.add(at("anne", PROPER, 0, quote=last))
    mention = at("she", PRONOUN, 5, quote=own)
    assert discourse.features(mention, [anne])[0, 5] - OFFSETS[5] == expected


def test_names_are_remembered_and_descriptions_are_not_names() -> None:
    discourse = Discourse()
    anne = discourse.add(description("the girl"))
    assert discourse.names_of(anne) == set()
    discourse.add(name("miss anne shirley"), anne)
    discourse.add(description("the teacher"), anne)
    assert discourse.names_of(anne) == {"anne", "shirley"}


def test_the_sizes_of_the_features_are_one_table_without_gaps() -> None:
    ends = [*OFFSETS[1:].tolist(), N_FEATURES]
    assert [end - start for start, end in pairwise([0, *ends])] == list(SIZES.values())


def test_time_grows_with_the_number_of_mentions_not_of_entities() -> None:
    def seconds(count: int) -> float:
        discourse, began = Discourse(), time.process_time()
        for number in range(count):
            discourse.add(description(f"the other{number}", number))
        for number in range(count):
            discourse.candidates(description("the other1", count))
            discourse.add(pronoun("he", count), count - 1 - number % 50)
        return time.process_time() - began

    short = min(seconds(2_000) for _ in range(3))
    assert seconds(16_000) < 30 * short  # 8 times as many; the square would be 64
