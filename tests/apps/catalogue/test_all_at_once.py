"""Mistakes of writing and of meaning are told in one run: none hides another, and none is told twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from moothall.apps.catalogue.api import check
from moothall.project.cli import main
from tests.apps.catalogue.folders import Folders, change

#: Each line with a mistake ends in its sentence, or the beginning of it, after `#: `; several are parted by ` | `.
PLANTED = {
    "service.yaml": """\
name: Planted
sumary: A folder with mistakes. #: There is no ‘sumary’ here. Write ‘summary’.
summary: A folder with mistakes.
audience: [resident] #: Item 1 of ‘audience’ cannot be ‘resident’. Write ‘residents’.
area: bins-and-rubish #: There is no area ‘bins-and-rubish’ of life in council.yaml. Write ‘bins-and-rubbish’.
team: wast #: There is no team ‘wast’ in teams.yaml. Write ‘waste’.
responsible_body: The council
lawful_basis: public task
legal_basis:
  - law: Environmental Protection Act 1990, section 46
purposes: [know]
confidentiality: open-to-staff
retention:
  months: two years #: ‘months’ must be a whole number, and is text.
  after: closed
  reason: Because.
targets:
  - name: done
    working_days: 5
promise: In {days} days. #: There is nothing to fill ‘{days}’ with.
outcomes:
  - {code: done, name: Done, words: Done.}
  - {code: done, name: Done, words: Done again.} #: There are two outcomes called ‘done’.
season:
  from: 31 April #: April has no day 31.
  to: 30 Septembre #: ‘to’ cannot be ‘30 Septembre’.
  sentence: Later.
""",
    "form.yaml": """\
pages:
  - page: First Page #: ‘page’ cannot be ‘First Page’. Write small letters, digits and hyphens
    questions:
      - ask: kind
        type: oneof #: ‘type’ cannot be ‘oneof’. Write ‘one-of’.
        label: What is it?
        name: what it is
      - ask: how_many
        type: short-text
        lable: How many? #: There is no ‘lable’ here.
        label: How many are there?
        name: how many
        binding: person.email #: A short-text question cannot be ‘person.email’.
    title: Begin
  - page: second
    when: kind = #: The expression stops before it is complete.
    questions:
      - {ask: where, type: short-text, label: Where?, name: where it is, max_length: many} #: ‘max_length’ must be
    next: fourht #: There is no page ‘fourht’. Did you mean ‘fourth’?
  - page: third
    when: kid = "other" #: There is nothing called kid here. Did you mean kind?
    questions:
      - {ask: why, type: short-text, label: Why?, required: maybe} #: ‘required’ cannot be ‘maybe’. | Nothing says what
  - page: fourth
    when: whenever = true #: ‘whenever’ is asked on the page ‘fifth’
    questions:
      - {ask: sure, type: yes-no, label: Sure?, name: whether you are sure}
  - page: fifth
    questions:
      - {ask: whenever, type: yes-no, label: Whenever?, name: whether it is whenever}
      - {ask: sure, type: yes-no, label: Again?, name: whether it is so again} #: There is already a question ‘sure’.
    title: The end
    next: third #: These pages lead in a circle: ‘third’ → ‘fourth’ → ‘fifth’ → ‘third’.
""",
    "messages/en/opened.md": """\
---
when: case opened
subject: We have it {{ refrence }} #: There is no {{ refrence }} when it is ‘case opened’.
to: reportr #: ‘to’ cannot be ‘reportr’. Write ‘reporter’.
---
Dear {{ name }}
""",
    "journeys/one.yaml": """\
journey: One
at: Tuesday #: ‘at’
answers:
  kind: other
  were: There #: There is no question “were” in form.yaml. Write ‘where’.
