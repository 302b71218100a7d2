"""What happened in a world as a story: a transcript, or prose in which every speaker is named beside what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.world.record import Happening

DOING = {
    "comes": "{actor} came in.",
    "leaves": "{actor} went away.",
    "go": "{actor} went to {text}.",
    "take": "{actor} took {text}.",
    "drop": "{actor} put {text} down.",
    "give": "{actor} gave {text} to {object}.",
    "sleep": "{actor} fell asleep.",
    "wake": "{text}",
    "read": "{actor} read {text}.",
    "design": "{actor} {text}.",
    "play": "{actor} became {text}.",
    "stop": "{actor} was {text} again.",
    "scene": "{text} began.",
    "invite": "{actor} invited {object} into {text}.",
}


def prose_of(happened: Iterable[Happening], *, whispers: bool = False) -> str:
    """The happenings as prose, a section for each place or dream that they change to, in order.

    >>> one = Happening(1, "2000-01-01T08:00", 1, "say", "Ann", "Ann", "the hall", None, None, "Late", [], None, None)
    >>> print(prose_of([one]))
    In the hall.
    <BLANKLINE>
    “Late,” said Ann.
    <BLANKLINE>
    """
    parts: list[str] = []
    where: tuple[str | None, str | None, int] | None = None
    for one in happened:
        if one.kind == "whisper" and not whispers:
            continue
        here = (one.place, one.party, one.session)
        if here != where and one.place and one.kind != "leaves":
            if where is not None and where[2] != one.session:
                parts.append("* * *")
            parts.append(f"In {one.place}{', in a dream' if one.party else ''}.")
            where = here
        parts.append(_told(one))
    return "\n\n".join(parts) + "\n" if parts else ""


def transcript_of(happened: Iterable[Happening], *, whispers: bool = False) -> str:
    """A line for each happening: when, where, who, what."""
    return "".join(line for line in _lines(happened, whispers))


def _lines(happened: Iterable[Happening], whispers: bool) -> Iterator[str]:
    session = None
    for one in happened:
        if one.session != session:
            session = one.session
            yield f"# session {session}, {one.at[:10]}\n"
        if one.kind == "whisper" and not whispers:
            continue
        who = f"{one.actor} ({one.guest})" if one.guest and one.guest != one.actor else one.actor
        where = f"{one.place or ''}{', in a dream' if one.party else ''}"
        yield f"{one.at[11:19]}  [{where}]  {_line(one, who)}\n"


def _line(one: Happening, who: str) -> str:
    match one.kind:
        case "say" | "whisper":
            to = f", {'whispering ' if one.kind == 'whisper' else ''}to {one.object}" if one.object else ""
            source = f" [the book, {one.span[0]}-{one.span[1]}]" if one.span else ""
            return f"{who}{to}: {' '.join(one.text.split())}{source}"
        case "pose":
            return f"* {who} {' '.join(one.text.split())}"
        case "write":
            return f"* {who} wrote {one.object}: {' '.join(one.text.split())}"
        case _:
            return f"* {_deed(one, who)}"


def _told(one: Happening) -> str:
    match one.kind:
        case "say":
            to = f" to {one.object}" if one.object else ""
            return f"{_spoken(one.text)} said {one.actor}{to}."
        case "whisper":
            return f"{_spoken(one.text)} whispered {one.actor} to {one.object}."
        case "pose":
            text = _inner(one.text)
            return f"{one.actor} {text}{'' if text.endswith(('.', '!', '?', '’', '…')) else '.'}"
        case "write":
            return f"{one.actor} wrote {one.object}. It ran: {_inner(one.text)}"
        case _:
            return _deed(one, one.actor)


def _deed(one: Happening, who: str) -> str:
    form = DOING.get(one.kind, "{actor} did something.")
    return form.format(actor=who, text=_inner(one.text), object=one.object or "")


def _spoken(text: str) -> str:
    """Speech in quotation marks, on one line, with a comma where a tag follows a full stop."""
    text = _inner(text)
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1] + ","
    elif not text.endswith(("!", "?", ",", "…", "..", "—", "-")):
        text += ","
    return f"“{text}”"


def _inner(text: str) -> str:
    """Text on one line, with single marks where it has double ones: those are for who speaks."""
    text = " ".join(text.split())
    parts = text.replace("“", '"').replace("”", '"').replace("„", '"').replace("«", '"').replace("»", '"').split('"')
    quoted = [part if place % 2 == 0 else f"‘{part}’" for place, part in enumerate(parts)]
    return "".join(quoted) if len(parts) % 2 else "".join(parts)
