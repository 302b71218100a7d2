"""Who means what to whom: statements, address, deeds, denials, and how it changes, in short stories."""

from __future__ import annotations

from functools import cache

import pytest

import fabula
from fabula.archive_tags import archive_tags
from fabula.reading.ties.course import Course, _turned
from fabula.reading.ties.relations import Relation, relations
from fabula.reading.ties.sign import Sign
from fabula.story import Story
from fabula.ties import Relationship

FILLER = "The rain fell on the town and the river rose. " * 12


@cache
def read(text: str) -> Story:
    """The story, read once for all tests."""
    return fabula.read_text(text)


def ties(text: str, kind: str) -> list[Relationship]:
    """The ties of a kind."""
    return [tie for tie in read(text).relationships if tie.kind == kind]


def said(tie: Relationship) -> tuple[str, str | None, str]:
    """Who is what to whom, by first names."""
    return tie.source.name.split()[0], tie.role, tie.target.name.split()[0]


BROTHER = (
    "Anne Weiss walked with Tom Weiss, her brother. “Our father is ill,” said Anne. Tom nodded. "
    "Anne's brother said nothing. They went home together, and Tom made the tea."
)
MOTHER = (
    "“Mother, I am hungry,” said Peter. Clara laughed. Clara was the mother of Peter. “Wait, Peter,” said Clara. "
    "Peter kissed his mother Clara."
)
MARRIED = (
    "Emma Holt and George Holt lived by the sea. George was her husband. “My wife Emma is out,” said George. "
    "Emma came in, and George kissed her. Emma kissed her husband George."
)
LOVERS = (
    "Sam Reed opened the door. Jo Marsh came in. Jo was Sam's boyfriend. Sam kissed Jo. “I love you, darling,” said "
    "Sam to Jo. “I love you, Sam,” said Jo."
)
ENEMIES = (
    "Karl Voss hated Otto Brandt. Otto was his enemy. Otto struck Karl. Karl betrayed Otto and stabbed him. "
    "“I hate you, villain,” said Karl to Otto. “I hate you,” said Otto."
)
RIVALS = (
    "Nina Ford and Lea Stone were rivals. Nina was jealous of Lea. Lea was her rival for the prize. "
    "“You lost,” said Lea to Nina. “I shall win,” said Nina."
)
ALLIES = (
    "Mark Dunn and Paul Grey were allies. Paul was his ally in the strike. “We stand together,” said Mark to Paul. "
    "“Always, comrade,” said Paul."
)
CAPTAIN = (
    "Captain Morrow called Jim Dale. “Yes, sir,” said Jim to Captain Morrow. Jim obeyed Captain Morrow. "
    "“Go forward, Jim,” said Captain Morrow. “Aye, sir,” said Jim."
)
RECONCILED = (
    "Ada Finch hated Rose Bell. Ada insulted Rose. Rose struck Ada. “I hate you,” said Ada to Rose.\n\n"
    "Years passed. Rose was her friend now. Ada forgave Rose and hugged her. “You are my best friend,” said Ada to "
    "Rose. “And you are mine, dear,” said Rose to Ada."
)
WEDDING = (
    "Hugh Benson loved Kate Moss. “Good morning,” said Hugh to Kate. Kate nodded. " + FILLER + "\n\n"
    "In June Hugh married Kate. Kate was his wife. “My wife is here,” said Hugh. Kate kissed her husband Hugh."
)
MARRIED_BEFORE = "George was the husband of Emma. Emma kissed her husband George. " + FILLER * 3
DENIED = "Tom Weiss was not her father. Eva Lind looked at Tom Weiss. Tom was like a father to Eva."

