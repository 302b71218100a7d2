"""The JSON document: everything a program needs, in one readable file."""

import json
from pathlib import Path

from fabula.exports.json import to_json, write_json
from fabula.schema import table_of
from fabula.story import Story
from fabula.testing import tiny_story

KEYS = [
    "format",
    "version",
    "title",
    "metadata",
    "offsets",
    "text",
    "characters",
    "chapters",
    "quotes",
    "narration",
    "furniture",
    "mentions",
    "events",
    "layers",
    "scenes",
    "place_parts",
    "claims",
    "order",
    "descriptions",
    "relationships",
    "valences",
    "emotions",
    "moods",
    "notes",
    "problems",
]


def test_the_document_has_its_parts_in_a_fixed_order() -> None:
    document = to_json(tiny_story())
    assert list(document) == KEYS
    assert (document["format"], document["version"]) == ("fabula-json", 1)


def test_the_text_can_be_left_out() -> None:
    assert list(to_json(tiny_story(), text=False)) == [key for key in KEYS if key != "text"]


def test_characters_are_the_cast_most_mentioned_first_and_places_are_left_out() -> None:
    story = tiny_story()
    characters = to_json(story)["characters"]
    assert [row["id"] for row in characters] == [character.id for character in story.characters]
    assert characters[1] == {
        "id": 0,
        "name": "Ada Finch",
        "names": {"Ada": 3, "Ada Finch": 1},
        "pronouns": "she/her",
        "kind": "person",
        "is_narrator": False,
        "n_mentions": 11,
        "n_quotes": 4,
    }


def test_a_quote_has_its_stretches_speaker_hearers_confidence_and_evidence() -> None:
    quote = to_json(tiny_story())["quotes"][0]
    assert quote["spans"] == [[218, 241], [252, 278]]
    assert quote["text"] == '"Tom, the lamp is out," "Go and wake the Captain."'
    assert quote["speaker"] == {"id": 0, "name": "Ada Finch"}
    assert quote["addressees"] == [{"id": 1, "name": "Tom"}]
    assert (quote["kind"], quote["mode"], quote["confidence"], quote["decided_by"]) == (
        "speech",
        "in person",
        0.9,
        "rule",
    )
    assert quote["evidence"]["text"] == "she said"
    assert quote["alternatives"] == []
    assert to_json(tiny_story())["quotes"][2]["alternatives"] == [{"id": 1, "name": "Tom", "confidence": 0.1}]


def test_every_span_in_the_document_is_its_own_text() -> None:
    document = to_json(tiny_story())
    text = document["text"]
    for row in [*document["furniture"], *document["mentions"], *document["events"]]:
        assert text[row["start"] : row["end"]] == row["text"]
    for quote in document["quotes"]:
        assert " ".join(text[start:end] for start, end in quote["spans"]) == quote["text"]


def test_the_document_says_what_the_row_views_say() -> None:
    story = tiny_story()
    for row, quote in zip(to_json(story)["quotes"], story.quotes, strict=True):
        assert row["speaker"]["name"] == quote.speaker.name if quote.speaker else row["speaker"] is None
        assert [hearer["id"] for hearer in row["addressees"]] == [hearer.id for hearer in quote.addressees]
    for row, mention in zip(to_json(story)["mentions"], story.mentions, strict=True):
        assert row["entity"] == (mention.entity.id if mention.entity else None)


def test_a_place_is_an_entity_but_no_character() -> None:
    mention = next(row for row in to_json(tiny_story())["mentions"] if row["text"] == "Gull Point")
    assert mention["character"] is None
    assert mention["entity"] == 6


