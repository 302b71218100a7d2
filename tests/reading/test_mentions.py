"""What is referred to: what the model finds in hand-made readings, and in sentences that anybody would read alike."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from by_hand import syntax_of

from fabula import read_text
from fabula.model.heads import FORMS, KINDS, LINK_SIZE
from fabula.model.readout import Readout
from fabula.reading import Step
from fabula.reading.mentions import PROBABLE, find_mentions
from fabula.schema import PLACE_KINDS, table_of
from fabula.story import Story

Span = tuple[str, str, str, float]  # words, kind, form, how sure

TALE = "Anne met the soldiers of the old inn. They saw her. Anne ran. Anne slept. Quill slept."
NAMES = {"Anne": (0, "person"), "Quill": (1, "person")}


def found_in(
    text: str, spans: list[Span], names: dict[str, tuple[int, str]] | None = None, quoted: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What the step makes of a model that finds these spans, each after the one before or inside it."""
    syntax = syntax_of(text)
    places, after = [], 0
    for words, *_ in spans:
        start = text.index(words, after)
        places.append((syntax.start.tolist().index(start), syntax.end.tolist().index(start + len(words))))
        after = start + (1 if len(words) > 3 else len(words))
    readout = Readout(
        first=np.array([first for first, _ in places], np.int64),
        last=np.array([last for _, last in places], np.int64),
        sure=np.array([sure for *_, sure in spans], np.float32),
        kind=np.array([KINDS.index(kind) for _, kind, _, _ in spans], np.int64),
        form=np.array([FORMS.index(form) for _, _, form, _ in spans], np.int64),
        link=np.arange(len(spans) * LINK_SIZE, dtype=np.float32).reshape(-1, LINK_SIZE),
        new=np.arange(len(spans), dtype=np.float32),
        event=np.linspace(0, 1, len(syntax), dtype=np.float32),
        sentence=np.zeros((len(set(syntax.sentence)), 3), np.float32),
    )
    wanted: list[list[list[int]]] = []

    def read_out(_networks: Any, words: Any, sentence: Any, spans: Any, threshold: float) -> Readout:
        assert len(words) == len(sentence) == len(syntax)
        assert threshold == PROBABLE
        wanted.append(spans.tolist())
        return readout

    known = names or {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fabula.reading.mentions.load_networks", lambda _threads: SimpleNamespace())
        patch.setattr("fabula.reading.mentions.read_out", read_out)
        given = {"names": _names(syntax, known), "entities": _entities(known), "tags": _tags()}
        given["quote_spans"] = _quote_spans(text, quoted)
        tables = Step("mentions", find_mentions, ()).run(syntax, 1, given)
    return {**tables, "wanted": wanted[0], "syntax": syntax}


def _names(syntax: Any, known: dict[str, tuple[int, str]]) -> pa.Table:
    rows = [
        (int(syntax.start[token]), int(syntax.end[token]), token, token, known[word][0])
        for token, word in enumerate(syntax.text)
        if word in known
    ]
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return table_of("names", dict(zip(("start", "end", "first_token", "last_token", "entity"), columns, strict=True)))


def _quote_spans(text: str, quoted: tuple[str, ...]) -> pa.Table:
    starts = [text.index(words) for words in quoted]
    ends = [start + len(words) for start, words in zip(starts, quoted, strict=True)]
    return table_of("quote_spans", {"quote": list(range(len(quoted))), "start": starts, "end": ends})


def _tags() -> pa.Table:
    return table_of("tags", {name: [] for name in ("quote", "verb_token", "subject_token", "place", "is_strong")})


def _entities(known: dict[str, tuple[int, str]]) -> pa.Table:
    return table_of(
        "entities",
        {"kind": [kind for _, kind in known.values()], "name": list(known), "is_named": [True] * len(known)},
    )


def rows_of(story: Story, *columns: str) -> list[tuple[Any, ...]]:
    """Each mention's text and these columns of its row."""
    rows = story.tables["mentions"].to_pylist()
    return [(story.text[row["start"] : row["end"]], *(row[name] for name in columns)) for row in rows]


def test_each_mention_has_its_span_head_form_kind_and_state() -> None:
    found = found_in(TALE, [("Anne", "PER", "PROP", 0.9), ("the soldiers of the old inn", "PER", "NOM", 0.8),
                            ("the old inn", "FAC", "NOM", 0.7)])  # fmt: skip
    rows = found["mentions"].to_pylist()
    assert [TALE[row["start"] : row["end"]] for row in rows] == ["Anne", "the soldiers of the old inn", "the old inn"]
    assert [row["form"] for row in rows] == ["proper", "common", "common"]
    assert [row["kind"] for row in rows] == ["person", "person", "place"]
    states = found["mention_states"].to_pylist()
    assert [(row["first_token"], row["last_token"]) for row in states] == [(0, 0), (2, 7), (5, 7)]
    assert [row["link"][0] for row in states] == [0, LINK_SIZE, 2 * LINK_SIZE]
    assert [row["new"] for row in states] == [0, 1, 2]


@pytest.mark.parametrize(
    ("kind", "expected", "place_kind"),
    [("PER", "person", None), ("FAC", "place", "facility"), ("GPE", "place", "geopolitical"),
     ("LOC", "place", "location"), ("VEH", "vehicle", None), ("ORG", "organisation", None)],
)  # fmt: skip
def test_only_places_have_a_kind_of_place(kind: str, expected: str, place_kind: str | None) -> None:
    (row,) = found_in("Gondor slept.", [("Gondor", kind, "PROP", 0.9)])["mentions"].to_pylist()
    assert (row["kind"], row["place_kind"]) == (expected, place_kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("They", "group"), ("We", "group"), ("The soldiers", "group"), ("She", "person"), ("Anne", "person")],
)
def test_several_people_are_a_group(words: str, kind: str) -> None:
    (row,) = found_in(f"{words} slept.", [(words, "PER", "PRON", 0.9)])["mentions"].to_pylist()
    assert row["kind"] == kind


