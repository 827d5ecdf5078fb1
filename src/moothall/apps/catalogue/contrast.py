"""Contrast of two colours as WCAG 2.2 measures it."""

from __future__ import annotations

#: Of text (WCAG 2.2, 1.4.3), and of what carries no words (1.4.11).
TEXT = 4.5
SHAPE = 3.0


def contrast(one: str, other: str) -> float:
    """The ratio of two colours `#rrggbb`, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
