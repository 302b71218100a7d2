"""What happens, who does it and to whom."""

from __future__ import annotations

import pytest

from fabula import read_text
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.reading.events import find_events
from fabula.schema import table_of
from fabula.sources import document_from_text
from fabula.story import Story

PEOPLE = ("Anne", "Tom", "dog", "Marilla")
Found = dict[str, tuple[str, str | None, str | None]]  # the trigger -> kind, agent, patient


def events_of(text: str, happened: str = "") -> Found:
    """The events in a sentence about Anne, Tom, Marilla and the dog in which the words ``happened`` are triggers."""
    document = document_from_text(text)
    tables = parse(text, split_paragraphs(document), 1)
    syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
    heads = [token for token, word in enumerate(syntax.text) if word in PEOPLE]
    known = [syntax.text[token] for token in heads]
    nothing = [None] * len(heads)
    mentions = {
        "start": syntax.start[heads],
        "end": syntax.end[heads],
        "head_token": heads,
        "form": ["proper"] * len(heads),
        "kind": ["person"] * len(heads),
        "place_kind": nothing,
        "entity": [PEOPLE.index(word) for word in known],
        **{f"entity_{name}": nothing for name in ("confidence", "by", "evidence_start", "evidence_end")},
    }
    triggers = [token for token, word in enumerate(syntax.text) if word in happened.split()]
    found = find_events(
        syntax,
        table_of("mentions", mentions),
        table_of("triggers", {"token": triggers, "confidence": [0.9] * len(triggers)}),
    )["events"].to_pylist()
    return {
        text[row["start"] : row["end"]]: (row["kind"], *(_person(row[role]) for role in ("agent", "patient")))
        for row in found
    }


def _person(entity: int | None) -> str | None:
    return None if entity is None else PEOPLE[entity]


@pytest.mark.parametrize(
    ("text", "trigger", "agent", "patient"),
    [
        ("Anne struck Tom.", "struck", "Anne", "Tom"),
        ("Anne gave Tom a book.", "gave", "Anne", "Tom"),
        ("Anne laughed.", "laughed", "Anne", None),
        ("The door struck Tom.", "struck", None, "Tom"),
        ("Tom was struck by Anne.", "struck", "Anne", "Tom"),
        ("Tom was struck.", "struck", None, "Tom"),
        ("Tom was bitten by the dog.", "bitten", "dog", "Tom"),
        ("Tom was struck and beaten by Anne.", "beaten", "Anne", "Tom"),
        ("Tom was struck and beaten.", "beaten", None, "Tom"),
        ("Tom was struck by Anne and fell.", "fell", "Tom", None),
        ("Anne struck Tom and laughed.", "laughed", "Anne", None),
        ("Anne began to beat Tom.", "beat", "Anne", "Tom"),
        ("Tom, who had struck Anne, fled.", "struck", "Tom", "Anne"),
        ("Tom, who had struck Anne, fled.", "fled", "Tom", None),
        ("Marilla watched Anne, and Tom laughed.", "laughed", "Tom", None),
        ("Tom's departure surprised Anne.", "departure", "Tom", None),
        ("Tom's departure surprised Anne.", "surprised", None, "Anne"),
    ],
)
def test_who_does_it_and_to_whom_is_read_off_the_syntax(
    text: str, trigger: str, agent: str | None, patient: str | None
) -> None:
    assert events_of(text, happened=trigger)[trigger] == ("realis", agent, patient)


def test_every_verb_that_is_no_trigger_is_an_event_of_another_kind() -> None:
    assert {word: kind for word, (kind, _, _) in events_of("Anne ran, but Tom did not run.", "ran").items()} == {
        "ran": "realis",
        "run": "other",
    }


def test_a_noun_is_an_event_only_where_it_is_a_trigger() -> None:
    assert "arrival" not in events_of("Tom feared the arrival of Anne.")
    assert events_of("Tom feared the arrival of Anne.", "arrival")["arrival"][0] == "realis"


def test_auxiliaries_are_no_events() -> None:
    assert set(events_of("Anne has been ill. Tom did not sing. Anne had a dog.")) == {"sing"}


def test_a_text_without_verbs_has_no_events() -> None:
    assert events_of("Rain. Anne. Night.") == {}


def test_a_chain_of_participles_without_end_is_read() -> None:
    chain = "Tom was struck" + " and struck" * 2000 + "."
    assert len(events_of(chain)) == 1


def kind_of(text: str, lemma: str) -> str:
    """The kind of the only event of this verb."""
    (event,) = (event for event in read_text(text).events if event.lemma == lemma)
    return event.kind


@pytest.mark.parametrize("text", ["Anne opened the door and ran home.", "At nine Anne opened the door. Tom laughed."])
def test_what_is_told_as_having_happened_is_realis(text: str) -> None:
    assert kind_of(text, "open") == "realis"


@pytest.mark.parametrize(
    "text",
    [
        "Anne did not open the door.",
        "Anne never opened the door.",
        "Anne would open the door.",
        "Anne could open the door.",
        "Anne will open the door tomorrow.",
        "If Anne opens the door, Tom will run.",
        "Anne used to open the door.",
        "Anne wanted to open the door.",
    ],
)
def test_what_is_denied_possible_wished_or_habitual_is_not(text: str) -> None:
    assert kind_of(text, "open") == "other"


def test_a_passive_is_read_whole() -> None:
    story = read_text("Tom was kissed by Anne. Anne laughed. Tom was glad.")
    event = next(event for event in story.events if event.lemma == "kiss")
    assert event.agent is not None
    assert event.patient is not None
    assert (event.kind, event.agent.name, event.patient.name) == ("realis", "Anne", "Tom")


def test_every_event_stands_on_its_trigger(example_story: Story) -> None:
    rows = example_story.tables["events"].to_pylist()
    assert len(rows) > 100
    assert {row["kind"] for row in rows} == {"realis", "other"}
    assert [row["trigger_token"] for row in rows] == sorted({row["trigger_token"] for row in rows})
    starts, ends = example_story.column("tokens", "start"), example_story.column("tokens", "end")
    assert all((starts[row["trigger_token"]], ends[row["trigger_token"]]) == (row["start"], row["end"]) for row in rows)
