"""The page's colours, in light and in dark, and the colour and shape of each main speaker.

The problem. A reader must tell eight voices apart at a glance, on paper white and on near black, also when
red and green look alike to them. The eight pairs below were searched for by computer: in each theme every
colour keeps a contrast of 4.7 or more with every background it stands on (WCAG AA asks for 4.5), and any two
of them, and the ink, stay at least 0.088 apart in Oklab as seen with full colour vision, protanopia and
deuteranopia (0.02 is a just noticeable difference). A hue stays itself from light to dark. A shape goes with
each colour, so that colour is never the only sign.

Source  simulation of colour blindness: Machado, Oliveira & Fernandes 2009 (severity 1); Oklab: Ottosson 2020.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """The look of one main speaker: colour on light, colour on dark, and shape."""

    light: str
    dark: str
    shape: str


SLOTS = (
    Slot("#2658de", "#24a5fe", "●"),
    Slot("#853005", "#ec6c11", "■"),
    Slot("#067762", "#52d75c", "▲"),
    Slot("#6d0c6b", "#e79abb", "◆"),
    Slot("#7b6813", "#c3f282", "★"),
    Slot("#4738a2", "#ac83c1", "▼"),
    Slot("#036f95", "#4fcbfd", "◐"),
    Slot("#692739", "#d9737f", "✚"),
)

LIGHT = {
    "paper": "#fbf8f1",
    "card": "#ffffff",
    "well": "#f3eee2",
    "ink": "#22201c",
    "soft": "#625b4f",
    "line": "#ddd5c4",
    "minor": "#565450",
    "focus": "#22201c",
}
DARK = {
    "paper": "#16171a",
    "card": "#1e2024",
    "well": "#26282d",
    "ink": "#d9d4c8",
    "soft": "#a29d92",
    "line": "#383a40",
    "minor": "#b0aca3",
    "focus": "#f3efe4",
}
BACKGROUNDS = ("paper", "card", "well")


def theme_css() -> str:
    """The custom properties of both themes: by the system's preference, or by the reader's choice."""
    light = _properties(LIGHT, [slot.light for slot in SLOTS], "light")
    dark = _properties(DARK, [slot.dark for slot in SLOTS], "dark")
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
        f"@media print{{:root:root:root{{{light}}}}}\n"
    )


def _properties(colours: dict[str, str], speakers: list[str], scheme: str) -> str:
    values = {**colours, **{f"k{slot}": colour for slot, colour in enumerate(speakers)}}
    return f"color-scheme:{scheme};" + "".join(f"--{name}:{value};" for name, value in values.items())
