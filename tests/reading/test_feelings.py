"""Who feels what toward whom, by words and grammar; the tagger is real, the people are told by their names."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from fabula import read_text
from fabula.language.paragraphs import split_paragraphs
from fabula.language.syntax import Syntax, parse
from fabula.lexicon.moods import mood_of, shared_valences
from fabula.reading.feelings import find_feelings
from fabula.schema import empty_table, table_of
from fabula.schema.kinds import EMOTIONS
from fabula.sources import document_from_text

NAMES = ("Anne", "Tom", "Mary")
MEANT = {"Anne": ("anne", "she", "her", "herself"), "Tom": ("tom", "he", "him", "his"), "Mary": ("mary", "i", "me")}

SURE = 0.5  # of each mention that it means who it means


class Read:
    """A text in which "she" is Anne, "he" Tom, and "I" Mary, who tells it; ``layer`` is of what kind it all is."""

    def __init__(self, text: str, layer: str | None = None) -> None:
        document = document_from_text(text, title=None)
        tables = parse(text, split_paragraphs(document), 1)
        self.syntax = Syntax.of(text, tables["tokens"], tables["sentences"])
        self.text, heads = text, []
        for token, word in enumerate(self.syntax.lower):
            heads += [(token, NAMES.index(name)) for name, forms in MEANT.items() if word in forms]
        made = find_feelings(
            self.syntax,
            quotes=empty_table("quotes"),
            quote_spans=empty_table("quote_spans"),
            entities=pa.table({"kind": ["person"] * len(NAMES)}),
            mentions=pa.table(
                {
                    "head_token": [token for token, _ in heads],
                    "entity": [entity for _, entity in heads],
                    "entity_confidence": [SURE] * len(heads),
                    "form": ["proper"] * len(heads),
                }
            ),
            narration=pa.table({"start": [0], "end": [len(text)], "narrator": [2]}),
            layers=pa.table(
                {
                    "start": [0] * bool(layer),
                    "end": [len(text)] * bool(layer),
                    "kind": [layer] * bool(layer),
                    "owner": [1] * bool(layer),
                    "narrator": pa.array([None] * bool(layer), pa.int32()),
                }
            ),
            scenes=pa.table({"start": [0], "end": [len(text)]}),
            presence=pa.table({"scene": [0] * 3, "entity": [0, 1, 2], "kind": ["present"] * 3}),
        )
        self.rows = made["emotions"].to_pylist()
        self.moods = {row["entity"]: row for row in made["moods"].to_pylist()}

    @property
    def feelings(self) -> list[tuple[str, str | None, str | None]]:
        """Kind, holder and toward whom of each."""
        return [(row["kind"], _name(row["holder"]), _name(row["toward"])) for row in self.rows]


def _name(entity: int | None) -> str | None:
    return None if entity is None else NAMES[entity]


OF_EVERY_KIND = [
    ("Anne was very happy.", "joy"),
    ("She loved the house.", "love"),
    ("Anne was proud.", "pride"),
    ("She hoped that it would rain.", "hope"),
    ("Anne was relieved.", "relief"),
    ("Anne chuckled.", "amusement"),
    ("She was deeply grateful.", "gratitude"),
    ("Anne was astonished.", "surprise"),
    ("She wept all night.", "sadness"),
    ("Anne grieved for years.", "grief"),
    ("She felt lonely.", "loneliness"),
    ("Anne was furious.", "anger"),
    ("She hated the town.", "hatred"),
    ("Her lip curled.", "contempt"),
    ("Anne was disgusted.", "disgust"),
    ("She felt a pang of jealousy.", "jealousy"),
    ("Anne trembled with terror.", "fear"),
    ("She was anxious about the letter.", "worry"),
    ("Anne blushed.", "shame"),
    ("She felt guilty.", "guilt"),
    ("Her face fell.", "disappointment"),
    ("She yearned for the sea.", "longing"),
    ("Anne was bored.", "boredom"),
    ("She spoke calmly.", "calm"),
]


def test_the_sentences_below_have_every_kind_of_feeling() -> None:
    assert {kind for _, kind in OF_EVERY_KIND} == set(EMOTIONS)


@pytest.mark.parametrize(("text", "kind"), OF_EVERY_KIND)
def test_each_kind_of_feeling_is_found_with_who_has_it(text: str, kind: str) -> None:
    found = Read(text)
    assert set(found.feelings) == {(kind, "Anne", None)}
    assert all(row["is_felt"] for row in found.rows)


@pytest.mark.parametrize(
    ("text", "feelings"),
    [
        ("Anne was furious with Tom.", [("anger", "Anne", "Tom")]),
        ("Anne feared Tom.", [("fear", "Anne", "Tom")]),
        ("Tom was feared by Anne.", [("fear", "Anne", "Tom")]),
        ("Tom frightened Anne.", [("fear", "Anne", "Tom")]),
        ("Anne was frightened by Tom.", [("fear", "Anne", "Tom")]),
        ("A wave of shame came over Tom.", [("shame", "Tom", None)]),
        ("Her sudden anger surprised nobody.", [("anger", "Anne", None)]),
        ("To her surprise the door was open.", [("surprise", "Anne", None)]),
        ("There was fear in her eyes.", [("fear", "Anne", None)]),
        ("Terror seized Tom.", [("fear", "Tom", None)]),
        ("Her love for Tom was no secret.", [("love", "Anne", "Tom")]),
        ('"Go away," said Anne bitterly.', [("anger", "Anne", None)]),
        ("She looked at him with contempt.", [("contempt", "Anne", "Tom")]),
        ("Anne spoke in an angry voice.", [("anger", "Anne", None)]),
        ("The news made him miserable.", [("sadness", "Tom", None)]),
        ("Tom smiled at Anne.", [("joy", "Tom", "Anne")]),
        ("Furious, Anne left the room.", [("anger", "Anne", None)]),
        ("Anne and Tom were delighted.", [("joy", "Anne", None), ("joy", "Tom", None)]),
        ("I was terrified of Tom.", [("fear", "Mary", "Tom")]),
        ("It was a great relief to Anne.", [("relief", "Anne", None)]),
        ("He found her in tears.", [("sadness", "Anne", None)]),
        ("Tom was laughed at by Anne.", [("amusement", "Anne", "Tom")]),
        ('Anne was crying. "Come here!" said Tom.', [("sadness", "Anne", None)]),
        ("His lips trembled.", [("sadness", "Tom", None)]),
        ("Her heart sank.", [("sadness", "Anne", None)]),
        ("Anne was fond and proud of me.", [("love", "Anne", "Mary"), ("pride", "Anne", "Mary")]),
    ],
)
def test_who_feels_and_toward_whom_is_read_off_the_grammar(
    text: str, feelings: Sequence[tuple[str, str, str | None]]
) -> None:
    assert Read(text).feelings == list(feelings)


@pytest.mark.parametrize(
    "text",
    [
        "Anne was not angry.",
        "Was Anne angry?",
        "If Anne was angry, nobody knew.",
        "She would be furious.",
        "He must not be sad.",
        "Anne felt no fear.",
        "She went in without fear.",
        "Anne tried to be happy.",
        "Anne ought to have been happy.",
        "She kept from crying.",
        "Tom looked as if he were afraid.",
        "Anne never smiled.",
        "She almost laughed.",
        "Anne looked neither pleased nor angry.",
        "It might have made her uneasy.",
    ],
)
def test_what_is_denied_asked_or_only_possible_is_not_felt(text: str) -> None:
    assert {row["is_felt"] for row in Read(text).rows} == {False}


@pytest.mark.parametrize(
    "text",
    [
        "Anne was not only angry but tired.",
        "Anne had never been so happy.",
        "She could not hide her fear.",
        "Anne seemed to be angry.",
        "He saw that she was crying.",
        "No! She hated him.",
        "It used to make her angry.",
    ],
)
def test_what_only_looks_denied_is_felt(text: str) -> None:
    assert [row["is_felt"] for row in Read(text).rows] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid he is out.",
        "I am sorry.",
        "He said sorry.",
        "I am glad to meet Tom.",
        "I hope he is well.",
        "What a shame!",
        "Happy birthday, Tom!",
        "Poor thing, said Anne.",
        "Anne emptied the contents of the box.",
        "Her dress was blue.",
        "Dear sir, he wrote.",
        "Tom went out in spite of the rain.",
        "Anne sat cross-legged.",
        '"Come here!" cried Anne.',
        "Anne cried out for help.",
        "Anne cried--“Silence!”",
        "Happily, Tom was at home.",
        "It was a sad day.",
        "The evening was calm.",
        "Anne missed the train.",
        "She relieved him of his coat.",
        "It was bitterly cold, and Tom went in.",
        "She gasped for air.",
        "Tom pleaded guilty.",
        "Anne composed a letter.",
        "She cherished a plan.",
        "All the long evening she sat there.",
    ],
)
def test_idioms_greetings_and_things_have_no_feelings(text: str) -> None:
    assert Read(text).feelings == []


def test_a_feeling_in_a_mere_possibility_is_not_felt() -> None:
    assert [row["is_felt"] for row in Read("Anne was happy.", layer="hypothetical").rows] == [False]
    assert [row["layer"] for row in Read("Anne was happy.", layer="memory").rows] == [0]


def test_the_passage_of_a_feeling_is_the_words_that_tell_of_it() -> None:
    found = Read("Slowly her heart began to race, and her heart raced on.")
    assert [found.text[row["start"] : row["end"]] for row in found.rows] == ["heart raced"]


def test_who_says_i_in_a_line_is_its_speaker() -> None:
    story = read_text(
        '"I am furious with Tom Bell," said Anne Grey.\n\n"I was only frightened," said Tom Bell. Anne Grey laughed.\n'
    )
    found = [(row.kind, row.holder.name if row.holder else None) for row in story.emotions]
    assert found == [("anger", "Anne Grey"), ("fear", "Tom Bell"), ("amusement", "Anne Grey")]
    assert story.emotions[0].toward is not None
    assert story.emotions[0].toward.name == "Tom Bell"


def test_a_feeling_is_no_surer_than_who_its_holder_is() -> None:
    (row,) = Read("Anne was furious.").rows
    assert 0.5 * SURE < row["confidence"] <= SURE


def test_every_feeling_of_a_story_stands_on_its_word_and_names_people() -> None:
    story = read_text("Anne Grey was happy. Tom Bell was afraid of Anne Grey. Nobody else felt any joy.\n")
    assert [(row.kind, row.text) for row in story.emotions][:2] == [("joy", "happy"), ("fear", "afraid")]
    assert all(0 < row.confidence <= 1 for row in story.emotions)


@pytest.mark.parametrize("text", ["", "Rain.", "12 34", "Happy!", "Oh!"])
def test_a_text_without_people_has_no_feelings(text: str) -> None:
    if text:
        assert Read(text).rows == []
    else:
        nothing = {name: empty_table(name) for name in ("tokens", "sentences", "quotes", "quote_spans", "entities")}
        nothing |= {name: empty_table(name) for name in ("mentions", "narration", "layers", "scenes", "presence")}
        syntax = Syntax.of("", nothing.pop("tokens"), nothing.pop("sentences"))
        assert [len(table) for table in find_feelings(syntax, **nothing).values()] == [0, 0]


def test_the_mood_of_a_scene_is_the_mean_of_its_rated_words() -> None:
    moods = Read("Anne was happy. The murder was forgotten.").moods
    happy, murder = (mood_of(word, word, pos) for word, pos in (("happy", "ADJ"), ("murder", "NOUN")))
    forgotten = mood_of("forgotten", "forget", "VERB")
    assert happy is not None
    assert murder is not None
    assert forgotten is not None
    assert moods[None]["n_words"] == 3
    assert moods[None]["valence"] == pytest.approx((happy[0] + murder[0] + forgotten[0]) / 3)
    assert moods[None]["arousal"] == pytest.approx((happy[1] + murder[1]) / 2)  # type: ignore[operator]


def test_a_word_that_is_denied_turns_and_one_behind_very_is_stronger() -> None:
    plain, denied, strong = (
        Read(f"Anne was {word}.").moods[None]["valence"] for word in ("glad", "not glad", "very glad")
    )
    assert denied == pytest.approx(-plain / 2)
    assert strong > plain


def test_a_word_counts_for_those_of_whose_clause_it_is() -> None:
    moods = Read("Tom murdered the dog. Anne was happy. The garden was lovely.").moods
    assert moods[1]["valence"] < 0 < moods[0]["valence"]
    assert moods[None]["n_words"] > moods[0]["n_words"]
    assert 2 not in moods


def test_a_line_counts_for_its_speaker() -> None:
    story = read_text('"What a lovely garden!" said Anne Grey.\n\n"I hate the dreadful place," said Tom Bell.\n')
    moods = {row.character.name: row.valence for row in story.moods if row.character}
    assert moods["Tom Bell"] < 0 < moods["Anne Grey"]


def test_no_arousal_is_known_of_words_that_only_vader_rates() -> None:
    vader = mood_of("gracious", "gracious", "ADJ"), mood_of("murkier", "murkier", "ADJ")
    assert vader[0] is not None
    assert vader[0][1] is not None
    assert mood_of("like", "like", "ADP") is None
    assert mood_of("problem", "problem", "NOUN") == (pytest.approx(-0.425), None)


def test_every_rating_lies_between_minus_one_and_one() -> None:
    pairs = shared_valences()
    assert len(pairs) > 1000
    assert all(-1 <= value <= 1 for pair in pairs for value in pair)


def test_a_mood_is_in_no_table_without_its_scene() -> None:
    with pytest.raises(Exception, match="moods"):
        table_of("moods", {"scene": [None], "entity": [0], "valence": [0.0], "arousal": [0.0], "n_words": [1]})
