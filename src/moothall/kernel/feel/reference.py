"""The table of functions in docs/reference/feel.md, made from the code.

    python -m moothall.kernel.feel.reference docs/reference/feel.md

writes it anew between its two marks; a test fails while the page is not current.
"""

from __future__ import annotations

import sys
from pathlib import Path

from moothall.kernel.feel.functions import FUNCTIONS

BEGIN = "<!-- functions: made by python -m moothall.kernel.feel.reference -->"
END = "<!-- functions: end -->"
_FAMILIES = {
    "texts": "Text",
    "patterns": "Patterns",
    "numbers": "Numbers",
    "moments": "Dates, times and durations",
    "lists": "Lists",
    "contexts": "Truth, contexts and ranges",
}


def functions_table() -> str:
    """Every function, by family: how it is written, what it means, an example and its answer."""
    lines: list[str] = []
    for family, title in _FAMILIES.items():
        lines += [f"### {title}", "", "| function | meaning | example | gives |", "|---|---|---|---|"]
        for known in FUNCTIONS.values():
            if known.family == family:
                cells = (f"`{known.written}`", known.meaning, f"`{known.example}`", f"`{known.answer}`")
                lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        lines.append("")
    return "\n".join(lines)


def renewed(page: str) -> str:
    """The page with the table as the code has it now. Raises ValueError when a mark is missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("The page has lost the marks around its table of functions.")
    return f"{before}{BEGIN}\n\n{functions_table()}\n{END}{after}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
