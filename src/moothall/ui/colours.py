"""The council's colours: a small style sheet of its own, so that the big one is the same for every council."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

#: WCAG 2.2, success criterion 1.4.3 (text) and 1.4.11 (edges of controls).
TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 3.0

WHITE = "#ffffff"
INK = "#1a1d21"

_HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """As `#rrggbb`. `main` is behind the header, `on_main` the words on it, `accent` the line under it, `action` the
    buttons, `on_action` the words on them, `link` the links on white and on `tint`, the paper behind panels."""

    main: str = "#173f3a"
    on_main: str = WHITE
    accent: str = "#e0a526"
    action: str = "#1d6a55"
    on_action: str = WHITE
    link: str = "#1a5c8f"
    tint: str = "#f3f6f4"

    def problems(self) -> tuple[str, ...]:
        """What somebody with poor sight could not read, in sentences; empty when all is well."""
        pairs = (
            ("on_main", self.on_main, "main", self.main, TEXT_CONTRAST),
            ("on_action", self.on_action, "action", self.action, TEXT_CONTRAST),
            ("link", self.link, "white", WHITE, TEXT_CONTRAST),
            ("link", self.link, "tint", self.tint, TEXT_CONTRAST),
            ("words", INK, "tint", self.tint, TEXT_CONTRAST),
        )
        return tuple(
            f"The colour {name} ({front}) on {ground_name} ({ground}) has a contrast of {found:.1f}:1. "
            f"It needs {needed}:1: make one of them darker or paler."
            for name, front, ground_name, ground, needed in pairs
            if (found := contrast(front, ground)) < needed
        )

    def css(self) -> str:
        """The style sheet: custom properties that the built one reads."""
        return (
            f":root{{--council-main:{self.main};--council-on-main:{self.on_main};--council-accent:{self.accent};"
            f"--council-action:{self.action};--council-action-dark:{_darker(self.action)};"
            f"--council-on-action:{self.on_action};--council-link:{self.link};--council-tint:{self.tint}}}\n"
        )

    @property
    def digest(self) -> str:
        """Names the style sheet, so that it may be kept for a year."""
        return hashlib.sha256(self.css().encode()).hexdigest()[:12]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours `#rrggbb`: 1 to 21. Raises ValueError for other notations."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(colour.lower()):
        raise ValueError(f"{colour!r} is not a colour. Write it like #1d6a55.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _darker(colour: str) -> str:
    return "#" + "".join(f"{channel * 7 // 10:02x}" for channel in _channels(colour))
