"""Write down what the journeys looked at and found nothing wrong in: `python workshop/tested.py`.

Run after the journeys (`pytest -m journeys`): each leaves the pages it has looked at in `build/tested`. The result is read by
the accessibility statement, which says no more than stands there.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

FOUND_WELL = ROOT / "build" / "tested"
RESULT = ROOT / "src" / "moothall" / "sites" / "public" / "tested.json"
#: Pages of staff and of machines are no matter of the public statement.
PUBLIC_ONLY = ("staff", "mfa", "account", "demo")


def main() -> int:
    from tests.journeys.audit import NARROW, TAGS, ZOOMED

    seen = {line for file in FOUND_WELL.glob("*.txt") for line in file.read_text("utf-8").split()}
    pages = sorted(name for name in seen if not name.startswith(PUBLIC_ONLY))
    if not pages:
        print("Nothing has been looked at. Run the journeys first: pytest -m journeys")
        return 1
    axe = json.loads((ROOT / "node_modules" / "axe-core" / "package.json").read_text("utf-8"))["version"]
    said = {
        "on": f"{datetime.now(UTC):%Y-%m-%d}",
        "axe": axe,
        "rules": TAGS,
        "widths": sorted({NARROW["width"], ZOOMED["width"], 1280}),
        "pages": pages,
    }
    RESULT.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    print(f"{len(pages)} kinds of page written to {RESULT.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
