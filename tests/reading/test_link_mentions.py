"""Which mentions are one person: what is certain holds, whatever the link scorer says."""

from __future__ import annotations

import pytest
from by_hand import Linked, Person, moody, shy
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula import read_text
from fabula.story import Story

ANNE = Person("Anne Shirley, Anne, Miss Shirley", "woman")
TOM = Person("Tom", "man")
BELL = Person("Mrs. Bell", "woman")
ME = Person("Watson", "man", is_narrator=True)


def test_two_named_characters_are_never_merged_and_the_forms_of_one_name_always_are() -> None:
    linked = Linked("{Anne Shirley} met {Tom}. {Tom} bowed. {Miss Shirley} met {Tom}. {Anne} left.", [ANNE, TOM])
    assert linked.entities == [0, 1, 1, 0, 1, 0]


def test_a_name_is_whom_it_names_even_where_everybody_seems_new() -> None:
    assert Linked("{Anne} left. {Anne} came.", [ANNE], shy).entities == [0, 0]


def test_somebody_seen_before_being_named_gets_the_name() -> None:
    linked = Linked("{A girl} came in. {She} was {Anne Shirley}. {She} sat down.", [ANNE])
    assert linked.entities == [0, 0, 0, 0]
    assert linked.tables["entities"]["name"].to_pylist() == ["Anne Shirley"]


def test_a_name_joins_nobody_who_bears_another() -> None:
    linked = Linked("{Tom} left. {Anne} came. {London:geopolitical} slept. {Anne} slept.", [ANNE, TOM])
    assert linked.entities == [1, 0, None, 0]


def test_i_in_the_narration_is_the_narrator_whoever_was_mentioned_last() -> None:
    linked = Linked("{Tom} came. {I} saw {Tom}. {My} hand shook.", [TOM, ME])
    assert linked.entities == [0, 1, 0, 1]


def test_without_a_narrator_i_is_left_to_the_scorer() -> None:
    assert Linked("{I} slept. {I} woke.", [TOM], shy).entities == [None, None]


def test_the_narrator_is_neither_he_nor_she_in_the_narration() -> None:
    linked = Linked("{Tom} came. {I} slept. {He} woke. “{He} is well.”", [TOM, ME])
    assert linked.entities[2] == 0
    assert Linked("{I} slept. {He} woke.", [ME]).entities == [0, None]


def test_i_and_you_inside_a_quotation_are_left_open() -> None:
    linked = Linked("{Anne} smiled. “{I} see {you}, {Tom}. {He} is {your} friend.” {I} left.", [ANNE, TOM, ME])
    found = dict(zip([text for text, _ in linked.found], linked.entities, strict=True))
    assert linked.entities[1] is None
    assert (found["you"], found["your"]) == (None, None)
    assert (found["Tom"], linked.entities[-1]) == (1, 2)
    assert linked.entities[4] is not None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("{Mrs. Bell} came. {He} sat down.", [BELL]),
        ("{Tom} came. {Mrs. Bell} came. {He} sat down. {She} rose.", [TOM, BELL]),
        ("{Tom} came. “{She} is here. {Her} hat is here.”", [TOM]),
    ],
)
def test_she_is_no_man_and_he_no_woman_by_name_or_title(text: str, people: list[Person]) -> None:
    assert_genders_agree(Linked(text, people))


def test_somebody_who_was_he_is_not_named_mrs() -> None:
    assert_genders_agree(Linked("{He} came in. {He} coughed. {Mrs. Bell} sat down.", [BELL]))


def test_somebody_who_has_a_name_is_not_given_another() -> None:
    linked = Linked("{Captain Quill} came in. {Quill} coughed. {Anne} sat down.", [ANNE])
    assert linked.found[0][1] == linked.found[1][1] != "Anne Shirley"


def test_where_the_gender_is_a_mere_guess_the_scorer_decides() -> None:
    assert Linked("{Quill} ran. {He} fell.", [Person("Quill", "woman", sure=0.5)]).entities == [0, 0]
    assert Linked("{Rook} ran. {He} fell.", [Person("Rook", "neutral", sure=0.9)]).entities == [0, 0]


def test_who_is_mentioned_only_once_is_no_entity() -> None:
    linked = Linked("{A man} passed {the inn:facility}. {Tom} slept.", [TOM], shy)
    assert linked.entities == [None, None, 0]
    assert len(linked.tables["entities"]) == 1


