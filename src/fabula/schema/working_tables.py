"""Tables that one step makes for another and that a Story does not keep."""

from __future__ import annotations

import pyarrow as pa

from fabula.schema.columns import INTEGER, NAME, PERSON, SHARE, Column, span

WORKING_TABLES: dict[str, tuple[Column, ...]] = {
    "headed_lines": (
        *span("lines", "the words of a line that begins with the name of who says or writes them"),
        Column("line_start", INTEGER, "where the line begins", "lines"),
        Column("head_start", INTEGER, "where the name begins", "lines"),
        Column("head_end", INTEGER, "where it ends", "lines"),
        Column("run", INTEGER, "which run of such lines it is of", "lines"),
        Column("is_written", pa.bool_(), "whether it is typed, as in a chat, not spoken", "lines"),
    ),
    "names": (
        *span("names", "a proper name"),
        Column("first_token", INTEGER, "its first word", "names", key_of="tokens"),
        Column("last_token", INTEGER, "its last word", "names", key_of="tokens"),
        Column("entity", INTEGER, "whom it names", "cast", key_of="entities", nullable=True),
    ),
    "tags": (
        Column("quote", INTEGER, "the quotation the clause belongs to", "tags", key_of="quotes"),
        Column("verb_token", INTEGER, "the verb of speech", "tags", key_of="tokens"),
        Column("subject_token", INTEGER, "head of the verb's subject", "tags", key_of="tokens"),
        Column("place", NAME, "where it stands by its quotation", "tags", values=("before", "inside", "after")),
        Column("is_strong", pa.bool_(), "whether the clause can hardly be anything else", "tags"),
    ),
    "mention_states": (
        Column("first_token", INTEGER, "first word of the mention of the same row", "mentions", key_of="tokens"),
        Column("last_token", INTEGER, "its last word", "mentions", key_of="tokens"),
        Column("link", pa.list_(pa.float32()), "the model's state of it, for linking", "mentions"),
        Column("new", pa.float32(), "the model's score of its being an entity's first", "mentions"),
    ),
    "sentence_states": (
        Column(
            "state",
            pa.list_(pa.float32()),
            "the model's mean state of a sentence, and its highest cues, for layers",
            "mentions",
        ),
    ),
    "letters": (
        *span("letters", "a letter, note or entry of a diary that is paragraphs of its own"),
        Column("confidence", SHARE, "how sure it is one, 0 to 1", "letters"),
        Column("evidence_start", INTEGER, "where the words that open it begin", "letters"),
        Column("evidence_end", INTEGER, "where they end", "letters"),
        Column("writer", INTEGER, "who writes it", "letters", key_of="entities", nullable=True),
        Column("writer_name", pa.string(), "by a heading, a writer whom the cast lacks", "letters", nullable=True),
    ),
    "letter_readers": (
        Column("letter", INTEGER, "the letter", "letters", key_of="letters"),
        Column("entity", INTEGER, "one of those it is meant for", "letters", key_of="entities"),
    ),
    "tellers": (
        *span("tellers", "a piece of what one voice tells, or of a letter"),
        Column("letter", INTEGER, "the letter it is", "tellers", key_of="letters", nullable=True),
        Column("person", NAME, "grammatical person", "tellers", values=("first", "second", "third")),
        Column("narrator", INTEGER, "whose I, or you, it is", "tellers", key_of="entities", nullable=True),
    ),
    "tales": (
        Column("quote", INTEGER, "a quotation in which somebody tells a tale", "tellers", key_of="quotes"),
        Column("tale", INTEGER, "which tale, of one or more quotations", "tellers"),
        Column("teller", INTEGER, "somebody without a name, if nobody is known to", "tellers", key_of="entities"),
    ),
    "guesses": (
        Column("mention", INTEGER, "a noun or pronoun, several rows each", "link", key_of="mentions"),
        Column("entity", INTEGER, "whom the model may take it to mean", "link", key_of="entities"),
        Column("confidence", SHARE, "how sure the model is, 0 to 1; the surest row comes first", "link"),
    ),
    "supposed_speakers": (
        Column("quote", INTEGER, "a quotation", "first look", key_of="quotes"),
        Column("entity", INTEGER, "who seems to say it", "first look", key_of="entities"),
        Column("confidence", SHARE, "how sure that is, 0 to 1", "first look"),
    ),
    "corrections": (
        Column("kind", NAME, "its section in the file", "source", values=("rename", "merge", "split", "speaker")),
        Column("line", INTEGER, "where it stands in the file", "source"),
        Column("characters", pa.list_(PERSON), "whom it is about", "source"),
        Column("to", pa.string(), "of rename and split: the new name", "source", nullable=True),
        Column("names", pa.list_(pa.string()), "of split: forms of name that go to the new one", "source"),
        Column("passages", pa.list_(pa.string()), "of split: words that are about the new one", "source"),
        Column("quote", pa.string(), "of speaker: the quotation's first words", "source", nullable=True),
        Column("after", pa.string(), "of speaker: the words before it", "source", nullable=True),
        Column("occurrence", INTEGER, "of speaker: which of those that fit, from 1", "source", nullable=True),
        Column("is_new", pa.bool_(), "of speaker: whether it is surely nobody whom the text names", "source"),
    ),
    "corrected_speakers": (
        Column("quote", INTEGER, "a quotation whose speaker a reader has set", "corrections", key_of="quotes"),
        Column("entity", INTEGER, "who says it", "corrections", key_of="entities"),
    ),
    "misfits": (
        Column("code", NAME, "why a correction does not fit this text (see PROBLEMS)", "corrections"),
        Column("message", pa.string(), "one line for a person", "corrections"),
    ),
    "triggers": (
        Column("token", INTEGER, "a word that names an event that happened", "mentions", key_of="tokens"),
        Column("confidence", SHARE, "how probable that is", "mentions"),
    ),
    "profiles": (
        Column(
            "gender",
            NAME,
            "first guess from names and titles, one row for each entity",
            "cast",
            values=("man", "woman", "neutral", "unknown"),
        ),
        Column("confidence", SHARE, "how sure the guess is, 0 to 1", "cast"),
        Column("is_narrator", pa.bool_(), "whether the story's I is theirs", "cast"),
    ),
}
"""Tables that one step makes for another and that a Story does not keep."""