WORKED = (
    "Nora Finch was tired. Nora worked for Mr. Gray at the mill. Mr. Gray paid her on Fridays. "
    "“You are late, Nora,” said Mr. Gray. “I am sorry,” said Nora."
)
PACT = (
    "Ivo Hart and Bess Lowe made a pact. Ivo trusted Bess. “We are in this together,” said Ivo to Bess. "
    "“To the end,” said Bess."
)
LOCKED = (
    "Harry locked Ginny Vale up in the cellar. He starved her. Ginny hated Harry. “Let me out,” said Ginny to Harry."
)
WESTONS = (
    "Mr. Weston opened the door. Mrs. Weston poured the tea. “Sit down,” said Mrs. Weston. "
    "Mr. Weston sat down by the fire. Emma came in. “Good evening, Mrs. Weston,” said Emma."
)
NARRATED = (
    "My name is Camila Reyes. My brother Mateo drove. I sat beside him. “Slow down,” I said. Mateo laughed. "
    "“You always say that,” said Mateo."
)
VICAR = (
    "Ada Penn was the daughter of Ralph Penn. Ralph Penn loved his daughter Ada. One day the vicar, Mr. Hale, said "
    "to Ada, “My child, I am glad.” “Father,” said Ada to Mr. Hale, “pray for us.”"
)


@pytest.mark.parametrize(
    ("text", "kind", "names", "role"),
    [
        (BROTHER, "family", {"Tom", "Anne"}, "sibling"),
        (MARRIED, "romance", {"Emma", "George"}, "married"),
        (LOVERS, "romance", {"Jo", "Sam"}, "couple"),
        (ENEMIES, "enmity", {"Karl", "Otto"}, None),
        (RIVALS, "rivalry", {"Nina", "Lea"}, None),
        (ALLIES, "alliance", {"Mark", "Paul"}, None),
        (RECONCILED, "friendship", {"Ada", "Rose"}, None),
        (WORKED, "authority", {"Mr.", "Nora"}, "employer"),
        (PACT, "alliance", {"Ivo", "Bess"}, None),
        (WESTONS, "romance", {"Mr.", "Mrs."}, "married"),
        (NARRATED, "family", {"Mateo", "Camila"}, "sibling"),
    ],
)
def test_a_tie_is_found_with_its_kind_and_role(text: str, kind: str, names: set[str], role: str | None) -> None:
    source, found, target = said(ties(text, kind)[0])
    assert ({source, target}, found) == (names, role)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (MOTHER, "family", ("Clara", "parent", "Peter")),
        (CAPTAIN, "authority", ("Captain", "commander", "Jim")),
        (LOCKED, "authority", ("Harry", "captor", "Ginny")),
    ],
)
def test_the_elder_or_the_one_with_power_comes_first(text: str, kind: str, expected: tuple[str, str, str]) -> None:
    assert [said(tie) for tie in ties(text, kind)] == [expected]


def test_somebody_has_one_father_whoever_else_is_called_so() -> None:
    assert [said(tie) for tie in ties(VICAR, "family")] == [("Ralph", "parent", "Ada")]


def test_what_is_denied_and_what_is_only_likened_ties_nobody() -> None:
    assert ties(DENIED, "family") == []


def test_enemies_who_become_friends_have_two_ties_the_one_ending_where_the_other_begins() -> None:
    (enmity,), (friendship,) = ties(RECONCILED, "enmity"), ties(RECONCILED, "friendship")
    assert enmity.ends == friendship.begins
    assert RECONCILED.index("Years passed") < friendship.begins  # type: ignore[operator]
    assert friendship.ends is None
    assert enmity.valence < 0 < friendship.valence


def test_a_marriage_in_the_story_begins_there_and_one_before_it_has_no_beginning() -> None:
    married = next(tie for tie in ties(WEDDING, "romance") if tie.role == "married")
    assert married.begins is not None
    assert WEDDING.index("In June") < married.begins
    assert next(tie for tie in ties(MARRIED_BEFORE, "romance") if tie.role == "married").begins is None
    wishes = [tie for tie in ties(WEDDING, "romance") if tie.role == "wish"]
    assert all(said(tie) == ("Hugh", "wish", "Kate") and tie.ends == married.begins for tie in wishes)


def test_every_tie_shows_its_passage_and_its_signs() -> None:
    for text in (BROTHER, MOTHER, MARRIED, ENEMIES, RIVALS, CAPTAIN):
        for tie in read(text).relationships:
            assert tie.text
            assert len(tie.signs) > 0
            assert 0 < tie.confidence <= 1
            assert -1 <= tie.valence <= 1
    (tie,) = ties(BROTHER, "family")
    assert tie.text == "Tom Weiss, her brother"
    assert {sign.kind for sign in tie.signs} == {"statement"}


