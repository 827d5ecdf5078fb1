"""What people really type, by type: field suffix to text. Every one of them is understood by the type's example."""

from __future__ import annotations

SAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "number": tuple({"": text} for text in ("3", " 12 ", "about 30", "１２", "three", "1O")),
    "money": tuple(
        {"": text} for text in ("£1,200.50", "1200", "50p", "£1,000,000", "120.5", "12 pounds 50p")
    ),
    "percentage": tuple({"": text} for text in ("50%", "12.5", "33.3 per cent", "0", "100 %")),
}