""",
}  # fmt: skip


def planted(folders: Folders) -> tuple[Path, list[tuple[str, int, str]]]:
    """The folder, and what is to be said of it: file, line and the beginning of the sentence."""
    folder = folders.council / "services" / "planted"
    told = []
    for name, text in PLANTED.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = []
        for number, line in enumerate(text.splitlines(), 1):
            written, _, sentences = line.partition(" #: ")
            told += [(name, number, sentence) for sentence in sentences.split(" | ") if sentence]
            lines.append(written)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder, told


def test_more_than_twenty_mistakes_of_both_kinds_are_told_in_one_run(folders: Folders) -> None:
    folder, told = planted(folders)
    assert len(told) > 20
    found = [(m.file.rpartition("/planted/")[2], m.line, m.sentence) for m in check(folder)]
    for name, line, sentence in told:
        assert any((name, line) == one[:2] and one[2].startswith(sentence) for one in found), (
            f"{name}:{line}: {sentence} is not among\n" + "\n".join(f"{a}:{b}: {c}" for a, b, c in found)
        )
    more = [one for one in found if not any(one[:2] == t[:2] and one[2].startswith(t[2]) for t in told)]
    assert more == [], "what only follows from another mistake is said too"


def test_the_command_says_them_all_and_no_traceback(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, told = planted(folders)
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    assert len(said.out.splitlines()) == len(told) + 1


def test_a_mistake_in_council_yaml_hides_none_in_the_services(folders: Folders) -> None:
    _, told = planted(folders)
    with (folders.council / "closing-days.yaml").open("a", encoding="utf-8") as more:
        more.write("  - day: soon\n    name: Soon\n")
    found = check(folders.council)
    assert any(one.file.endswith("closing-days.yaml") for one in found)
    assert len([one for one in found if "/planted/" in one.file]) == len(told)


WORDS = [
    "",
    "x",
    "- a\n",
    "{a: b}",
    "yes",
    "12",
    "null",
    "[1, {a: 2}]",
    "2026-13-45",
    "‘",
    "page",
    "kind = ",
    "{{ x }}",
]


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_broken_check_answers_in_sentences(folders: Folders, seed: int) -> None:
    """Any value of any file may be anything else: a sentence each, and never an exception."""
    draw = random.Random(seed)
    files = [*(folders.services / "report-fly-tipping").rglob("*.yaml"), *folders.council.glob("*.yaml")]
    for file in files:
        lines = file.read_text(encoding="utf-8").split("\n")
        for _ in range(draw.randrange(1, 5)):
            number = draw.randrange(len(lines))
            key, colon, _ = lines[number].partition(": ")
            lines[number] = (
                f"{key}{colon}{draw.choice(WORDS)}" if colon else draw.choice(["", lines[number] * 2])
            )
        file.write_text("\n".join(lines), encoding="utf-8")
    for mistake in check(folders.council):
        assert mistake.line > 0
        assert mistake.sentence.endswith((".", "?", ")")), mistake.sentence


ONE_TYPO = [
    ("form.yaml", "ask: whenever,", "ask: When Ever,", "‘ask’ cannot be ‘When Ever’."),
    ("form.yaml", "page: fifth", "page: fourth", "There is already a page ‘fourth’."),
    ("form.yaml", "when: about = true", 'when: "  "', "‘when’ is empty."),
    ("messages/en/opened.md", "{{ reference }}", "{{ reference }", "A fact is not written as one. Write two braces"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "sentence"), ONE_TYPO)
def test_one_typing_error_is_one_sentence(
    folders: Folders, file: str, right: str, wrong: str, sentence: str
) -> None:
    """The names of what it breaks stand in conditions and journeys too: nothing more is said of those."""
    folder = folders.own_service("planted", "extends: report-missed-bin\nname: P\n")
    written = {
        "form.yaml": """\
pages:
  - page: fourth
    questions: [{ask: about, type: yes-no, label: About?, name: whether it is about}]
  - page: fifth
    when: about = true
    questions: [{ask: whenever, type: yes-no, label: Whenever?, name: whether it is whenever}]
  - page: sixth
    when: whenever = true
    questions: [{ask: last, type: yes-no, label: Last?, name: whether it is the last}]
""",
        "messages/en/opened.md": "---\nwhen: case opened\nsubject: S\n---\nIt is {{ reference }}.\n",
        "journeys/one.yaml": """\
journey: One
answers: {about: "yes", whenever: "yes", last: "no"}
then: {asked: [about]}
""",
    }
    text = (folders.service("report-missed-bin") / "service.yaml").read_text(encoding="utf-8")
    (folder / "service.yaml").write_text(text, encoding="utf-8")
    for name, content in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    assert check(folder) == ()
    change(folder / file, right, wrong)
    (mistake,) = check(folder)
    assert mistake.file.endswith(file)
    assert mistake.sentence.startswith(sentence)
