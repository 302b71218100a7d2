"""Fifty guests at once: all come in, and all are heard."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from worlds import Guest, Opened, come_in

from fabula.world.record import happenings

GUESTS = 50


def test_fifty_guests_who_speak_at_once_are_all_heard(world: Opened) -> None:
    with ThreadPoolExecutor(GUESTS) as pool:
        codes = [world.invitation() for _ in range(GUESTS)]
        guests = list(pool.map(lambda one: come_in(world, f"Load {one[0]}", code=one[1]), enumerate(codes)))
        list(pool.map(_talk, guests))
    said = {one.text for one in happenings(world.data) if one.kind == "say"}
    assert {f"{guest.name} says {number}" for guest in guests for number in range(3)} <= said
    heard = guests[0].rest(1.0)
    assert sum(f"{guest.name} says, “" in heard for guest in guests) >= GUESTS // 2
    for guest in guests:
        guest.close()


def _talk(guest: Guest) -> None:
    for number in range(3):
        guest.do(f"say {guest.name} says {number}", f"You say, “{guest.name} says {number}”")
