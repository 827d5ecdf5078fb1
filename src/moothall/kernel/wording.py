"""Sentences that this storey says to residents, in their language: who translates them is told from above."""

from __future__ import annotations

from collections.abc import Callable


def _as_written(sentence: str) -> str:
    return sentence


_translate: Callable[[str], str] = _as_written


def speak_with(translate: Callable[[str], str]) -> None:
    """Translate by `translate` from now on. Called once, by the project."""
    global _translate
    _translate = translate


def translated(sentence: str, **facts: str) -> str:
    """`sentence` in the language that is spoken, its holes filled."""
    told = _translate(sentence) if sentence else ""
    return told.format(**facts) if facts else told
