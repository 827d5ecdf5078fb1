"""Service folders that nobody wrote: every question type, groups in groups, sections, ends, branches, conditions, and
what is worked out of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import indent

from hypothesis import strategies as st

from moothall.apps.forms.api import KINDS
from tests.apps.forms.real_typing import SAMPLES

SLUG = "made-up"
#: Types that nobody types into a field of a page: files have tests of their own, and the others are not asked.
NOT_TYPED = ("calculated", "file", "files", "from-context", "photo")
TYPES = tuple(sorted(name for name in KINDS if name not in NOT_TYPED))
ROOT = Path(__file__).resolve().parents[2]

#: `form` is the text of a form.yaml; `types` what each question is of.
Example = st.SearchStrategy[str]


@dataclass(slots=True)
class Writer:
    """Draws a form. `known` are the yes-no questions that a condition may ask about at this place."""

    draw: st.DrawFn
    types: dict[str, str] = field(default_factory=dict)
    known: list[str] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=lambda: iter(range(10_000)))

    def name(self, letter: str) -> str:
        return f"{letter}{next(self._count)}"

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == one_in

    def condition(self) -> str:
        """A line, or none."""
        if not self.known or not self.chance(3):
            return ""
        return f"when: {self.draw(st.sampled_from(self.known))} = {self.draw(st.sampled_from(['true', 'false']))}\n"

    def question(self, kind: str) -> str:
        key = self.name("q")
        self.types[key] = kind
        lines = KINDS[kind].example.strip().splitlines()
        kept = [line for line in lines if line.partition(":")[0] not in ("ask", "binding", "required")]
        left = "required: no" if kind not in ("consent", "declaration") and self.chance(4) else ""
        return "\n".join([f"ask: {key}", *kept, *([left] if left else [])])

    def worked_out(self) -> str:
        key, of = self.name("c"), self.draw(st.sampled_from(self.known))
        return f"ask: {key}\ntype: calculated\nlabel: Worked out\nvalue: if {of} = true then 2 else 1"

    def page(self) -> str:
        head = f"page: {self.name('p')}\n{self.condition()}title: A page\nquestions:\n"
        kinds = ["yes-no"] if self.chance(2) else []
        kinds += [self.draw(st.sampled_from(TYPES)) for _ in range(self.draw(st.integers(not kinds, 2)))]
        asked = [self.question(kind) for kind in kinds]
        if self.known and self.chance(4):
            asked.append(self.worked_out())
        if kinds[0] == "yes-no":
            self.known.append(f"q{asked[0].splitlines()[0].partition('q')[2]}")
        return head + items(asked)

    def entries(self, depth: int, most: int = 3) -> str:
        return items(
            [
                self.group(depth) if depth < 2 and self.chance(4) else self.page()
                for _ in range(self.draw(st.integers(1, most)))
            ]
        )

    def group(self, depth: int) -> str:
        head = f"group: {self.name('g')}\n{self.condition()}title: Some\neach: thing\n"
        head += f"at_least: {self.draw(st.integers(0, 1))}\nat_most: 2\npages:\n"
        before = list(self.known)
        inside = self.entries(depth + 1, 2)
        self.known[:] = before
        return head + inside

    def with_end(self) -> str:
        """Pages of which the first may end the form."""
        key, first, end = self.name("q"), self.name("p"), self.name("p")
        self.types[key] = "yes-no"
        ask = f"page: {first}\nquestions:\n" + items(
            [f"ask: {key}\ntype: yes-no\nlabel: Is it?\nname: it is"]
        )
        ask += f"next:\n  - {{if: {key} = false, go: {end}}}\n"
        self.known.append(key)
        ending = f"page: {end}\nend: yes\ntitle: Not for you\nbody: Call us instead.\n"
        return items([ask]) + self.entries(0) + items([ending])

    def form(self) -> str:
        def pages() -> str:
            return self.with_end() if self.chance(3) else self.entries(0)

        if not self.chance(3):
            return "pages:\n" + pages()
        sections = []
        for _ in range(self.draw(st.integers(2, 3))):
            self.known.clear()
            after = ""
            if sections and self.chance(2):
                after = f"after: [s{self.draw(st.integers(0, len(sections) - 1))}]\n"
            sections.append(
                f"section: s{len(sections)}\ntitle: A part\n{after}pages:\n{indent(pages(), '  ')}"
            )
        return "sections:\n" + items(sections)


def items(entries: list[str]) -> str:
    """A list in YAML."""
    return "".join("  - " + indent(entry.strip("\n"), "    ").lstrip() + "\n" for entry in entries)


@dataclass(frozen=True, slots=True)
class MadeUp:
    form: str
    types: dict[str, str]


@st.composite
def made_up(draw: st.DrawFn) -> MadeUp:
    writer = Writer(draw)
    return MadeUp(writer.form(), writer.types)


#: What nobody means, by hand or by script.
NONSENSE = st.sampled_from(
    ["", " ", "x", "-1", "31/2/2026", "\x00", "\ud800", "<script>", "9" * 400, "a" * 3000, "½", "=1+1", "yes",
     "{{7*7}}"]
)  # fmt: skip


def typing(kind: str) -> st.SearchStrategy[dict[str, str]]:
    """What somebody types into a question of a type, by the end of the field's name; every one is understood."""
    return st.sampled_from(SAMPLES[kind])


def write(form: MadeUp, services: Path) -> None:
    """Put it where the shipped services are."""
    folder = services / SLUG
    folder.mkdir(parents=True, exist_ok=True)
    plain = (ROOT / "services" / "report-missed-bin" / "service.yaml").read_text("utf-8")
    (folder / "service.yaml").write_text(plain, "utf-8")
    (folder / "form.yaml").write_text(form.form, "utf-8")