def test_the_file_is_the_document_and_the_same_story_gives_the_same_bytes(tmp_path: Path) -> None:
    write_json(tiny_story(), tmp_path / "a.json")
    write_json(tiny_story(), tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == to_json(tiny_story())


def test_each_row_of_a_table_stands_on_a_line_of_its_own(tmp_path: Path) -> None:
    write_json(tiny_story(), tmp_path / "a.json")
    lines = (tmp_path / "a.json").read_text("utf-8").splitlines()
    assert sum('"evidence"' in line for line in lines) == 14


def test_odd_unicode_is_valid_json_with_the_offsets_kept(tmp_path: Path) -> None:
    story = tiny_story()
    strange = "\ud800 e\u0301 \U0001f600 \x00 \u2028 \u202e"
    write_json(Story(strange + story.text[len(strange) :], story.tables), tmp_path / "odd.json")
    text = json.loads((tmp_path / "odd.json").read_text("utf-8"))["text"]
    assert text[0] == "\ufffd"
    assert text[1:] == (strange + story.text[len(strange) :])[1:]


def test_scenes_and_events_point_to_each_other_by_id() -> None:
    document = to_json(tiny_story())
    scenes = document["scenes"]
    assert [scene["id"] for scene in scenes] == list(range(len(scenes)))
    assert {event["scene"] for event in document["events"]} <= {scene["id"] for scene in scenes}
    assert all({"place", "time", "present", "distant", "spoken_of", "layer"} <= scene.keys() for scene in scenes)


def test_a_claim_says_who_holds_it_of_whom_and_what_the_story_makes_of_it() -> None:
    story = tiny_story()
    held = {"start": [218], "end": [241], "kind": ["death"], "holder": [0], "quote": [0], "layer": [-1]}
    shown = {"truth": ["contradicted"], "shown_start": [252], "shown_end": [278], "confidence": [0.7]}
    tables = {
        **story.tables,
        "claims": table_of("claims", {**held, **shown}),
        "claim_characters": table_of("claim_characters", {"claim": [0], "entity": [1]}),
    }
    (claim,) = to_json(Story(story.text, tables))["claims"]
    assert (claim["holder"], claim["about"]) == ({"id": 0, "name": "Ada Finch"}, [{"id": 1, "name": "Tom"}])
    assert (claim["kind"], claim["truth"], claim["layer"], claim["confidence"]) == ("death", "contradicted", None, 0.7)
    assert (claim["text"], claim["shown"]["text"]) == (story.text[218:241], story.text[252:278])


def with_ties() -> Story:
    """The tiny story with a row in each table of what people mean to each other, feel and are warned of."""
    story = tiny_story()
    span = {"start": [218], "end": [241]}
    tie = {"kind": ["family"], "role": ["sibling"], "source": [0], "target": [1], "begins": [-1], "ends": [300]}
    note = {"kind": ["death"], "standing": ["feared"], "by": [-1], "to": [1], "confidence": [0.8]}
    feeling = {"kind": ["fear"], "token": [3], "holder": [1], "toward": [2], "layer": [-1], "is_felt": [True]}
    described = {"entity": [2], "kind": ["age"], "value": ["old"], "quote": [0], "confidence": [0.9]}
    rows = {
        "descriptions": {**span, **described},
        "relationships": {**span, **tie, "valence": [-0.25], "confidence": [0.9], "decided_by": ["rule"]},
        "relationship_signs": {"relationship": [0], **span, "kind": ["address"], "valence": [0.5]},
        "valences": {"first": [0], "second": [1], "scene": [0], "valence": [-0.1], "n_signs": [4]},
        "emotions": {**span, **feeling, "confidence": [0.7]},
        "moods": {"scene": [0, 0], "entity": [-1, 1], "valence": [0.2, -0.6], "arousal": [0.0, 0.4], "n_words": [9, 3]},
        "notes": {**span, **note, "decided_by": ["model"], "evidence_start": [220], "evidence_end": [224]},
    }
    tables = {**story.tables, **{name: table_of(name, columns) for name, columns in rows.items()}}
    return Story(story.text, tables)


ADA, TOM, CAPTAIN = {"id": 0, "name": "Ada Finch"}, {"id": 1, "name": "Tom"}, {"id": 2, "name": "Captain Morrow"}


def test_a_relationship_says_who_is_what_to_whom_from_where_to_where_and_by_what_signs() -> None:
    story = with_ties()
    (tie,) = to_json(story)["relationships"]
    assert (tie["kind"], tie["role"], tie["source"], tie["target"]) == ("family", "sibling", ADA, TOM)
    assert (tie["begins"], tie["ends"], tie["valence"], tie["confidence"]) == (None, 300, -0.25, 0.9)
    assert tie["signs"] == [{"start": 218, "end": 241, "text": story.text[218:241], "kind": "address", "valence": 0.5}]


def test_feelings_descriptions_and_moods_name_whose_they_are() -> None:
    document = to_json(with_ties())
    (emotion,), (description,) = document["emotions"], document["descriptions"]
    assert (emotion["kind"], emotion["holder"], emotion["toward"], emotion["layer"]) == ("fear", TOM, CAPTAIN, None)
    assert (description["of"], description["kind"], description["value"]) == (CAPTAIN, "age", "old")
    assert [(mood["of"], mood["valence"]) for mood in document["moods"]] == [(None, 0.2), (TOM, -0.6)]
    assert [(row["first"], row["second"], row["valence"]) for row in document["valences"]] == [(ADA, TOM, -0.1)]


def test_a_content_note_points_to_its_passage_and_does_not_quote_it() -> None:
    (note,) = to_json(with_ties())["notes"]
    assert note == {
        "start": 218,
        "end": 241,
        "kind": "death",
        "standing": "feared",
        "by": None,
        "to": TOM,
        "confidence": 0.8,
        "decided_by": "model",
        "evidence": {"start": 220, "end": 224},
    }


def test_the_row_views_of_ties_say_the_same() -> None:
    story = with_ties()
    tie, note, emotion = story.relationships[0], story.notes[0], story.emotions[0]
    assert (tie.source.name, tie.role, tie.target.name, tie.begins, tie.ends) == (
        "Ada Finch",
        "sibling",
        "Tom",
        None,
        300,
    )
    assert [(sign.kind, sign.valence, sign.text) for sign in tie.signs] == [("address", 0.5, tie.text)]
    assert (note.kind, note.is_actual, note.by, note.to.name if note.to else None) == ("death", False, None, "Tom")
    assert (emotion.holder, emotion.toward, emotion.layer, emotion.is_felt) == (
        story.relationships[0].target,
        story.descriptions[0].entity,
        None,
        True,
    )
    assert story.descriptions[0].quote == story.quotes[0]
    assert [mood.character.name if mood.character else None for mood in story.moods] == [None, "Tom"]
    assert (story.moods[0].start, story.moods[0].end) == (story.scenes[0].start, story.scenes[0].end)
