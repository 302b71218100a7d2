"""Who says it, and to whom: each case is an exchange that forced a rule."""

from __future__ import annotations

from fabula import read_text


def speakers_of(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in read_text(text).quotes]


def test_a_tag_names_the_speaker_before_inside_and_after() -> None:
    text = 'Anne said, "Come in."\n\n"I will," Tom said, "at once."\n\n"Good," said Anne.'
    assert speakers_of(text) == ["Anne", "Tom", "Anne"]


def test_no_full_stop_speaks_whatever_the_parser_takes_it_for() -> None:
    story = read_text("Dean leaned on the car. “You will be fine, Dean,” said Sam. Grace laughed.")
    assert story.quotes[0].speaker.name == "Sam"


def test_turns_alternate_where_nothing_is_said_of_them() -> None:
    text = '"Are you there?" asked Anne.\n\n"I am," said Tom.\n\n"Good."\n\n"Why?"\n\n"I was afraid."'
    assert speakers_of(text) == ["Anne", "Tom", "Anne", "Tom", "Anne"]


def test_who_is_called_by_name_answers() -> None:
    text = 'Anne and Tom sat by Marilla.\n\n"Tom, where is the dog?" asked Anne.\n\n"Outside."'
    assert speakers_of(text) == ["Anne", "Tom"]


def test_who_acts_in_the_paragraph_speaks_in_it() -> None:
    text = 'Anne met Tom at the gate.\n\nTom shook his head. "I cannot come."\n\nAnne laughed. "You must."'
    assert speakers_of(text) == ["Tom", "Anne"]


def test_a_pronoun_in_a_tag_keeps_its_gender() -> None:
    text = 'Anne met Tom at the gate.\n\n"You are late," she said.\n\n"I know," he answered.'
    assert speakers_of(text) == ["Anne", "Tom"]


def test_a_person_without_a_name_speaks_under_a_common_noun() -> None:
    text = (
        'Anne knocked.\n\n"Who is there?" asked the porter.\n\n'
        '"A friend," said Anne Shirley.\n\n"Wait," the porter said.'
    )
    assert speakers_of(text) == ["the porter", "Anne Shirley", "the porter"]


def test_the_one_called_by_name_is_addressed() -> None:
    (first, _) = read_text('"Come here, Tom," said Anne.\n\n"Yes," said Tom.').quotes
    assert [hearer.name for hearer in first.addressees] == ["Tom"]


def test_every_decision_has_a_confidence_and_its_evidence() -> None:
    story = read_text('"Come here, Tom," said Anne Shirley.\n\n"Yes," said Tom.')
    quote = story.quotes[0]
    assert quote.evidence is not None
    assert story.text[slice(*quote.evidence)] == "said Anne Shirley"
    assert 0.5 < quote.confidence <= 1


def test_i_and_you_in_a_quotation_are_its_speaker_and_hearer() -> None:
    story = read_text('"I see you, Tom," said Anne.\n\n"Yes," said Tom.')
    found = {mention.text: mention.entity.name for mention in story.mentions if mention.entity}
    assert (found["I"], found["you"]) == ("Anne", "Tom")


def test_reading_twice_gives_the_same_story() -> None:
    text = '"Are you there?" asked Anne.\n\n"I am," said Tom.\n\n"Good."\n\nHe left.'
    first, second = read_text(text), read_text(text)
    assert all(first.tables[name].equals(second.tables[name]) for name in first.tables)


def test_i_and_he_are_two_voices_of_a_paragraph() -> None:
    text = 'I met Tom at the gate.\n\n"Are you coming, Tom?" I asked. "No," he said.\n\nTom went back into the house.'
    assert speakers_of(text)[1] == "Tom"
    first, second = read_text(text).quotes
    assert first.speaker != second.speaker