def test_who_speaks_is_an_entity_though_mentioned_only_once() -> None:
    linked = Linked("“Wait.” said {the porter}. {A man} passed.", scores=shy, speaking=["porter"])
    assert linked.found == [("the porter", "the porter"), ("A man", None)]


def test_who_has_no_name_gets_a_row_after_those_who_have() -> None:
    linked = Linked("{A tall man} came. {The tall man} saw {the tall man}. {He} left {him}.", [ANNE])
    assert linked.entities == [1, 1, 1, 1, 1]
    assert linked.tables["entities"].to_pylist() == [
        {"kind": "person", "name": "Anne Shirley", "is_named": True},
        {"kind": "person", "name": "the tall man", "is_named": False},
    ]
    assert linked.tables["profiles"].to_pylist()[1]["gender"] == "man"
    names = [row for row in linked.tables["entity_names"].to_pylist() if row["entity"] == 1]
    assert {row["name"]: row["count"] for row in names} == {"A tall man": 1, "The tall man": 1, "the tall man": 1}


def test_somebody_is_shown_by_a_description_of_their_own_rather_than_as_somebodys_relation() -> None:
    linked = Linked("{My cousin} came. {My cousin} sat. {A tall man} rose. {He} left.")
    assert linked.tables["entities"]["name"].to_pylist() == ["the tall man"]


def test_the_only_bearer_of_a_title_is_meant_by_it() -> None:
    major, doctor = Person("Major Brown, Brown"), Person("Dr. Salt, Salt")
    linked = Linked("{Major Brown} came. {Dr. Salt} came. {The major} sat. {The doctor} sat.", [major, doctor], shy)
    assert linked.entities == [0, 1, 0, 1]
    two = Linked("{Dr. Salt} came. {Dr. Moss} came. {The doctor} sat.", [doctor, Person("Dr. Moss, Moss")], shy)
    assert two.entities == [0, 1, None]


def test_the_kind_of_somebody_without_a_name_is_that_of_most_mentions() -> None:
    linked = Linked("{The ship:vehicle} sank. {The ship:vehicle} was old. {It:location} was gone.")
    assert linked.tables["entities"]["kind"].to_pylist() == ["vehicle"]


def test_every_decision_names_who_decided_how_surely_and_what_shows_it() -> None:
    linked = Linked("{Anne} slept. {The girl} woke. {She} rose. {Anne} left.", [ANNE])
    rows = linked.tables["mentions"].to_pylist()
    assert [row["entity_by"] for row in rows] == ["rule", "model", "model", "rule"]
    assert [row["entity_confidence"] for row in rows] == pytest.approx([0.95, 1, 1, 0.95], abs=0.01)
    shown = [linked.text[row["entity_evidence_start"] : row["entity_evidence_end"]] for row in rows]
    assert shown == ["Anne", "Anne", "The girl", "She"]


def test_no_mentions_give_no_rows() -> None:
    linked = Linked("It rained.", [TOM])
    assert len(linked.tables["mentions"]) == 0
    assert len(linked.tables["entities"]) == 1


CLAUSES = st.sampled_from(
    [
        "{Anne} came. ", "{Anne Shirley} sat. ", "{Miss Shirley} rose. ", "{Tom} left. ", "{Mrs. Bell} spoke. ",
        "{Watson} slept. ", "{I} woke. ", "{He} ran. ", "{She} fell. ", "{They:group} ran. ", "{It:location} shook. ",
        "{A man} came. ", "{The man} sat. ", "{{his} wife} came. ", "{The inn:facility} burned. ", "{My} hat fell. ",
        "{London:geopolitical} slept. ", "“{I} see {you}. {He} is {my} friend.” ", "“{Tom} knows {her}.” ",
        "“{You} are {Mrs. Bell}.” ", "{The soldiers:group} ran. ", "{Captain Quill} ran. ",
    ]
)  # fmt: skip
PEOPLE = [ANNE, TOM, BELL, ME]