def test_strangers_have_no_tie() -> None:
    assert len(read("Nell Carr bought bread. The baker took the coins. Rob Hale passed the shop.").relationships) == 0


def test_an_empty_text_has_no_ties() -> None:
    story = read("The rain fell. The river rose.")
    assert [len(story.tables[name]) for name in ("relationships", "relationship_signs", "valences")] == [0, 0, 0]


def test_a_pair_with_many_signs_has_a_curve_from_warm_to_cold() -> None:
    warm = "“Dear Otto, my dear friend,” said Karl to Otto. “I love you, dear Karl,” said Otto. Karl hugged Otto.\n\n"
    cold = "“I hate you, traitor,” said Karl to Otto. “I hate you, liar,” said Otto. Karl struck Otto.\n\n"
    story = read("Karl Voss met Otto Brandt.\n\n" + f"* * *\n\n{warm}" * 3 + f"* * *\n\n{cold}" * 3)
    curve = story.tables["valences"].sort_by("scene").to_pylist()
    assert len(curve) >= 4
    assert curve[0]["valence"] > 0 > curve[-1]["valence"]


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("father", Relation("family", "parent")),
        ("daughter", Relation("family", "parent", is_turned=True)),
        ("governess", Relation("authority", "employer", is_turned=True)),
        ("pupil", Relation("authority", "teacher", is_turned=True)),
        ("fiancée", Relation("romance", "engaged")),
        ("rival", Relation("rivalry", None)),
    ],
)
def test_a_noun_says_what_its_bearer_is_to_its_owner(word: str, relation: Relation) -> None:
    assert relations()[word] == relation


def test_two_cold_ties_and_a_warm_one_of_a_pair_turn_without_losing_each_other() -> None:
    def course(kind: str, *places: int) -> Course:
        signs = tuple(Sign(0, 1, kind, None, "statement", at, at + 1, 0.9) for at in places)
        return Course(kind, None, 0, 1, None, None, 0.8, signs)

    found = [course("enmity", 10, 20), course("rivalry", 30, 40), course("friendship", 500, 600)]
    enmity, rivalry, friendship = _turned(found)
    assert (enmity.ends, rivalry.ends, friendship.begins) == (500, 500, 500)


