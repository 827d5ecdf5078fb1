"""The functions of the language, one file per family; importing this package fills the table."""

from __future__ import annotations

from moothall.kernel.feel.functions import contexts, lists, moments, numbers, patterns, texts
from moothall.kernel.feel.functions.table import FUNCTIONS, Function, Signature

__all__ = [
    "FUNCTIONS",
    "Function",
    "Signature",
    "contexts",
    "lists",
    "moments",
    "numbers",
    "patterns",
    "texts",
]