@pytest.mark.parametrize(
    ("words", "said", "form"),
    [
        ("She", "PROP", "pronoun"),
        ("It", "NOM", "pronoun"),
        ("her wife", "PRON", "common"),
        ("Anne", "PROP", "proper"),
        ("nobody", "PRON", "pronoun"),
    ],
)
def test_a_personal_pronoun_is_one_and_no_phrase_is(words: str, said: str, form: str) -> None:
    (row,) = found_in(f"{words} slept.", [(words, "PER", said, 0.9)])["mentions"].to_pylist()
    assert row["form"] == form


def test_no_mention_begins_in_a_quotation_and_ends_outside() -> None:
    text = "“Well, Anne,” said Tom. The “Lion” was shut."
    phrases = {"Anne,” said Tom": "PER", "Tom": "PER", "The “Lion”": "FAC"}
    spans: list[Span] = [(words, kind, "PROP", 0.9) for words, kind in phrases.items()]
    found = found_in(text, spans, quoted=("“Well, Anne,”", "“Lion”"))["mentions"]
    kept = [text[mention["start"] : mention["end"]] for mention in found.to_pylist()]
    assert kept == ["Tom", "The “Lion”"]


def test_a_name_is_of_the_kind_that_it_mostly_is() -> None:
    spans: list[Span] = [("Anne", "PER", "PROP", 0.9), ("Anne", "FAC", "PROP", 0.9), ("Anne", "PER", "PROP", 0.9)]
    assert found_in(TALE, spans, NAMES)["mentions"]["kind"].to_pylist() == ["person"] * 3


def test_names_of_people_are_asked_for_and_names_of_places_are_not() -> None:
    assert found_in(TALE, [], NAMES)["wanted"] == [[0, 0], [13, 13], [16, 16], [19, 19]]
    assert found_in(TALE, [], {"Anne": (0, "place"), "Quill": (1, "group")})["wanted"] == [[19, 19]]


