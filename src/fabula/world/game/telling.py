"""Who hears and sees what: texts and views go out after what they tell of is committed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from twisted.internet import reactor

from fabula.world.game.state import WORLD
from fabula.world.record import add_happening

REFRESH = 0.05  # seconds in which several changes of a place become one view
_stale: set[int] = set()


class Refused(Exception):
    """What somebody wants cannot be; the message says why, to them."""


def tell(person: Any, text: str, kind: str = "told") -> None:
    """Show a text to somebody."""
    transaction.on_commit(lambda: _send(person, text, kind))


def tell_those(people: Iterable[Any], text: str, kind: str = "told") -> None:
    """Show a text to several."""
    for person in people:
        tell(person, text, kind)


def hearers(person: Any, *, without: Iterable[Any] = ()) -> list[Any]:
    """Those who see and hear what somebody does: in the same place, in the same dream, and not blocking them."""
    place = person.location
    if place is None:
        return []
    left_out = {person.id, *(other.id for other in without)}
    return [
        other
        for other in place.contents
        if other.id not in left_out
        and other.is_person
        and other.sessions.count()
        and is_together(other, person)
        and not blocks(other, person)
    ]


def is_together(one: Any, other: Any) -> bool:
    """Whether two in one place are in one dream; a character of the dream itself is in everybody's."""
    parties = one.db.party, other.db.party
    return None in parties or parties[0] == parties[1]


def blocks(listener: Any, person: Any) -> bool:
    """Whether somebody wants neither to hear nor to see what another does."""
    guest = guest_of(person)
    return guest is not None and guest in (listener.account.db.blocked or []) if listener.account else False


def guest_of(person: Any) -> Any:
    """The account behind somebody, now or by nature; None for a character whom nobody plays."""
    return person.account.id if person.account else person.db.guest


def record(kind: str, person: Any, text: str, *, heard_by: Iterable[Any] = (), **more: Any) -> None:
    """Add to what happened; it is committed with what it changes."""
    place = more.pop("place", person.location)
    party = more.pop("party", person.db.party)
    connection.ensure_connection()
    add_happening(
        connection.connection,
        WORLD.session,
        kind,
        person.key,
        text,
        guest=person.account.db.body.key if person.account and person.account.db.body else None,
        place=place.key if place else None,
        region=place.region if place else None,
        party=party,
        heard_by=[other.key for other in heard_by],
        **more,
    )


def refresh(place: Any) -> None:
    """Show everybody in a browser there what is there now, soon."""
    if place is not None and place.id not in _stale:
        _stale.add(place.id)
        transaction.on_commit(lambda: reactor.callLater(REFRESH, _refresh, place))


def _refresh(place: Any) -> None:
    _stale.discard(place.id)
    if place.pk is None:
        return
    for person in place.contents:
        if person.is_person and person.sessions.count():
            show_view(person)


def show_view(person: Any) -> None:
    """Show somebody what a page shows beside the text."""
    sessions = [session for session in person.sessions.all() if "websocket" in session.protocol_key]
    if sessions and person.location:
        view = person.location.view(person)
        for session in sessions:
            session.msg(view=((view,), {}))


def _send(person: Any, text: str, kind: str) -> None:
    person.msg(text=(text, {"kind": kind}))
