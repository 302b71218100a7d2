"""Two browsers and a telnet client in one world: they meet, dream, leave; a hostile guest reaches nobody's page."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from worlds import Opened, come_in

HOSTILE = (
    '<script>document.title="pwned"</script><img src=x onerror=alert(1)> |rred|n |lclook|ltclick|le '
    "\x1b[31m\x1b]0;pwned\x07 {{7*7}} $eval(1) <a href='javascript:alert(1)'>x</a> \u202edlrow"
)
SHOWN = (
    '<script>document.title="pwned"</script><img src=x onerror=alert(1)> |rred|n |lclook|ltclick|le '
    "[31m]0;pwned {{7*7}} $eval(1) <a href='javascript:alert(1)'>x</a> dlrow"
)


@pytest.fixture
def enter(browser: Any, world: Opened) -> Iterator[Callable[..., Any]]:
    """Open the page by an invitation, and come in; the test fails if a page logs, runs a dialog, or asks elsewhere."""
    contexts, complaints = [], []

    def entered(name: str, role: str = "guest", code: str | None = None, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request",
            lambda request: None if request.url.startswith(world.address) else complaints.append(request.url),
        )
        page.goto(f"{world.address}#{code or world.invitation(role)}")
        page.get_by_text("What shall the others call you?").wait_for()
        send(page, name)
        page.get_by_text("To come in: yes").wait_for()
        send(page, "yes")
        page.get_by_role("heading", name="the hall").wait_for()
        return page

    yield entered
    for context in contexts:
        with contextlib.suppress(Exception):
            context.close()
    assert complaints == []


def send(page: Any, typed: str) -> None:
    """Type a line."""
    page.get_by_role("textbox").fill(typed)
    page.get_by_role("textbox").press("Enter")


def sees(page: Any, text: str) -> None:
    """Wait until the page shows a text as what happens."""
    page.get_by_role("log").get_by_text(text).last.wait_for()


def test_two_browsers_and_a_telnet_client_meet_talk_move_dream_read_and_leave(
    world: Opened, enter: Callable[..., Any]
) -> None:
    eve, max_, tess = enter("Eve"), enter("Max"), come_in(world, "Tess")
    sees(max_, "Tess comes in.")
    send(eve, "say Здравствуйте, 王小明!")
    sees(max_, "Eve says, “Здравствуйте, 王小明!”")
    tess.expect("Eve says, “Здравствуйте, 王小明!”")
    eve.get_by_role("button", name="the garden").click()
    eve.get_by_role("heading", name="the garden").wait_for()
    sees(max_, "Eve goes to the garden.")
    send(eve, "write a card: Meet me under water.")
    sees(eve, "You have written a card.")
    send(eve, "leave card")
    send(eve, "sleep flood with Max")
    sees(eve, "To enter: yes")
    send(eve, "yes")
    eve.get_by_role("heading", name="the dark water").wait_for()
    sees(max_, "Eve invites you into the flood.")
    send(max_, "sleep with Eve")
    sees(max_, "drowning")
    send(max_, "yes")
    max_.get_by_role("button", name="Eve").wait_for()
    send(max_, "say We are both asleep.")
    sees(eve, "Max says, “We are both asleep.”")
    assert "asleep.”" not in tess.rest()
    tess.do("wake Max", "Tess wakes Max.")
    sees(max_, "Tess wakes you.")
    max_.get_by_role("heading", name="the hall").wait_for()
    max_.get_by_role("button", name="the garden").click()
    max_.get_by_role("button", name="a card").wait_for()
    send(max_, "read card")
    sees(max_, "Meet me under water.")
    eve.get_by_role("button", name="Leave at once").click()
    eve.get_by_role("button", name="Connect again").wait_for()
    eve.get_by_role("button", name="Connect again").click()
    eve.get_by_text("To come in: yes").nth(1).wait_for()
    send(eve, "yes")
    eve.get_by_role("heading", name="the garden").wait_for()
    tess.close()


def test_nothing_of_a_hostile_guest_is_markup_anywhere(world: Opened, enter: Callable[..., Any]) -> None:
    page, hostile = enter("Mia"), come_in(world, "Harm")
    for line in (f"say {HOSTILE}", f":{HOSTILE}", f"whisper Mia: {HOSTILE}"):
        hostile.do(line, "dlrow")
    sees(page, f"Harm says, “{SHOWN}”")
    sees(page, f"Harm {SHOWN}")
    sees(page, f"Harm whispers to you, “{SHOWN}”")
    hostile.do(f"write trap: {HOSTILE}", "You have written trap.")
    hostile.do("leave trap", "You put trap down.")
    page.get_by_role("button", name="trap").wait_for()
    send(page, "read trap")
    sees(page, SHOWN)
    for name in ("<b>x</b>", "|rred", "x" * 200, "{{x}}"):
        hostile.do(f"write {name}: x", "That name ")
    assert page.title() == "The Walled Garden"
    assert page.locator("#log script, #log img, #log a, #log b").count() == 0
    hostile.do("say " + "x" * 3000, "That is too long: at most 1000 characters.")
    hostile.close()


def test_a_page_of_another_site_is_not_let_in(browser: Any, world: Opened) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("http://evil.example/*", lambda route: route.fulfill(body="<p>evil</p>", content_type="text/html"))
    page.goto("http://evil.example/")
    address = world.address.replace("http", "ws") + "ws"
    outcome = page.evaluate(
        "address => new Promise(done => { const s = new WebSocket(address); s.onopen = () => done('open');"
        " s.onerror = () => done('refused'); })",
        address,
    )
    context.close()
    assert outcome == "refused"


def test_a_browser_that_sends_what_no_page_does_is_hung_up_on(enter: Callable[..., Any]) -> None:
    page = enter("Raw")
    closed = page.evaluate(
        "() => new Promise(done => { const s = new WebSocket(location.href.split('#')[0].replace('http', 'ws') + 'ws');"
        " s.onopen = () => s.send(JSON.stringify(['login', ['guest'], {}])); s.onclose = e => done(e.code); })"
    )
    assert closed == 4400


def test_the_page_allows_nothing_from_elsewhere_and_serves_nothing_but_itself(browser: Any, world: Opened) -> None:
    context = browser.new_context()
    response = context.request.get(world.address)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path in ("admin", "admin/", "webclient", "api/", "accounts/register/", "../settings.py", "%2e%2e/settings.py"):
        assert context.request.get(world.address + path).status == 404, path
    context.close()


def test_the_page_has_no_accessibility_violations_and_fits_a_phone(enter: Callable[..., Any]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = enter("Pia", viewport={"width": 390, "height": 780})
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert [one["id"] for one in found.response["violations"]] == [], json.dumps(found.response["violations"])[:2000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
