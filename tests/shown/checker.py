"""The W3C's HTML checker (the Nu checker, package `vnu-jar`), run once over a folder of pages. It needs Java."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: The compiler that takes long to make fast code is not worth its while for some seconds.
JAVA = ("-Xss4m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")

#: What the checker says of our pages and stays, each with its reason.
EXCEPTIONS: Mapping[str, str] = {
    "The “(table|row|rowgroup|cell|rowheader|columnheader)” role is unnecessary for element": (
        "On a phone the queue is laid out as blocks, and a browser that then takes it for no table any more is told."
    ),
    "The “role” attribute must not be used on a “(td|th|tr)” element which has a “table” ancestor": "The same.",
    "The “group” role is unnecessary for element “fieldset”": "GOV.UK Frontend's date input has it.",
}


def excused(sentence: str) -> bool:
    return any(re.match(pattern, sentence) for pattern in EXCEPTIONS)


@dataclass(frozen=True, slots=True)
class Found:
    file: str
    line: int
    sentence: str
    extract: str

    def __str__(self) -> str:
        return f"{self.sentence} In line {self.line}: {self.extract.strip()}"


def found_in(folder: Path) -> list[Found]:
    """Everything the checker has to say about the pages in `folder`, warnings too."""
    java = shutil.which("java")
    assert java, "The HTML checker needs Java. Install it with: sudo apt-get install default-jre-headless"
    command = [java, *JAVA, "-jar", str(JAR), "--format", "json", "--exit-zero-always", "--skip-non-html"]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr[-4000:]
    return [
        Found(
            Path(said["url"]).name,
            int(said.get("lastLine", 0)),
            str(said["message"]),
            str(said.get("extract", "")),
        )
        for said in json.loads(done.stderr)["messages"]
    ]