@settings(deadline=None, max_examples=150)
@given(st.lists(CLAUSES, max_size=60), st.integers(0, 2**32 - 1), st.booleans())
def test_what_is_certain_holds_in_any_story_and_for_any_scorer(clauses: list[str], seed: int, has_me: bool) -> None:
    people = PEOPLE if has_me else PEOPLE[:-1]
    linked = Linked("".join(clauses), people, moody(seed))
    bearers = {name: row for row, person in enumerate(people) for name in person.names.split(", ")}
    in_quote = linked.syntax.rows_of_tokens(linked.quotes, "quote")
    times: dict[int, int] = {}
    for (first, last, form, _), entity in zip(linked.mentions, linked.entities, strict=True):
        phrase, word = linked.syntax.phrase(first, last), linked.syntax.lower[last]
        if form == "proper":
            assert phrase not in bearers or entity == bearers[phrase]
        if word in ("i", "my") and in_quote[last] < 0 and has_me:
            assert entity == people.index(ME)
        if word in ("i", "my", "you") and in_quote[last] >= 0:
            assert entity is None
        if entity is not None:
            times[entity] = times.get(entity, 0) + 1
    assert_rows_are_sound(linked, times)


def assert_rows_are_sound(linked: Linked, times: dict[int, int]) -> None:
    """The cast comes first and unchanged; every other row is of somebody mentioned."""
    entities, count = linked.tables["entities"].to_pylist(), len(linked.people)
    assert [row["name"] for row in entities[:count]] == [person.names.split(", ")[0] for person in linked.people]
    assert all(row["is_named"] == (number < count) for number, row in enumerate(entities))
    assert len(linked.tables["profiles"]) == len(entities)
    assert {row["entity"] for row in linked.tables["entity_names"].to_pylist()} == set(range(len(entities)))
    for profile, person in zip(linked.tables["profiles"].to_pylist(), linked.people, strict=False):
        assert person.gender in ("unknown", profile["gender"])
    rows = linked.tables["mentions"].to_pylist()
    assert all(row["entity_evidence_start"] <= row["start"] for row in rows if row["entity"] is not None)
    assert set(times) <= set(range(len(entities)))


@settings(deadline=None, max_examples=150)
@given(st.lists(CLAUSES, max_size=60), st.integers(0, 2**32 - 1))
def test_he_and_she_are_nobody_of_the_other_sex_in_any_story(clauses: list[str], seed: int) -> None:
    everybody = "{Anne} came. {Tom} left. {Mrs. Bell} spoke. {Watson} slept. "
    assert_genders_agree(Linked("".join([everybody, *clauses]), PEOPLE, moody(seed)))


@settings(deadline=None, max_examples=60)
@given(st.lists(CLAUSES, max_size=60), st.integers(0, 2**32 - 1))
def test_nobody_is_made_of_i_and_you_in_quotations_alone(clauses: list[str], seed: int) -> None:
    linked = Linked("".join(clauses), PEOPLE, moody(seed))
    unnamed = set(range(len(PEOPLE), len(linked.tables["entities"])))
    assert unnamed <= {entity for entity in linked.entities if entity is not None}


def assert_genders_agree(linked: Linked) -> None:
    """Nobody whom name or title shows to be a woman is he, and no man she."""
    for (_, last, _, _), entity in zip(linked.mentions, linked.entities, strict=True):
        sex = {"he": "man", "his": "man", "she": "woman", "her": "woman"}.get(linked.syntax.lower[last])
        if sex is not None and entity is not None and entity < len(linked.people):
            assert linked.people[entity].gender == sex, linked.found


def entities_of(story: Story) -> dict[str, str | None]:
    """The name of the entity of each mention, by the mention's text."""
    return {mention.text: mention.entity.name if mention.entity else None for mention in story.mentions}


def test_a_plain_story_is_linked_by_the_real_model() -> None:
    found = entities_of(
        read_text(
            "Anne Shirley lived in Avonlea with the old man who kept the inn. She loved him. The old man loved Anne."
        )
    )
    assert found["She"] == found["Anne"] == "Anne Shirley"
    assert found["him"] == found["The old man"] == "the old man"
    assert found["the inn"] is None


def test_i_is_the_narrator_of_a_story_read_by_the_real_model() -> None:
    story = read_text("I was born in York. My father was a merchant. I went to sea. I never saw him again.")
    (narrator,) = story.narrators
    found = {mention.text: mention.entity for mention in story.mentions}
    assert found["I"] == found["My"] == narrator
    assert found["him"] == found["My father"] != narrator