def test_what_somebody_would_do_shows_less_than_what_they_did() -> None:
    told = "Nell Ward looked at Ben Cole, and Ben looked at the boat. “{} you,” said Nell to Ben. “{} you, Ben.”"
    did, would = (
        max(tie.confidence for tie in ties(told.format(*[w] * 2), "authority")) for w in ("I hired", "I’d hire")
    )
    assert would < did


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna hated Mark. Mark hated Anna too. “I hate you,” said Anna. “I hate you more,” said Mark.", "enmity"),
        (
            "Draco couldn't stand Harry. “Potter,” said Draco. “Malfoy,” said Harry. They glared at each other.",
            "enmity",
        ),
        ("Mark was Anna's worst enemy. Mark laughed when Anna fell. Anna swore she would pay him back.", "enmity"),
        ("Anna and Mark were sworn enemies. Anna led the north. Mark led the south.", "enmity"),
        ("Mark tried to kill Anna in the lift. Anna broke his wrist. Mark fled.", "enmity"),
        ("Mark betrayed Anna to the police. Anna got six years. Mark got her flat.", "enmity"),
        ("Dele was holding hands with Marcus in front of the whole class. Marcus smiled at Dele.", "romance"),
        ("Anna and Mark got married in May. Mark wept at the wedding. Anna did not.", "romance"),
        ("Anna and Mark had two children. The children slept. Anna cooked. Mark read.", "romance"),
        ("Anna and Mark made a deal. Anna shook Mark's hand. Mark smiled.", "alliance"),
        ("Anna and Mark were rivals. Each wanted the prize. “You'll lose,” said Anna. “Never,” said Mark.", "rivalry"),
        ("Anna was Mark's only child. Mark packed her lunch. Anna forgot it.", "family"),
        ("Anna was Mark's stepsister. They shared a bathroom. Mark was untidy. Anna was not.", "family"),
        ("Nonna Lucia made the soup. “Nonna, sit down,” said Paolo. “I sit when I eat,” said Lucia.", "family"),
        ("“Is Tía Pilar coming?” asked Marisol. “Tía Pilar is late, Marisol,” said Esteban. Pilar ran.", "family"),
    ],
)
def test_a_plain_word_for_a_tie_is_enough(text: str, kind: str) -> None:
    assert kind in {tie.kind for tie in read(text).relationships}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna and Mark turned against the king. Anna had a sword. Mark had a horse.", "enmity"),
        ("Anna and Mark fell. Anna laughed. Mark rubbed his knee.", "romance"),
        ("Anna and Mark were cousins. Anna was older. Mark was taller.", "romance"),
        ("“Child,” said Father Anselm to Mark, “go home.” Mark went. Father Anselm prayed.", "family"),
    ],
)
def test_what_two_do_together_is_no_tie_between_them(text: str, kind: str) -> None:
    assert kind not in {tie.kind for tie in read(text).relationships}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ruth had three children: Ned, Theo and Poppy. Ned was at sea. Theo was at school. Poppy was two.",
            {("Ruth", "parent", name) for name in ("Ned", "Theo", "Poppy")} | {("Ned", "sibling", "Theo")},
        ),
        (
            "Poppy was the youngest. Her brothers, Ned and Theo, were already at sea. Ned wrote. Theo did not.",
            {("Ned", "sibling", "Poppy"), ("Poppy", "sibling", "Theo")},
        ),
        ("Ruth's eldest, Ned, was at sea. Ned wrote home. Ruth wrote back.", {("Ruth", "parent", "Ned")}),
        ("Ruth Hale was born in Leith to Thomas. Thomas was a cooper. Ruth sang.", {("Thomas", "parent", "Ruth")}),
        ("Ruth gave birth to Poppy in the car. Theo drove. Poppy screamed.", {("Ruth", "parent", "Poppy")}),
        (
            "My name is Poppy. My father's name is Theo. Theo fixes boats. I hold the nails.",
            {("Theo", "parent", "Poppy")},
        ),
        ("Anna had been seeing Mark since June. Mark played the bass. Anna sang.", {("Anna", "couple", "Mark")}),
        ("Mark and Anna had an affair. Ruth found out. Mark lied. Anna did not.", {("Anna", "couple", "Mark")}),
        ("Anna's wedding to Mark was in May. Anna bought shoes. Mark bought a kite.", {("Anna", "married", "Mark")}),
    ],
)
def test_kin_and_couples_are_told_in_many_ways(text: str, expected: set[tuple[str, str | None, str]]) -> None:
    found = {said(tie) for tie in read(text).relationships}
    assert expected <= found | {(target, role, source) for source, role, target in found if role != "parent"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ruth kissed the top of her son's head. Ned squirmed. “Stop it,” said Ned. Ruth kissed him again.", "romance"),
        ("Mark was Anna's rival for the prize. Anna practised. Mark practised more.", "enmity"),
        ("Ruth was the daughter of Captain Hale. “Ruth, come aboard,” said Captain Hale.", "authority"),
        ("Her eldest brother Tom was at sea. “Tom is late,” said Anne. Anne waited for Tom.", "romance"),
    ],
)
def test_what_another_tie_explains_is_no_tie_of_its_own(text: str, kind: str) -> None:
    assert kind not in {tie.kind for tie in read(text).relationships}


FATHER = (
    "My name is Luz. My father was on the roof. My father looked down at me, and he nodded. I held the ladder. "
    "“Move,” said my father. He came down. I wept, and my father sat on the ground. My father laughed. He took my hand."
)


def test_who_is_only_called_father_is_told_to_be_a_father_and_makes_no_tag() -> None:
    (tie,) = ties(FATHER, "family")
    assert (tie.source.name.casefold(), tie.role, tie.target.name) == ("my father", "parent", "Luz")
    assert archive_tags(read(FATHER)) == []
