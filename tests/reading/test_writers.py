"""Who has written what a story quotes, and who speaks for many or without a name."""

from __future__ import annotations

import pytest

from fabula import read_text


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        ('Anne opened the note from Tom. It said, "Meet me at the pier at nine." She put on her coat.', "Tom"),
        ('Tom sat down and wrote: "I cannot come on Sunday." He gave Anne the page.', "Tom"),
        ('Her phone buzzed. It was Tom. "Running late," it said. Anne put the kettle on.', "Tom"),
        ('Anne met Tom. "My dear Anne, I am well. Your loving brother, Tom," said the letter that she kept.', "Tom"),
    ],
)
def test_what_is_written_is_by_its_writer(text: str, writer: str) -> None:
    quote = read_text(text).quotes[0]
    assert (quote.kind, quote.speaker.name if quote.speaker else None) == ("writing", writer)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ('"Open the gate!" the crowd roared.', "group"),
        ('"Three cheers!" the men shouted.', "group"),
        ('"Papers," said the guard.', "person"),
        ('"Get on with it!" someone shouted from the back.', "person"),
    ],
)
def test_who_has_no_name_speaks_as_somebody_of_their_own(said: str, kind: str) -> None:
    story = read_text(f'Anne and Tom waited at the gate. "It is late," said Anne.\n\n{said}\n\nTom turned round.')
    speaker = story.quotes[1].speaker
    assert speaker is not None
    assert speaker.kind == kind
    assert speaker.name not in ("Anne", "Tom")