def test_a_name_passed_over_is_believed_where_the_model_mostly_finds_it() -> None:
    spans = [("Anne", "PER", "PROP", 0.9), ("her", "PER", "PRON", 0.9), ("Anne", "PER", "PROP", 0.9),
             ("Anne", "PER", "PROP", 0.2), ("Quill", "PER", "PROP", 0.2)]  # fmt: skip
    found = found_in(TALE, spans, NAMES)
    texts = [TALE[row["start"] : row["end"]] for row in found["mentions"].to_pylist()]
    assert texts == ["Anne", "her", "Anne", "Anne"]
    assert len(found["mention_states"]) == 4


def test_the_words_that_name_events_are_those_probable() -> None:
    found = found_in("Anne ran home", [])
    assert found["triggers"].to_pylist() == [{"token": 1, "confidence": 0.5}, {"token": 2, "confidence": 1.0}]


def test_nothing_found_is_no_row() -> None:
    found = found_in("It rained.", [])
    assert [len(found[name]) for name in ("mentions", "mention_states")] == [0, 0]


@pytest.fixture(scope="module")
def inn() -> Story:
    return read_text(
        "Anne Shirley lived in Avonlea with the old man who kept the inn. She loved him. The soldiers marched to "
        "London. They slept in the church. Her old friend came by ship."
    )


@pytest.mark.parametrize(
    ("text", "form", "kind", "place_kind"),
    [
        ("Anne Shirley", "proper", "person", None),
        ("Avonlea", "proper", "place", "geopolitical"),
        ("the old man who kept the inn", "common", "person", None),
        ("the inn", "common", "place", "facility"),
        ("She", "pronoun", "person", None),
        ("him", "pronoun", "person", None),
        ("The soldiers", "common", "group", None),
        ("London", "proper", "place", "geopolitical"),
        ("They", "pronoun", "group", None),
        ("the church", "common", "place", "facility"),
        ("Her old friend", "common", "person", None),
        ("Her", "pronoun", "person", None),
    ],
)
def test_names_descriptions_and_pronouns_are_found_one_inside_another(
    inn: Story, text: str, form: str, kind: str, place_kind: str | None
) -> None:
    assert (text, form, kind, place_kind) in rows_of(inn, "form", "kind", "place_kind")


@pytest.mark.parametrize(
    ("text", "head"),
    [("the old man who kept the inn", "man"), ("Anne Shirley", "Shirley"), ("Her old friend", "friend")],
)
def test_the_head_is_the_word_that_the_others_hang_on(inn: Story, text: str, head: str) -> None:
    token = dict(rows_of(inn, "head_token"))[text]
    start, end = inn.column("tokens", "start")[token], inn.column("tokens", "end")[token]
    assert inn.text[start:end] == head


def test_mentions_are_in_reading_order_and_their_heads_inside_them(example_story: Story) -> None:
    rows = example_story.tables["mentions"].to_pylist()
    spans = [(row["start"], -row["end"]) for row in rows]
    assert spans == sorted(set(spans))
    for row in rows:
        assert (row["place_kind"] is not None) == (row["kind"] == "place")
        assert row["place_kind"] in (None, *PLACE_KINDS)
        start, end = (example_story.column("tokens", name)[row["head_token"]] for name in ("start", "end"))
        assert row["start"] <= start < end <= row["end"]


def test_whatever_speaks_is_somebody() -> None:
    story = read_text('"Come in," said the Teapot. "It is late," the Teapot said, and everybody looked at the Teapot.')
    assert [text for text, _ in rows_of(story, "kind") if "Teapot" in text] == ["the Teapot"] * 3
    assert {quote.speaker and quote.speaker.name for quote in story.quotes} == {"the Teapot"}


@pytest.mark.parametrize("text", ["It rained. One never knows.", "It was late. It was cold. It rained.", "Rain."])
def test_what_refers_to_nothing_makes_no_character(text: str) -> None:
    assert list(read_text(text).characters) == []


def test_a_name_that_is_a_pronoun_too_stops_nothing() -> None:
    text = "Every one but Ray called her “Thee-a”, so he called her “Thee.” Thea asked him why. “Thee,” he said."
    assert [quote.speaker and quote.speaker.name for quote in read_text(text).quotes][-1] == "Ray"
